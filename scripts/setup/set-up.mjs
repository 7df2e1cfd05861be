import { choosePackage, hasApt, installLine, installPackages, updateLists } from './apt.mjs';
import { missingPieces } from './needs.mjs';

/** Something is missing that only the user can bring; the message says what and how. */
export class SetUpError extends Error {
  name = 'SetUpError';
}

/**
 * Makes sure that what is named in `needs.mjs` is on this machine: installs Debian packages as root, and otherwise
 * throws a SetUpError with the one line to run. Asks nothing.
 * @param {string[]} names
 * @param {(line: string) => void} say
 */
export function setUp(names, say) {
  const missing = missingPieces(names);
  if (missing.length === 0) return;
  const what = missing.map((piece) => piece.what).join(', ');
  if (!hasApt()) {
    throw new SetUpError(`Missing: ${what}.\nThis is no Debian or Ubuntu: install these with your own package manager.`);
  }
  if (process.getuid() !== 0) {
    throw new SetUpError(`Missing: ${what}. Run this, then try again:\n  ${installLine(packagesOf(missing))}`);
  }
  say(`Missing: ${what}.`);
  say('Refreshing the package lists (apt-get update) ...');
  refreshLists(say);
  const packages = packagesOf(missing);
  say(`Installing ${packages.join(', ')} (apt-get install) ...`);
  installPackages(packages);
  const still = missingPieces(names);
  if (still.length > 0) {
    throw new SetUpError(`Still missing after installing ${packages.join(', ')}: ${still.map((piece) => piece.what).join(', ')}.`);
  }
}

const packagesOf = (pieces) => [...new Set(pieces.map((piece) => choosePackage(piece.packages)))];

/** One broken third-party source makes apt-get fail, although the packages may be there: the install decides. */
function refreshLists(say) {
  try {
    updateLists();
  } catch (error) {
    say(`${error.message}\nGoing on with the package lists as they are.`);
  }
}
