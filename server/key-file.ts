/**
 * The key of an encrypted company file, for a server that nobody unlocks by hand. Guards:
 * - only the server's own user can read it;
 * - it is on the disk before a database needs it;
 * - a key that is lost is never replaced beside a file that needs it: the file would be unreadable for ever.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { ServerWorld } from './server-world.ts';

const KEY_BYTES = 32;

/** 32 bytes from the file; a new file, readable by its owner alone, when there is neither key nor database. */
export function readOrMakeKey(keyFile: string, databasePath: string, world: ServerWorld): Uint8Array {
  if (existsSync(keyFile)) return parseKey(keyFile, readFileSync(keyFile, 'utf8'));
  if (existsSync(databasePath)) {
    throw new Error(`${databasePath} is there but its key ${keyFile} is not: put the key file back`);
  }
  mkdirSync(dirname(keyFile), { recursive: true });
  const key = world.random.bytes(KEY_BYTES);
  writeSafely(keyFile, `${bytesToHex(key)}\n`);
  return key;
}

/** On the disk, name and all, before anything is encrypted with it: a power cut must not leave a file without its key. */
function writeSafely(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  // Windows opens no folder; there the file system's own journal keeps the name.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function parseKey(keyFile: string, text: string): Uint8Array {
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new Error(`${keyFile} holds no key: 64 hexadecimal digits are expected`);
  return hexToBytes(hex);
}
