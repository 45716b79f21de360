import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeRealWorld } from '../../server/real-world.ts';
import { svgPicture } from '../../tests/support/pictures.ts';
import { hashOfFile, openSealedFolder } from './sealed-folder.ts';

const databaseKey = new Uint8Array(32).fill(7);
const { keys, random } = makeRealWorld();

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const opened = (key: Uint8Array | null = databaseKey) => openSealedFolder({ folder, databaseKey: key, keys, random });
const mug = svgPicture('a mug for tea');
const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);

test('what is put is read by its hash, whoever opened the folder, and lies there once', async () => {
  const hash = await opened().put(mug);
  expect(hash).toBe(hashOfFile(mug));
  expect(await opened().put(mug)).toBe(hash);
  expect(await opened().read(hash)).toEqual(Buffer.from(mug));
  expect(await opened().sizeOf(hash)).toBe(mug.byteLength);
  expect(await opened().list()).toEqual([expect.objectContaining({ hash })]);
  expect(statSync(pathOf(hash)).mode & 0o777).toBe(0o600);
});

test('nothing lies there in clear, and another key reads nothing', async () => {
  const hash = await opened().put(mug);
  const stored = readFileSync(pathOf(hash));
  expect(stored.includes('tea')).toBe(false);
  expect(stored.includes('svg')).toBe(false);
  expect(await opened(new Uint8Array(32).fill(8)).read(hash)).toBe('damaged');
  // Not the database's own key: bytes of the one must say nothing of the other.
  expect(keys.open(databaseKey, stored)).toBeNull();
});

test('without a key the bytes lie as they are', async () => {
  const hash = await opened(null).put(mug);
  expect(readFileSync(pathOf(hash))).toEqual(Buffer.from(mug));
  expect(await opened(null).sizeOf(hash)).toBe(mug.byteLength);
});

test.each([
  ['a changed bit', (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte)))],
  ['a cut end', (bytes: Buffer) => bytes.subarray(0, bytes.byteLength - 9)],
  ['nothing left', () => Buffer.alloc(0)],
])('%s is damage, and putting it again mends it', async (_what, damage) => {
  for (const key of [databaseKey, null]) {
    const files = opened(key);
    const hash = await files.put(mug);
    writeFileSync(pathOf(hash), damage(readFileSync(pathOf(hash))));
    expect(await files.read(hash)).toBe('damaged');
    await files.put(mug);
    expect(await files.read(hash)).toEqual(Buffer.from(mug));
    await files.remove(hash);
  }
});

test('another whole file under a name is damage', async () => {
  const files = opened();
  const hash = await files.put(mug);
  const other = await files.put(svgPicture('a jug'));
  writeFileSync(pathOf(hash), readFileSync(pathOf(other)));
  expect(await files.read(hash)).toBe('damaged');
});

test('what is not here is null, and no name leads out of the folder', async () => {
  const files = opened();
  expect(await files.read('0'.repeat(64))).toBeNull();
  expect(await files.sizeOf('0'.repeat(64))).toBeNull();
  expect(await files.list()).toEqual([]);
  await files.remove('0'.repeat(64));
  for (const name of ['../../secret', '0'.repeat(63), 'A'.repeat(64), '']) {
    await expect(files.read(name)).rejects.toThrow('hexadecimal');
    expect(() => files.remove(name)).toThrow('hexadecimal');
  }
});

test('a process that is killed between writing and naming leaves no file, and its rest goes after a day', async () => {
  const script = `
    import fs from 'node:fs/promises';
    import { randomBytes } from 'node:crypto';
    import { syncBuiltinESMExports } from 'node:module';
    fs.rename = async () => process.kill(process.pid, 'SIGKILL');
    syncBuiltinESMExports();
    const { openSealedFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'sealed-folder.ts'))});
    const parts = { folder: ${JSON.stringify(folder)}, databaseKey: null, keys: {}, random: { bytes: randomBytes } };
    await openSealedFolder(parts).put(new TextEncoder().encode('whole'));`;
  // Electron's Node reads no TypeScript; the one that npm puts first on the path does.
  const node = 'electron' in process.versions ? 'node' : process.execPath;
  const child = spawn(node, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  expect(await new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))).toBe('SIGKILL');
  const [left] = readdirSync(join(folder, 'new'));
  expect(readFileSync(join(folder, 'new', left ?? ''), 'utf8')).toBe('whole');

  const files = opened(null);
  const bytes = new TextEncoder().encode('whole');
  expect(await files.read(hashOfFile(bytes))).toBeNull();
  expect(await files.list()).toEqual([]);
  const now = Date.UTC(2026, 10, 22);
  utimesSync(join(folder, 'new', left ?? ''), now / 1000, now / 1000);
  await files.sweep(now + 3_600_000);
  expect(readdirSync(join(folder, 'new'))).toEqual([left]);
  await files.sweep(now + 25 * 3_600_000);
  expect(readdirSync(join(folder, 'new'))).toEqual([]);
  await files.put(bytes);
  expect(await files.read(hashOfFile(bytes))).toEqual(Buffer.from(bytes));
});

test('many writers of one file and of many never see half of one', async () => {
  const writers = [opened(), opened(), opened()];
  const pictures = Array.from({ length: 8 }, (_, at) => svgPicture(`number ${at}`));
  await Promise.all(writers.flatMap((files) => pictures.map((picture) => files.put(picture))));
  for (const picture of pictures) expect(await opened().read(hashOfFile(picture))).toEqual(Buffer.from(picture));
  expect(readdirSync(join(folder, 'new'))).toEqual([]);
});

test('a file that was touched says when', async () => {
  const files = opened();
  const hash = await files.put(mug);
  await files.touch(hash, 1_700_000_000_000);
  await files.touch('0'.repeat(64), 1_700_000_000_000);
  expect(await files.list()).toEqual([{ hash, sizeBytes: mug.byteLength + 28, usedAt: 1_700_000_000_000 }]);
});
