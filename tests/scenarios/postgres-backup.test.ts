/**
 * A company on PostgreSQL saves itself and is put back by the database's own tools: the real server, the real pg_dump and
 * pg_restore of this machine, against a database server of their version. Where the machine has no such pair, that is said
 * loudly, and only what needs none is tested.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, it, vi } from 'vitest';
import { healthSchema } from '#shared/protocol/health.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { refusedWith, rowsOf, TestDevice } from '../support/server.ts';
import { admin, endOf, folder, inFolderOfEachTest, makeCompany, password, start } from '../support/server-programs.ts';

inFolderOfEachTest();

const majorOf = (text: string): number => Number(/\(PostgreSQL\) (\d+)/.exec(text)?.[1] ?? 0);
function versionOf(program: string): number {
  try {
    return majorOf(execFileSync(program, ['--version'], { encoding: 'utf8' }));
  } catch {
    return 0;
  }
}

const tools = Math.min(versionOf('pg_dump'), versionOf('pg_restore'));
const bin = `/usr/lib/postgresql/${tools}/bin`;
const hasPair = tools > 0 && existsSync(join(bin, 'postgres')) && existsSync(join(bin, 'initdb'));
/** Of the database server that the packages bring, which runs for every test. */
const packaged = async (): Promise<number> => {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
  await client.end();
  return Math.floor(Number(rows[0]?.server_version_num) / 10_000);
};

const healthOf = async (url: string) => healthSchema.parse(await (await fetch(`${url}/v1/health`)).json());
const placeOf = (connectionString: string) => ['--database', connectionString, '--files', join(folder, 'files')];

/** Where a server of the tools' version is here too. */
function whereToolsFit(name: string, test: () => Promise<void>): void {
  if (hasPair) it(name, { timeout: 240_000 }, test);
  else {
    const has = tools === 0 ? 'missing' : `of PostgreSQL ${tools}`;
    console.warn(`NOT TESTED: ${name}. pg_dump here is ${has}, and ${bin} holds no server of its version.`);
  }
}

whereToolsFit('the server saves itself by pg_dump, and goes on from the copy after pg_restore', async () => {
  const postgres = await startPostgres(bin);
  try {
    await postgres.createDatabase('company');
    await saveAndPutBack(postgres);
  } finally {
    await postgres.stop();
  }
});

async function saveAndPutBack(postgres: TestPostgres): Promise<void> {
  const address = postgres.connectionString('company');
  const place = placeOf(address);
  await makeCompany(place);
  const backups = join(folder, 'backups');
  const options = [...place, '--port', '0', '--backup-folder', backups];
  const first = await start(options);
  const url = first.listening.listening;
  const device = new TestDevice(url);
  await device.signIn('rep', password);
  await device.pull();
  await vi.waitFor(async () => expect((await healthOf(url)).backup).toMatchObject({ state: 'good' }), {
    timeout: 120_000,
    interval: 500,
  });
  expect(first.log()).toContain('the backup’s tools fit the database');
  const [copy = ''] = readdirSync(backups).filter((name) => name.endsWith('.dump'));
  // After the copy, and lost with the database.
  expect(await admin(['create-territory', '--code', 'LATE', '--name', 'Late', ...place])).toMatchObject({ code: 0 });
  first.child.kill('SIGTERM');
  expect(await endOf(first.child)).toBe(0);

  const client = new pg.Client({ connectionString: address });
  await client.connect();
  await client.query('DROP SCHEMA satchel CASCADE');
  await client.end();
  execFileSync('pg_restore', [`--dbname=${address}`, join(backups, copy)], { stdio: 'pipe' });
  const recovery = await admin(['start-recovery', ...place]);
  expect(recovery).toMatchObject({ code: 0, error: '' });
  const { timeline } = JSON.parse(recovery.out) as { timeline: string };
  expect(await admin(['check-chain', ...place])).toMatchObject({ code: 0 });
  expect(await admin(['check-balances', ...place])).toMatchObject({ code: 0 });

  const second = await start(options);
  const back = new TestDevice(second.listening.listening);
  expect(second.listening.companyId).toBe(first.listening.companyId);
  await back.signIn('rep', password);
  const pages = await back.pullAll();
  const territories = rowsOf(pages, 'territories').map((row) => row.name);
  expect(territories).toEqual(['North']);
  const cursor = { timeline: '0190a1b2-0000-7000-8000-000000000001', version: 1, table: '', id: '', loadedAt: 1 };
  const ask = { deviceId: back.id, incarnation: back.incarnation, cursor, schema: '' };
  expect(await refusedWith(back.post('/v1/sync/pull', ask))).toMatchObject({
    code: 'sync.otherTimeline',
    params: { timeline },
  });
}

it('tools that are too old for the database are said from the start, by health and log, and no copy is thought to be one', async () => {
  const database = await packaged();
  let path = process.env.PATH ?? '';
  // Where this machine's tools would do, older ones stand before them.
  if (tools === 0 || tools >= database) {
    const older = join(folder, 'older');
    mkdirSync(older);
    for (const tool of ['pg_dump', 'pg_restore']) {
      writeFileSync(join(older, tool), `#!/bin/sh\necho "${tool} (PostgreSQL) 9.6.24"\n`, { mode: 0o755 });
    }
    path = `${older}:${path}`;
  }
  const schema = `unfit_${process.pid}`;
  const place = [...placeOf(inject('postgresUrl')), '--schema', schema];
  const before = process.env.PATH;
  try {
    await makeCompany(place);
    process.env.PATH = path;
    const backups = join(folder, 'backups');
    mkdirSync(backups);
    // A copy of an hour ago: the next one is due tonight.
    const stamp = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19).replaceAll(':', '-');
    writeFileSync(join(backups, `company-${stamp}Z.dump`), 'good');
    const hour = String((new Date().getHours() + 23) % 24);
    const server = await start([...place, '--port', '0', '--backup-folder', backups, '--backup-hour', hour]);
    await vi.waitFor(
      async () =>
        expect((await healthOf(server.listening.listening)).backup).toMatchObject({
          state: 'failed',
          problem: 'toolUnfit',
        }),
      { timeout: 60_000, interval: 500 },
    );
    expect(server.log()).toMatch(new RegExp(`NO BACKUP CAN BE MADE.*|client tools of ${database}`));
    expect(server.log()).toContain(`postgresql-client-${database}`);
  } finally {
    process.env.PATH = before;
    const client = new pg.Client({ connectionString: inject('postgresUrl') });
    await client.connect();
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await client.end();
  }
}, 120_000);
