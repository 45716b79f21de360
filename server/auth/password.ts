import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { ServerWorld } from '../server-world.ts';

/** What is stored of a password: hex of salt and scrypt key. */
export interface PasswordVerifier {
  readonly salt: string;
  readonly verifier: string;
}

const SALT_BYTES = 16;
/** Checked against when there is no such user, so that both answers take as long. */
const nobody: PasswordVerifier = { salt: '00'.repeat(SALT_BYTES), verifier: '00'.repeat(32) };

/** Makes what is stored of a password, with a fresh salt. */
export async function makeVerifier(world: ServerWorld, password: string): Promise<PasswordVerifier> {
  const salt = world.random.bytes(SALT_BYTES);
  return { salt: bytesToHex(salt), verifier: bytesToHex(await derive(world, password, salt)) };
}

/** Whether the password is right; takes as long when there is no verifier. */
export async function checkPassword(
  world: ServerWorld,
  password: string,
  stored: PasswordVerifier | undefined,
): Promise<boolean> {
  const expected = stored ?? nobody;
  const derived = await derive(world, password, hexToBytes(expected.salt));
  return equalInConstantTime(derived, hexToBytes(expected.verifier)) && stored !== undefined;
}

/** Keyboards differ in how they compose a letter: the same text is the same password. */
function derive(world: ServerWorld, password: string, salt: Uint8Array): Promise<Uint8Array> {
  return world.keys.scrypt(password.normalize('NFKC'), salt);
}

function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return difference === 0;
}
