/**
 * The file of a backup: a head, then records. Guards:
 * - nothing of it can be read without the password, and no byte of it can be changed, moved or cut off unnoticed;
 * - what is wrong is told apart: no backup, of a later Satchel, damaged, or another password;
 * - a file that is there under its name is whole: it is written beside, measured, flushed, then renamed;
 * - nothing but a file is opened: a pipe would be waited for without end.
 *
 *     head     mark (15), version (1), salt (16), first 8 bytes of the SHA-256 of all before
 *     record   length (4), first 8 bytes of the SHA-256 of what follows, sealed: number (4), kind (1), content
 *
 * Records are sealed by AES-256-GCM under scrypt of the password. The first holds the manifest, the others the encrypted
 * database in pieces, the last of them marked so. Numbers are little-endian.
 */
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { instantSchema } from '#shared/kernel/instants.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';
import { flushFolder, writeWhole } from './files.ts';
import { personSchema } from './profile.ts';

const MARK = Buffer.from('Satchel backup\n', 'latin1');
const VERSION = 1;
const SALT_BYTES = 16;
const SUM_BYTES = 8;
const HEAD_BYTES = MARK.length + 1 + SALT_BYTES + SUM_BYTES;
const RECORD_HEAD_BYTES = 4 + SUM_BYTES;
const PIECE_BYTES = 1024 * 1024;
const RECORD_LIMIT_BYTES = PIECE_BYTES + 1024;

const kinds = { manifest: 1, piece: 2, lastPiece: 3 } as const;

const manifestSchema = z.object({
  savedAt: instantSchema,
  appVersion: z.string(),
  /** Commands in it that the server had not answered. */
  waiting: z.int().min(0),
  databaseBytes: z.int().positive(),
  /** Of the database, base64. */
  key: z.base64().length(44),
  /** Their key sealed by their password; the token left out. */
  person: personSchema,
});
/** What a backup says of itself, inside the seal. */
export type BackupManifest = z.infer<typeof manifestSchema>;

const damaged = (): Refusal => new Refusal('backup.damaged');

/**
 * Writes a backup.
 * @param databaseFile a closed copy of the encrypted database
 * @throws what the disk says; nothing is left under either name then
 */
