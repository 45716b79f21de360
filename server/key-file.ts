/**
 * The key of an encrypted company file, for a server that nobody unlocks by hand. Guards:
 * - only the server's own user can read it;
 * - it is on the disk before a database needs it;
 * - a key that is lost is never replaced beside a file that needs it: the file would be unreadable for ever;
 * - a company's file that is lost is never replaced by a new one as if nothing had been.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { FileTrouble } from './say-failure.ts';
import type { ServerWorld } from './server-world.ts';

const KEY_BYTES = 32;

/** A key, and what is to be done when the database that it was made for stands. */
export interface CompanyKey {
  readonly key: Uint8Array;
  readonly settle: () => void;
}

const asItIs = (): void => {};

/** The key that is there. @throws FileTrouble when it is not, or is none */
export function readKey(keyFile: string): CompanyKey {
  if (!existsSync(keyFile))
    throw new FileTrouble(`The key file ${keyFile} is not there: put it back, or check --key-file.`);
  return { key: parseKey(keyFile, readFileSync(keyFile, 'utf8')), settle: asItIs };
}

/**
 * The key of a company that is there, or a new one, readable by its owner alone, when there is neither key nor database.
 * A new key gets its name only when it is settled: under that name a key always has its database.
 * @throws FileTrouble when one of the two is lost
 */
export function readOrMakeKey(keyFile: string, databasePath: string, world: ServerWorld): CompanyKey {
  if (existsSync(keyFile)) {
    refuseLostDatabase(databasePath, keyFile);
    return readKey(keyFile);
  }
  const newFile = `${keyFile}.new`;
  const settle = (): void => {
    renameSync(newFile, keyFile);
    syncFolder(dirname(keyFile));
  };
  if (existsSync(newFile) && readFileSync(newFile, 'utf8') !== '') return { ...readKey(newFile), settle };
  if (existsSync(databasePath)) {
    throw new FileTrouble(`${databasePath} is there but its key ${keyFile} is not: put the key file back.`);
  }
  mkdirSync(dirname(keyFile), { recursive: true });
  const key = world.random.bytes(KEY_BYTES);
  rmSync(newFile, { force: true });
  writeSafely(newFile, `${bytesToHex(key)}\n`);
  return { key, settle };
}

/** @throws FileTrouble when the database that a key was made for is not there, or is an empty file */
function refuseLostDatabase(path: string, keyFile: string): void {
  if (existsSync(path) && statSync(path).size > 0) return;
  throw new FileTrouble(
    `${path} is ${existsSync(path) ? 'an empty file' : 'not there'}, but the key of a company, ${keyFile}, is: put the ` +
      'company’s file back from its backup, or move the key away to start a new company.',
  );
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
  syncFolder(dirname(path));
}

function syncFolder(path: string): void {
  // Windows opens no folder; there the file system's own journal keeps the name.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function parseKey(keyFile: string, text: string): Uint8Array {
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) {
    throw new FileTrouble(`${keyFile} holds no key: 64 hexadecimal digits are expected. Put the right file back.`);
  }
  return hexToBytes(hex);
}
