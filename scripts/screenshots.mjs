// npm run screenshots [-- --size 2560x1440 --language es --to FOLDER --only NAME,NAME]: pictures of every state of the window.
// Without words they are those of docs/design, made small. Made by test/gallery in the Electron of the tests.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endOf, runScript, say, startVitest } from './measure.mjs';
import { buildIfNeeded } from './setup/build.mjs';
import { inRoot } from './setup/paths.mjs';
import { setUp } from './setup/set-up.mjs';
import { setUpTestElectron } from './setup/test-electron.mjs';

const designDirectory = inRoot('docs/design');

async function main() {
  const { values } = parseArgs({ options: { size: { type: 'string', default: '1280x800' }, language: { type: 'string', default: 'en' }, to: { type: 'string' }, only: { type: 'string', default: '' } } });
  const size = /^(\d{3,4})x(\d{3,4})$/.exec(values.size);
  if (!size) throw new Error(`--size ${values.size}: it is WIDTHxHEIGHT, such as 2560x1440.`);
  if (!['en', 'es', 'zh'].includes(values.language)) throw new Error(`--language ${values.language}: there are en, es and zh.`);
  const isUsual = values.size === '1280x800' && values.language === 'en';
  if (values.to === undefined && !isUsual) throw new Error('Other sizes and languages go to a folder of their own: --to FOLDER.');
  const wish = {
    language: values.language,
    width: Number(size[1]),
    height: Number(size[2]),
    directory: values.to === undefined ? designDirectory : resolve(values.to),
    keptWidth: values.to === undefined ? 800 : null,
    only: values.only.split(',').filter((name) => name !== ''),
  };
  setUp(['ffmpeg', 'display', 'electron'], say);
  await setUpTestElectron(say);
  buildIfNeeded(say);
  const status = await endOf(startVitest(['--project', 'screenshots'], { env: { CAPSTAN_SCREENSHOTS_WISH: JSON.stringify(wish) } }));
  process.exitCode = status === 0 ? 0 : 1;
}

await runScript(main);
