/**
 * Long because every way in which files come, stay away and go is one story about one folder. The folder, the keys and
 * the reader are real; clock, timers and network are the test's.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runSql } from '#db/database.ts';
import { hashOfFile } from '#db/files/sealed-folder.ts';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { defineTable, fileHash, nullable, text } from '#shared/kernel/table.ts';
import { NetworkUnreachable, type World } from '#shared/kernel/world.ts';
import { svgPicture } from '../../tests/support/pictures.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';
import { type DeviceFiles, makeDeviceFiles } from './fetch-files.ts';
import { openFileCache } from './file-cache.ts';
import { makeRealWorld } from './real-world.ts';
import { ServerError } from './server-client.ts';

const pictured = defineTable('pictured', {
  columns: { name: text(), pictureHash: nullable(fileHash()), signatureHash: nullable(fileHash()) },
  scopedBy: [{ by: 'company' }],
});
const plain = defineTable('plain', { columns: { name: text() }, scopedBy: [{ by: 'company' }] });
const databaseKey = new Uint8Array(32).fill(3);
const real = makeRealWorld();

let simulation: Simulation;
let world: World;
let folder = '';
let reader: SqliteDatabase;
let files: DeviceFiles;
/** What the server has. */
let onServer: Map<string, Uint8Array>;
let fetched: string[];
let arrived: string[];
let problems: string[];
let isCut = false;
/** What answers in place of the server's file, and when. */
let answer: (hash: string) => Promise<Uint8Array>;

beforeEach(async () => {
  simulation = makeSimulation(5);
  world = { ...simulation.addDevice(), keys: real.keys, random: real.random };
  folder = mkdtempSync(join(tmpdir(), 'satchel-files-'));
  reader = openSqlite({ path: ':memory:' });
  await run(
    'CREATE TABLE "pictured" ("id" TEXT, "name" TEXT, "pictureHash" TEXT, "signatureHash" TEXT, "deletedAt" INTEGER)',
  );
  onServer = new Map();
  fetched = [];
  arrived = [];
  problems = [];
  isCut = false;
  answer = async (hash) => {
    const bytes = onServer.get(hash);
    if (!bytes) throw new ServerError(404, 'files.unknown', {});
    return bytes;
  };
  files = open();
});
afterEach(async () => {
  await files.close();
  await reader.close();
  rmSync(folder, { recursive: true });
});

const open = (limitBytes = 1_000_000): DeviceFiles =>
  makeDeviceFiles({
    world,
    cache: openFileCache(world, folder, databaseKey, limitBytes),
    tables: [plain, pictured],
    reader: reader.kysely,
    async fetch(hash) {
      if (isCut) throw new NetworkUnreachable('cut');
      fetched.push(hash);
      return answer(hash);
    },
    async lookUp(hashes) {
      if (isCut) throw new NetworkUnreachable('cut');
      return {
        files: hashes.flatMap((hash) => {
          const bytes = onServer.get(hash);
          return bytes ? [{ hash, sizeBytes: bytes.byteLength }] : [];
        }),
      };
    },
    arrived: (hash) => arrived.push(hash),
    problem: (where, error) => problems.push(`${where}: ${String(error)}`),
  });

const picture = (word: string, sizeBytes = 0): { hash: string; bytes: Uint8Array } => {
  const drawn = svgPicture(word);
  const bytes = new Uint8Array(Math.max(sizeBytes, drawn.byteLength)).fill(32);
  bytes.set(drawn);
  return { hash: hashOfFile(bytes), bytes };
};
const onServerOnly = (word: string, sizeBytes?: number): string => {
  const { hash, bytes } = picture(word, sizeBytes);
  onServer.set(hash, bytes);
  return hash;
};
let rows = 0;
const run = (statement: string) => runSql(reader.kysely, statement);
const name = async (hash: string, column = 'pictureHash', deletedAt: number | null = null): Promise<void> => {
  rows += 1;
  await run(`INSERT INTO "pictured" ("id", "${column}", "deletedAt") VALUES ('${rows}', '${hash}', ${deletedAt})`);
};
/** Lets timers pass and the disk work. */
const pass = async (ms = 1_000): Promise<void> => {
  for (let step = 0; step < 20; step += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    await simulation.advance(ms / 20);
  }
};
const until = async (isDone: () => boolean): Promise<void> => {
  for (let step = 0; step < 500 && !isDone(); step += 1) await pass(200);
  expect(isDone()).toBe(true);
};
const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);

