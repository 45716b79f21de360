// `node scripts/dist/sign-feed.mjs <folder> <private key file>`: signs the latest*.yml of a folder, where the build
// machine had only the public key. `node scripts/dist/sign-feed.mjs --new-key <file>` makes the key in the first place.

import { say } from '../setup/progress.mjs';
import { makeUpdateKey, readUpdateKey, signFeed } from './update-keys.mjs';

const [first, second] = process.argv.slice(2);
try {
  if (!first || !second) throw new Error('sign-feed <folder> <private key file> | --new-key <file>');
  if (first === '--new-key') {
    makeUpdateKey(second);
    say(`${second}: keep it apart from the repository and the server. Public key: ${readUpdateKey(second).publicKey}`);
  } else {
    const { privateKey } = readUpdateKey(second);
    if (!privateKey) throw new Error(`${second} is a public key: signing needs the private one`);
    say(`Signed: ${signFeed(first, privateKey).join(', ') || 'nothing, there is no latest*.yml'}`);
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
