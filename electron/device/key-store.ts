/**
 * Keys at rest. Guards:
 * - a database's random key lies on disk only sealed: by the secret that the operating system keeps for this
 *   application, or, where there is no real key store, by a key derived from the person's password;
 * - a password lies on disk only as an scrypt verifier with a salt of its own, never the salt that seals a key.
 */
import type { World } from '#shared/kernel/world.ts';

const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** How a database key is sealed; bytes in base64. */
export interface SealedKey {
  readonly by: 'operatingSystem' | 'password';
  /** Of the password's derivation; empty for the operating system. */
  readonly salt: string;
  readonly sealed: string;
}

export interface PasswordVerifier {
  readonly salt: string;
  readonly hash: string;
}

/** A fresh random database key. */
export function makeDatabaseKey(world: World): Uint8Array {
  return world.random.bytes(KEY_BYTES);
}

/**
 * Seals a database key.
 * @param osSecret 32 bytes that the operating system keeps, or null when it keeps none safely
 */
export async function sealKey(
  world: World,
  key: Uint8Array,
  osSecret: Uint8Array | null,
  password: string,
): Promise<SealedKey> {
  if (osSecret) return { by: 'operatingSystem', salt: '', sealed: toBase64(world.keys.seal(osSecret, key)) };
  const salt = world.random.bytes(SALT_BYTES);
  const wrapping = await world.keys.scrypt(password, salt);
  return { by: 'password', salt: toBase64(salt), sealed: toBase64(world.keys.seal(wrapping, key)) };
}

/** The database key, or null when neither the secret nor the password opens it. */
export async function openKey(
  world: World,
  sealed: SealedKey,
  osSecret: Uint8Array | null,
  password: string,
): Promise<Uint8Array | null> {
  if (sealed.by === 'operatingSystem') return openKeyBySystem(world, sealed, osSecret);
  const wrapping = await world.keys.scrypt(password, fromBase64(sealed.salt));
  return world.keys.open(wrapping, fromBase64(sealed.sealed));
}

/** The database key where the operating system's secret alone opens it; null where the password is needed. */
export function openKeyBySystem(world: World, sealed: SealedKey, osSecret: Uint8Array | null): Uint8Array | null {
  return osSecret && sealed.by === 'operatingSystem' ? world.keys.open(osSecret, fromBase64(sealed.sealed)) : null;
}

/** What this device remembers of a password, to check it without the network. */
export async function makeVerifier(world: World, password: string): Promise<PasswordVerifier> {
  const salt = world.random.bytes(SALT_BYTES);
  return { salt: toBase64(salt), hash: toBase64(await world.keys.scrypt(password, salt)) };
}

export async function verifyPassword(world: World, verifier: PasswordVerifier, password: string): Promise<boolean> {
  const expected = fromBase64(verifier.hash);
  const actual = await world.keys.scrypt(password, fromBase64(verifier.salt));
  let difference = expected.byteLength ^ actual.byteLength;
  for (const [index, byte] of actual.entries()) difference |= byte ^ (expected[index] ?? 0);
  return difference === 0;
}

/** Text sealed with a database's key (the token), in base64. */
export function sealText(world: World, key: Uint8Array, text: string): string {
  return toBase64(world.keys.seal(key, new TextEncoder().encode(text)));
}

export function openText(world: World, key: Uint8Array, sealed: string): string | null {
  const bytes = world.keys.open(key, fromBase64(sealed));
  return bytes ? new TextDecoder().decode(bytes) : null;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