it('what rows name comes by itself, from every column that names files, small first, each once', async () => {
  const large = onServerOnly('a large one', 9_000);
  const small = onServerOnly('a small one');
  const middle = onServerOnly('a middle one', 3_000);
  for (const hash of [large, small, small]) await name(hash);
  await name(middle, 'signatureHash');
  await name(onServerOnly('of a row that is gone'), 'pictureHash', 1);
  files.networkIs('online');
  await until(() => arrived.length === 3);
  await pass(60_000);
  expect(fetched).toEqual([small, middle, large]);
  expect(arrived).toEqual(fetched);
  const read = await files.read(small);
  expect(read?.mediaType).toBe('image/svg+xml');
  expect(new Uint8Array(read?.bytes ?? [])).toEqual(onServer.get(small));
  expect(problems).toEqual([]);
});

it('nothing lies on the disk in clear', async () => {
  const hash = onServerOnly('a secret mug');
  await name(hash);
  files.networkIs('online');
  await until(() => arrived.length === 1);
  const stored = readFileSync(pathOf(hash));
  expect(stored.includes('secret')).toBe(false);
  expect(stored.includes('<svg')).toBe(false);
});

it('offline nothing is asked of the server, and what is here is shown', async () => {
  const [here, later] = [onServerOnly('here'), onServerOnly('later')];
  await name(here);
  files.networkIs('online');
  await until(() => arrived.length === 1);
  files.networkIs('offline');
  await name(later);
  files.tablesChanged(['pictured']);
  expect(await files.read(later)).toBeNull();
  expect(await files.read(here)).not.toBeNull();
  await pass(600_000);
  expect(fetched).toEqual([here]);
  files.networkIs('online');
  await until(() => arrived.length === 2);
  expect(await files.read(later)).not.toBeNull();
});

it('a line that breaks stops it, and it goes on where it was', async () => {
  const hashes = ['one', 'two', 'three'].map((word, at) => onServerOnly(word, 500 * (at + 1)));
  for (const hash of hashes) await name(hash);
  answer = async (hash) => {
    if (hash === hashes[1]) isCut = true;
    if (isCut) throw new NetworkUnreachable('cut');
    return onServer.get(hash) ?? new Uint8Array();
  };
  files.networkIs('online');
  await until(() => isCut);
  await pass(600_000);
  expect(arrived).toEqual([hashes[0]]);
  isCut = false;
  answer = async (hash) => onServer.get(hash) ?? new Uint8Array();
  files.networkIs('online');
  await until(() => arrived.length === 3);
  expect(arrived).toEqual(hashes);
  expect(problems).toEqual([]);
});

it('what someone looks at comes before what comes by itself, and one file is asked for once at a time', async () => {
  const hashes = Array.from({ length: 5 }, (_, at) => onServerOnly(`number ${at}`, 1_000 * (at + 1)));
  for (const hash of hashes) await name(hash);
  const unnamed = onServerOnly('of a row that is on its way', 8_000);
  let release = (): void => {};
  answer = (hash) =>
    new Promise((resolve) => {
      release = () => resolve(onServer.get(hash) ?? new Uint8Array());
    });
  files.networkIs('online');
  await until(() => fetched.length === 1);
  expect(await files.read(unnamed)).toBeNull();
  expect(await files.read(unnamed)).toBeNull();
  expect(await files.read(hashes[3] ?? '')).toBeNull();
  expect(await files.read(hashes[0] ?? '')).toBeNull();
  await pass();
  expect(fetched).toEqual([hashes[0]]);
  answer = async (hash) => onServer.get(hash) ?? new Uint8Array();
  release();
  await until(() => arrived.length === 6);
  // Newest first of what was looked at, then the rest.
  expect(fetched).toEqual([hashes[0], hashes[3], unnamed, hashes[1], hashes[2], hashes[4]]);
});

it('what comes by itself leaves the line to people', async () => {
  for (let at = 0; at < 4; at += 1) await name(onServerOnly(`number ${at}`, 400_000 + at));
  await files.close();
  files = open(10_000_000);
  const fetchedAt: number[] = [];
  const bytesOf = answer;
  answer = (hash) => {
    fetchedAt.push(world.clock.now());
    return bytesOf(hash);
  };
  files.networkIs('online');
  await until(() => arrived.length === 4);
  // 400 KB at 2 MiB a second.
  for (const [at, time] of fetchedAt.entries()) expect(time - (fetchedAt[at - 1] ?? -1_000)).toBeGreaterThan(180);
});

