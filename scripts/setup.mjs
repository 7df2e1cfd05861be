// usage: node scripts/setup.mjs NEED...   Makes sure that the machine has what is named: see setup/needs.mjs.
import { needs } from './setup/needs.mjs';
import { setUp, SetUpError } from './setup/set-up.mjs';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in needs));
if (names.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`Unknown: ${unknown.join(', ')}.`);
  console.error(`usage: node scripts/setup.mjs NEED...\nNEED is one of ${Object.keys(needs).join(', ')}.`);
  process.exit(2);
}

try {
  setUp(names, console.log);
  console.log(`Ready: ${names.join(', ')}.`);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  console.error(error.message);
  process.exit(1);
}