export async function writeBackupFile(
  world: World,
  path: string,
  password: string,
  manifest: BackupManifest,
  databaseFile: string,
): Promise<void> {
  const salt = Buffer.from(world.random.bytes(SALT_BYTES));
  const key = await world.keys.scrypt(password, salt);
  const beside = `${path}.part`;
  const source = openSync(databaseFile, 'r');
  try {
    const file = openSync(beside, 'w', 0o600);
    try {
      let bytes = 0;
      const append = (parts: readonly Uint8Array[]): void => {
        const whole = Buffer.concat(parts);
        writeWhole(file, whole);
        bytes += whole.length;
      };
      const head = Buffer.concat([MARK, Buffer.from([VERSION]), salt]);
      append([head, sumOf(head)]);
      let number = 0;
      const write = (kind: number, content: Uint8Array): void => {
        const plain = Buffer.concat([uint32(number), Buffer.from([kind]), content]);
        const sealed = world.keys.seal(key, plain);
        append([uint32(sealed.byteLength), sumOf(sealed), sealed]);
        number += 1;
      };
      write(kinds.manifest, Buffer.from(JSON.stringify(manifest)));
      const piece = Buffer.alloc(PIECE_BYTES);
      for (let left = manifest.databaseBytes; left > 0; ) {
        const count = readSync(source, piece, 0, Math.min(PIECE_BYTES, left), null);
        if (count === 0) throw new Error('the copy of the database became shorter');
        left -= count;
        write(left === 0 ? kinds.lastPiece : kinds.piece, piece.subarray(0, count));
      }
      fsyncSync(file);
      if (fstatSync(file).size !== bytes) throw new Error('the backup is not as long as what was written');
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
    flushFolder(dirname(path));
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    closeSync(source);
  }
}

/** Looks at the head alone. @throws Refusal `backup.notABackup`, `backup.newer`, `backup.damaged`, `backup.notRead`; what the disk says */
export function checkBackupHead(path: string): void {
  const file = openBackup(path);
  try {
    readHead(file, path);
  } finally {
    closeSync(file);
  }
}

/**
 * Opens a backup.
 * @param target where the database is written, or null: the manifest is all that is asked for
 * @throws Refusal `backup.notABackup`, `backup.newer`, `backup.damaged`, `backup.wrongPassword`,
 *   `backup.notRead`; what the disk says
 */
export async function readBackupFile(
  world: World,
  path: string,
  password: string,
  target: string | null,
): Promise<BackupManifest> {
  const file = openBackup(path);
  try {
    const salt = readHead(file, path);
    const key = await world.keys.scrypt(password, salt);
    const first = readRecord(file);
    if (!first) throw damaged();
    const opened = world.keys.open(key, first);
    if (!opened) throw new Refusal('backup.wrongPassword');
    const manifest = parseManifest(contentOf(opened, 0, kinds.manifest));
    if (target !== null) unpackDatabase(world, file, key, manifest, target);
    return manifest;
  } finally {
    closeSync(file);
  }
}

function unpackDatabase(world: World, file: number, key: Uint8Array, manifest: BackupManifest, target: string): void {
  const out = openSync(target, 'wx', 0o600);
  try {
    let bytes = 0;
    for (let number = 1; bytes < manifest.databaseBytes; number += 1) {
      const sealed = readRecord(file);
      const plain = sealed && world.keys.open(key, sealed);
      if (!plain) throw damaged();
      const isLast = bytes + plain.byteLength - 5 === manifest.databaseBytes;
      const content = contentOf(plain, number, isLast ? kinds.lastPiece : kinds.piece);
      if (content.byteLength === 0) throw damaged();
      writeWhole(out, content);
      bytes += content.byteLength;
    }
    if (bytes !== manifest.databaseBytes || readRecord(file) !== null) throw damaged();
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
}

function openBackup(path: string): number {
  // Windows knows no such flag, nor a pipe among its files.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new Refusal('backup.notRead', { path });
}

/** @returns the salt */
function readHead(file: number, path: string): Buffer {
  const head = readBytes(file, HEAD_BYTES);
  if (!head.subarray(0, MARK.length).equals(MARK)) throw new Refusal('backup.notABackup', { path });
  const sum = head.subarray(HEAD_BYTES - SUM_BYTES);
  if (head.length < HEAD_BYTES || !sumOf(head.subarray(0, -SUM_BYTES)).equals(sum)) throw damaged();
  if (head[MARK.length] !== VERSION) throw new Refusal('backup.newer');
  return head.subarray(MARK.length + 1, MARK.length + 1 + SALT_BYTES);
}

/** The next sealed record, or null at the end of the file. */
function readRecord(file: number): Uint8Array | null {
  const head = readBytes(file, RECORD_HEAD_BYTES);
  if (head.length === 0) return null;
  if (head.length < RECORD_HEAD_BYTES) throw damaged();
  const length = head.readUInt32LE(0);
  if (length > RECORD_LIMIT_BYTES) throw damaged();
  const sealed = readBytes(file, length);
  if (sealed.length < length || !sumOf(sealed).equals(head.subarray(4))) throw damaged();
  return sealed;
}

function contentOf(plain: Uint8Array, number: number, kind: number): Uint8Array {
  const bytes = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  if (bytes.length < 5 || bytes.readUInt32LE(0) !== number || bytes[4] !== kind) throw damaged();
  return bytes.subarray(5);
}

function parseManifest(content: Uint8Array): BackupManifest {
  const parsed = manifestSchema.safeParse(JSON.parse(new TextDecoder().decode(content)));
  // The seal is whole, so it is as it was written: by a Satchel that says other things of itself.
  if (!parsed.success) throw new Refusal('backup.newer');
  return parsed.data;
}

function readBytes(file: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  let filled = 0;
  while (filled < count) {
    const read = readSync(file, bytes, filled, count - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const sumOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest().subarray(0, SUM_BYTES);
