// The key that signs the update feed (Ed25519). The private key is a file that SATCHEL_UPDATE_KEY_FILE names; the
// application carries the public one. Where a build machine must not hold the private key, the file may be the public
// one: then the feed is signed elsewhere, by `node scripts/dist/sign-feed.mjs`.

import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a pair; the private key goes into a file that only its owner reads.
 * @throws when the file is there already
 */
export function makeUpdateKey(path) {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
}

/**
 * @param {string} path PEM, private or public
 * @returns {{publicKey: string, privateKey: import('node:crypto').KeyObject | null}} publicKey: SPKI as base64
 * @throws when it is no Ed25519 key
 */
export function readUpdateKey(path) {
  const pem = readFileSync(path, 'utf8');
  const privateKey = pem.includes('PRIVATE KEY') ? createPrivateKey(pem) : null;
  const publicKey = createPublicKey(privateKey ?? pem);
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new Error(`${path} is no Ed25519 key`);
  return { publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), privateKey };
}

/**
 * Signs every latest*.yml of a folder into `<name>.sig` beside it (base64).
 * @returns {string[]} the names of the signed files
 */
export function signFeed(folder, privateKey) {
  const names = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name));
  for (const name of names) {
    const signature = sign(null, readFileSync(join(folder, name)), privateKey);
    writeFileSync(join(folder, `${name}.sig`), `${signature.toString('base64')}\n`);
  }
  return names;
}
