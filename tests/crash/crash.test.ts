/**
 * A short crash run on every part: real processes, real SQLite and PostgreSQL, SIGKILL. And that its check is no rubber
 * stamp: a promise that was not kept, an order twice, a wrong sum and a row too many are each found.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSql } from '#db/database.ts';
import { migrate } from '#db/migrations/migrate.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { readKey } from '../../server/key-file.ts';
import { makeCompany } from '../support/company.ts';
import { newSqlite, schema, writeAs } from '../support/databases.ts';
import { customer, order } from '../support/sample-rows.ts';
import { checkPromises } from './check-promises.ts';
import { makeCompany as makeServerCompany, sqlitePlace } from './company.ts';
import { makeDeviceProcess } from './device-process.ts';
import { bundlePrograms } from './programs.ts';
import { makeServerProcess } from './server-process.ts';
import { pause } from './stage.ts';
import { committedFrames, cutLog, durableFramesSince, readLogMark } from './wal-log.ts';

const key = new Uint8Array(32).fill(7);
const RUN_TIMEOUT_MS = 240_000;

function runProgram(args: readonly string[]): Promise<{ code: number | null; output: string; said: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let said = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, said })));
}

it(
  'nothing that a person was shown as done is lost, doubled or different after kills of every kind',
  async () => {
    const only = 'wal,server-postgres,postgres,disk-full';
    const { code, output, said } = await runProgram([
      '--kills',
      '40',
      '--minutes',
      '0.6',
      '--seed',
      '7',
      '--only',
      only,
    ]);
    const result = JSON.parse(output === '' ? 'null' : output);
    expect(result, said).toMatchObject({ lost: 0, duplicated: 0, diverged: 0, stuck: 0 });
    expect(code, said).toBe(0);
    expect(result.acknowledged).toBeGreaterThan(0);
    expect(result.kills.device).toBeGreaterThan(0);
    expect(result.kills.total).toBeGreaterThan(result.kills.device);
  },
  RUN_TIMEOUT_MS,
);

it('says what it takes when it is asked for something else', async () => {
  const { code, said } = await runProgram(['--only', 'weather']);
  expect(code).not.toBe(0);
  expect(said).toContain('npm run crash');
});

it(
  'a disk that lost what it had confirmed is found out: the person is told how many entries are missing, and goes on',
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'satchel-lying-disk-'));
    const programs = await bundlePrograms();
    const place = sqlitePlace(home);
    const company = await makeServerCompany(place);
    const server = await makeServerProcess(programs, place);
    const start = { profileFolder: join(home, 'device'), server: server.url, login: 'north', company };
    const device = makeDeviceProcess(programs, start);
    try {
      await server.start();
      device.start(true);
      await device.untilItActs();
      expect(await device.drain(60_000, 120_000)).toBe(true);
      const sent = device.promised.size;
      await server.kill();
      device.work();
      while (device.promised.size < sent + 10) await device.nextAct();
      await device.kill();
      const promised = device.promised.size;
      const { path } = device.database ?? { path: '' };
      // In the middle of what was promised and nowhere else yet.
      const cut = cutLog(path, Math.floor(committedFrames(path) / 2), () => 0.1);
      expect(cut).not.toBeNull();

      device.start(false);
      while (device.notices.length === 0) await pause(50);
      const [code = '', params = ''] = device.notices[0]?.split(/ (.*)/) ?? [];
      expect(code).toBe('session.promisesMissing');
      const { count, to } = JSON.parse(params) as { count: number; to: number };
      expect(to).toBeGreaterThanOrEqual(promised);
      expect(count).toBeGreaterThan(0);
      await server.start();
      expect(await device.drain(60_000, 120_000)).toBe(true);
      // Nothing else is gone than what was told.
      const kept = await idsAtServer(place);
      const gone = [...device.promised].filter((id) => !kept.has(id));
      expect(gone.length).toBeGreaterThan(0);
      expect(gone.length).toBeLessThanOrEqual(count);
    } finally {
      await device.kill();
      await server.kill();
      programs.remove();
      rmSync(home, { recursive: true, force: true });
    }
  },
  RUN_TIMEOUT_MS,
);

async function idsAtServer(place: ReturnType<typeof sqlitePlace>): Promise<ReadonlySet<string>> {
  const server = openSqlite({ path: place.path, key: readKey(place.keyFile).key, readOnly: true });
  try {
    const rows = await runSql<{ commandId: string }>(server.kysely, 'SELECT "commandId" FROM "commandLog"');
    return new Set(rows.map(({ commandId }) => commandId));
  } finally {
    await server.close();
  }
}

describe('the log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-log-'));
  const path = join(folder, 'some.sqlite');
  const copy = join(folder, 'copy.sqlite');
  let database: SqliteDatabase;
  beforeEach(async () => {
    database = openSqlite({ path });
    await runSql(database.kysely, 'CREATE TABLE "schemaMigrations" ("id" TEXT, "digest" TEXT)');
    await runSql(database.kysely, 'CREATE TABLE "entries" ("n" INTEGER)');
  });
  afterEach(async () => {
    await database.close();
    for (const base of [path, copy]) for (const end of ['', '-wal', '-shm']) rmSync(base + end, { force: true });
  });
  const write = (n: number) => runSql(database.kysely, `INSERT INTO "entries" VALUES (${n})`);

  it('cut anywhere after what was committed, it loses nothing of that', async () => {
    await write(1);
    const mark = readLogMark(path);
    expect(mark.frames).toBeGreaterThan(0);
    expect(committedFrames(path)).toBe(mark.frames);
    await write(2);
    for (let place = 0; place < 20; place += 1) {
      for (const end of ['', '-wal', '-shm']) copyFileSync(path + end, copy + end);
      appendFileSync(`${copy}-wal`, 'half a frame');
      const cut = cutLog(copy, durableFramesSince(copy, mark), () => place / 20);
      expect(cut?.bytesAfter).toBeLessThan(cut?.bytesBefore ?? 0);
      const cutDatabase = openSqlite({ path: copy });
      const rows = await runSql<{ n: number }>(cutDatabase.kysely, 'SELECT "n" FROM "entries" ORDER BY "n"');
      await cutDatabase.close();
      expect(rows[0]).toEqual({ n: 1 });
      for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true });
    }
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
  });
});

describe('the check', () => {
  it('finds a promise that nobody kept, an order that nobody made, and a balance that is no sum', async () => {
    const server = await newSqlite('server');
    const company = await makeCompany(server);
    const clean = await checkPromises(server, []);
    expect(clean).toEqual({ lost: [], duplicated: [], diverged: [] });

    await writeAs(server, 'apply', async (tx) => {
      await tx
        .insertInto('orders')
        .values(order('nobody', { customerId: company.customerId }))
        .execute();
      await tx.updateTable('stockBalances').set({ onHand: 1 }).where('productId', '=', company.mug.id).execute();
    });
    const found = await checkPromises(server, []);
    expect(found.duplicated).toEqual(['server: no command made order nobody']);
    expect(found.diverged[0]).toContain('stockBalances');

    const folder = mkdtempSync(join(tmpdir(), 'satchel-check-'));
    const device = openSqlite({ path: join(folder, 'device.sqlite'), key, functions: searchFunctions });
    await migrate(device, 'device', schema);
    await writeAs(device, 'apply', async (tx) => {
      await tx.insertInto('customers').values(customer('stranger')).execute();
    });
    const promised = new Set(['00000000-0000-7000-8000-000000000001']);
    const { lost, diverged } = await checkPromises(server, [
      { login: 'zhou', promised, database: { path: device.path, key }, isStuck: false },
    ]);
    expect(lost[0]).toContain('was shown as done');
    expect(diverged.some((line) => line.includes('should not be there'))).toBe(true);
    await device.close();
    rmSync(folder, { recursive: true });
    await server.close();
  });
});
