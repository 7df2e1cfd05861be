import type { Diagnosis } from '../capabilities';
import { boardRules } from './boards';
import { captureDeviceRules } from './capture-devices';
import { containerRules } from './containers';
import { encoderSettingRules, unexplainedPath } from './encoder-settings';
import type { DiagnosisFacts } from './facts';
import { loadToolRules } from './load-tools';
import { memoryRules } from './memory';
import { nvidiaRules } from './nvidia';
import { quickSyncRules } from './quick-sync';
import { renderNodeRules, unexplainedVaapi } from './render-nodes';
import { evidenceLine, findFailure, plainOutput, type FailureRule } from './rule';

/** What keeps hardware from encoding, causes before what follows from them. */
export const hardwareRules: readonly FailureRule[] = [
  ...containerRules,
  ...nvidiaRules,
  ...renderNodeRules,
  ...quickSyncRules,
  ...encoderSettingRules,
  ...boardRules,
  unexplainedVaapi,
  unexplainedPath,
];

/** All failures that text or facts can show. */
export const failureRules: readonly FailureRule[] = [...captureDeviceRules, ...hardwareRules, ...memoryRules, ...loadToolRules];

/** What a Docker daemon says where it cannot make or start a container. */
export const daemonRules: readonly FailureRule[] = [...captureDeviceRules.filter(({ id }) => id === 'device-absent'), ...containerRules, ...nvidiaRules, ...renderNodeRules];

/** Why something failed. Always answers: `unknown`, with the last telling line as evidence, where no rule fits. */
export function diagnose(facts: DiagnosisFacts): Diagnosis {
  const found = findFailure(failureRules, facts);
  return found?.diagnosis ?? unknownFailure(facts.output);
}

/** What ffmpeg and Docker say after any failure. */
const consequences =
  /^(?:Conversion failed!|Error initializing output stream|Error while opening (?:encoder|decoder)|Error parsing global options|Error (?:opening|initializing) (?:output|filters|complex)|Nothing was written|Exiting normally|Press \[q\]|Error while processing|Error reinitializing|Failed to inject frame|Task finished with error|Terminating thread|Error sending frames|Last message repeated|Device setup failed|Run 'docker|See 'docker|ERRO\[|\d+ frames? |video:\S+|frame=|maybe incorrect parameters|\+?-+\+?)/;

function unknownFailure(output: string): Diagnosis {
  const lines = plainOutput(output).split('\n').map((line) => line.trim()).filter((line) => /\p{L}/u.test(line));
  const telling = lines.findLast((line) => !consequences.test(line.replace(/^(?:\[[^\]]*\]\s*)+/, '')));
  const evidence = evidenceLine(telling ?? lines.at(-1) ?? '');
  return {
    id: 'unknown',
    title: 'The cause is not known',
    evidence,
    reason: evidence === '' ? 'It ended without a word.' : 'What was said fits none of the failures that Capstan knows.',
    remedy: 'Read the whole output; if it is a failure that others could have, please report it with that output.',
    commands: [],
  };
}
