import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeTestWorld } from '../../tests/support/server.ts';
import { makeMetrics } from '../http/metrics.ts';
import { readPlace, readServerOptions } from '../read-options.ts';
import { runProgram } from '../real-world.ts';
import { dumpPostgres, readCompanyRow, ToolMissing, withoutPassword } from './dump-postgres.ts';
import { keepBackups, lastTurn } from './keep-backups.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
let folder: string;
let said: string[];
const path = process.env.PATH;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-keep-'));
  said = [];
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

const place = readPlace((name) => (name === 'database' ? 'sqlite:company.sqlite' : undefined));
const noon = new Date(2026, 10, 23, 12).getTime();

function make(save: (to: string, earlier: string | null) => void, keep = 2) {
  const world = makeTestWorld(noon);
  const metrics = makeMetrics();
  const logger = {
    info: (_: unknown, text: string) => said.push(text),
    error: (_: unknown, text: string) => said.push(text),
  };
  const backups = keepBackups({
    ...{ options: { folder: join(folder, 'kept'), hour: 2, keep }, place, world, metrics, logger: logger as never },
    run: runProgram,
    async save(_place, to, earlier) {
      save(to, earlier);
      return { file: to, companyId: 'c', version: 7 };
    },
  });
  return { world, metrics, backups };
}
const kept = () => readdirSync(join(folder, 'kept')).filter((name) => name.endsWith('.sqlite'));

it('makes one a day after the hour, makes up for a night that was missed, and keeps as many as it should', async () => {
  const earlierOnes: (string | null)[] = [];
  const { world, backups } = make((to, earlier) => {
    earlierOnes.push(earlier);
    writeFileSync(to, 'copy');
    mkdirSync(`${to}.files`);
  });
  expect(backups.health()).toEqual({ state: 'none', lastGoodAt: null, ageSeconds: null });
  await backups.look();
  await backups.look();
  expect(kept()).toHaveLength(1);
  expect(backups.health()).toMatchObject({ state: 'good', ageSeconds: 0 });
  world.advance(13 * HOUR_MS);
  await backups.look();
  expect(kept()).toHaveLength(1);
  world.advance(2 * HOUR_MS);
  await backups.look();
  expect(kept()).toHaveLength(2);
  writeFileSync(join(folder, 'kept', 'company-by-hand.sqlite'), 'mine');
  world.advance(3 * DAY_MS);
  expect(backups.health()).toMatchObject({ state: 'late' });
  await backups.look();
  expect(kept()).toHaveLength(3);
  expect(existsSync(join(folder, 'kept', 'company-by-hand.sqlite'))).toBe(true);
  expect(readdirSync(join(folder, 'kept')).filter((name) => name.endsWith('.files'))).toHaveLength(2);
  expect(earlierOnes.map((earlier) => earlier !== null)).toEqual([false, true, true]);
});

it('one that failed is said, tried again in an hour, and takes no older one away', async () => {
  let fails = false;
  const { world, metrics, backups } = make((to) => {
    if (fails) throw new Error('the disk is full');
    writeFileSync(to, 'copy');
  }, 1);
  await backups.look();
  fails = true;
  world.advance(DAY_MS);
  await backups.look();
  await backups.look();
  expect(said.filter((text) => text.startsWith('NO BACKUP'))).toHaveLength(1);
  expect(backups.health()).toMatchObject({ state: 'failed', problem: 'failed', ageSeconds: DAY_MS / 1_000 });
  expect(kept()).toHaveLength(1);
  fails = false;
  world.advance(HOUR_MS);
  await backups.look();
  expect(backups.health()).toMatchObject({ state: 'good' });
  expect(metrics.print()).toMatch(/satchel_backups_total\{result="failed"\} 1/);
});

it('the hour is this machine’s, of today or of yesterday', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
  expect(lastTurn(at(23, 12), 2)).toBe(at(23, 2));
  expect(lastTurn(at(23, 1), 2)).toBe(at(22, 2));
});

it('the options are read, and what cannot be is said', () => {
  const read = (...args: string[]) => readServerOptions(args, {}).backup;
  expect(read()).toBeNull();
  expect(read('--backup-folder', '/srv/b')).toEqual({ folder: '/srv/b', hour: 2, keep: 14 });
  expect(readServerOptions([], { SATCHEL_BACKUP_FOLDER: '/srv/b', SATCHEL_BACKUP_HOUR: '23' }).backup?.hour).toBe(23);
  expect(() => read('--backup-folder', 'x', '--backup-hour', '24')).toThrow('0 to 23');
  expect(() => read('--backup-folder', 'x', '--backup-keep', '0')).toThrow('1 to 1000');
});

const postgres = {
  kind: 'postgres',
  connectionString: 'postgres://sa:se%20cret@127.0.0.1:5432/db',
  schema: 'satchel',
  filesFolder: '/none',
} as const;

/** Programs of these names, first on the path; each writes down what it was started with. */
function standIn(scripts: Readonly<Record<string, string>>): void {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "$0 $* [$PGPASSWORD]" >> ${folder}/started\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  process.env.PATH = `${bin}:/usr/bin:/bin`;
}

it('PostgreSQL is saved by its own tools, read back, and no password stands on a command line', async () => {
  const row = 'COPY satchel."companyVersion" (id, version, timeline, "companyId") FROM stdin;\\n1\\t42\\tt\\tc-1\\n';
  standIn({
    pg_dump: 'for one in "$@"; do case $one in --file=*) echo dump > "$(echo "$one" | cut -d= -f2)";; esac; done',
    pg_restore: `printf '${row}'`,
  });
  const to = join(folder, 'night.dump');
  expect(await dumpPostgres(runProgram, postgres, to)).toEqual({ file: to, companyId: 'c-1', version: 42 });
  expect(existsSync(to)).toBe(true);
  const started = readFileSync(join(folder, 'started'), 'utf8');
  expect(started).toContain('--schema="satchel"');
  for (const line of started.trim().split('\n')) {
    expect(line.replace('[se cret]', '')).not.toContain('cret');
    expect(line).toContain('[se cret]');
  }
});

it('a dump that fails, holds no company, or has no tool is no backup, and has no name', async () => {
  const to = join(folder, 'night.dump');
  process.env.PATH = join(folder, 'nothing');
  await expect(dumpPostgres(runProgram, postgres, to)).rejects.toBeInstanceOf(ToolMissing);
  standIn({ pg_dump: 'echo "server version mismatch" >&2; exit 1', pg_restore: 'true' });
  await expect(dumpPostgres(runProgram, postgres, to)).rejects.toThrow('server version mismatch');
  expect(existsSync(to)).toBe(false);
  expect(readCompanyRow('-- nothing')).toBeNull();
  expect(withoutPassword('postgres://sa@h/db')).toEqual({ address: 'postgres://sa@h/db', environment: {} });
});
