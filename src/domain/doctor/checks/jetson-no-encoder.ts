import { failed, notApplicable, ok, type Check } from '../check';
import { fromRule, pastFailure } from '../past';
import { failedTrial, nothingOffered } from '../trial';

export const jetsonNoEncoder: Check = {
  ...fromRule('jetson-no-encoder'),
  title: 'Encoder of the Jetson',
  group: 'boards',
  about: 'The Jetson Orin Nano has no video encoder in its hardware, unlike the other Orins.',
  shows: '`Unknown encoder \'h264_nvmpi\'` on an Orin Nano',
  find: (evidence) => {
    const past = failedTrial(evidence, 'jetson-no-encoder') ?? pastFailure(evidence, 'jetson-no-encoder');
    const jetson = evidence.capabilities?.jetson ?? null;
    if (past !== null) return past;
    if (jetson === null) return evidence.capabilities === null ? nothingOffered : notApplicable('This host is no Jetson.');
    if (/Orin Nano/i.test(jetson.model)) return failed(jetson.model, 'This Jetson has no video encoder in its hardware.');
    return ok(jetson.model, 'This Jetson has an encoder.');
  },
};
