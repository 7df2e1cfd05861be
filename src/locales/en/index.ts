import { errorTexts } from '@domain/errors';
import alerts from './alerts.json';
import benchmark from './benchmark.json';
import common from './common.json';
import controls from './controls.json';
import desktop from './desktop.json';
import details from './details.json';
import doctor from './doctor.json';
import encoders from './encoders.json';
import hosts from './hosts.json';
import live from './live.json';
import load from './load.json';
import presets from './presets.json';
import recordings from './recordings.json';
import settings from './settings.json';
import shell from './shell.json';
import source from './source.json';

/** The texts by part of the window. The others have the same keys; what one lacks is said in English. */
export default {
  alerts,
  benchmark,
  common,
  controls,
  desktop,
  details,
  doctor,
  encoders,
  errors: errorTexts,
  hosts,
  live,
  load,
  presets,
  recordings,
  settings,
  shell,
  source,
};