it('a damaged file is thrown away and comes again', async () => {
  const hash = onServerOnly('mug');
  await name(hash);
  files.networkIs('online');
  await until(() => arrived.length === 1);
  writeFileSync(pathOf(hash), 'rubbish');
  expect(await files.read(hash)).toBeNull();
  await until(() => arrived.length === 2);
  expect(await files.read(hash)).toMatchObject({ mediaType: 'image/svg+xml' });
});

it('another file than the one that was asked for is never kept', async () => {
  const hash = onServerOnly('mug');
  const real = answer;
  answer = async () => picture('an impostor').bytes;
  await name(hash);
  files.networkIs('online');
  await until(() => problems.length === 1);
  expect(problems[0]).toContain(hash);
  expect(await files.read(hash)).toBeNull();
  answer = real;
  files.networkIs('online');
  await pass(10_000);
  expect(fetched).toEqual([hash]);
  await pass(60_000);
  files.networkIs('online');
  await until(() => arrived.length === 1);
});

it('a file that the server does not have is asked for later and later, without a word', async () => {
  const { hash, bytes } = picture('not yet uploaded');
  await name(hash);
  expect(await files.read(hash)).toBeNull();
  for (let minute = 0; minute < 60; minute += 1) {
    files.networkIs('online');
    await pass(60_000);
  }
  expect(fetched.length).toBeGreaterThan(3);
  expect(fetched.length).toBeLessThan(10);
  expect(problems).toEqual([]);
  onServer.set(hash, bytes);
  await pass(3_600_000);
  files.networkIs('online');
  await until(() => arrived.length === 1);
});

it('a server in trouble is left alone until the next sync', async () => {
  for (const word of ['one', 'two', 'three']) await name(onServerOnly(word));
  answer = async () => {
    throw new ServerError(503, 'server.busy', {});
  };
  files.networkIs('online');
  await pass(600_000);
  expect(fetched).toHaveLength(1);
  expect(problems).toEqual([]);
});

it('what comes by itself ends where the room does, and pushes out only what no row names', async () => {
  await files.close();
  files = open(10_000);
  const former = onServerOnly('of a former picture', 3_000);
  await name(former);
  files.networkIs('online');
  await until(() => arrived.length === 1);
  await run('DELETE FROM "pictured"');
  const hashes = [4_000, 4_500, 5_000].map((size) => onServerOnly(`of ${size}`, size));
  for (const hash of hashes) await name(hash);
  files.tablesChanged(['pictured']);
  await until(() => arrived.length === 3);
  await pass(600_000);
  expect(arrived).toEqual([former, hashes[0], hashes[1]]);
  expect(await files.read(former)).toBeNull();
  expect(await files.read(hashes[0] ?? '')).not.toBeNull();
});

it('what someone looks at finds room: the files that were not looked at for longest go', async () => {
  await files.close();
  files = open(10_000);
  const [first, second, third] = ['first', 'second', 'third'].map((word) => onServerOnly(word, 4_000));
  files.networkIs('online');
  for (const hash of [first, second]) {
    await files.read(hash ?? '');
    await until(() => arrived.includes(hash ?? ''));
    await pass(60_000);
  }
  await pass(2 * 3_600_000);
  expect(await files.read(first ?? '')).not.toBeNull();
  await pass(60_000);
  await files.read(third ?? '');
  await until(() => arrived.length === 3);
  expect(await files.read(first ?? '')).not.toBeNull();
  expect(await files.read(third ?? '')).not.toBeNull();
  expect(readdirSync(join(folder, (second ?? '').slice(0, 2))).includes(second ?? '')).toBe(false);
});

it('the time of use outlives a restart', async () => {
  await files.close();
  files = open(10_000);
  const [first, second, third] = ['first', 'second', 'third'].map((word) => onServerOnly(word, 4_000));
  files.networkIs('online');
  for (const hash of [first, second]) {
    await files.read(hash ?? '');
    await until(() => arrived.includes(hash ?? ''));
    await pass(60_000);
  }
  await pass(2 * 3_600_000);
  await files.read(first ?? '');
  await files.close();
  files = open(10_000);
  files.networkIs('online');
  await files.read(third ?? '');
  await until(() => arrived.length === 3);
  expect(await files.read(first ?? '')).not.toBeNull();
  expect(await files.read(second ?? '')).toBeNull();
});

it('tables that name no files cost nothing, and the end is an end', async () => {
  files.networkIs('online');
  files.tablesChanged(['plain']);
  await pass();
  await files.close();
  await name(onServerOnly('mug'));
  files.tablesChanged(['pictured']);
  files.networkIs('online');
  await pass();
  expect(fetched).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});
