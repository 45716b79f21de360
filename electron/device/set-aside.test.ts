import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSql } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import {
  makeSimulatedCompany,
  type SimulatedCompany,
  simulationRegistry,
} from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';
import { openDatabase } from './open-database.ts';

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(11);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation);
});
afterEach(async () => {
  await laptop.close();
  await company.close();
});

const add = (name: string) =>
  laptop.run('test.addCustomer', { id: laptop.newId(), name, territoryId: company.territories[0] });
const codeOf = async (reply: Promise<unknown>) => ((await reply) as { reason?: { code: string } }).reason?.code ?? 'ok';
const nameOf = async () => (await laptop.rows('customers')).map((row) => row.name);
const state = () => laptop.device.session.state();
const filesAside = () => readdirSync(join(personFolder(), 'set-aside')).sort();
const personFolder = () => join(laptop.database().path, '..');

async function workADay(): Promise<void> {
  await laptop.signIn('north');
  await simulation.advance(1_000);
  await add('from yesterday');
  await simulation.advance(60_000);
}

describe('a database file that cannot be used is set aside, never written over', () => {
  const damage: readonly [string, (path: string) => void][] = [
    ['damaged at its head', (path) => overwrite(path, 0, 4_096)],
    ['empty', (path) => writeFileSync(path, '')],
    ['text', (path) => writeFileSync(path, 'Dear diary, this is no database. '.repeat(40))],
    [
      'a foreign database',
      (path) => writeFileSync(path, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4_080, 1)])),
    ],
  ];

  it.each(damage)('%s', async (_what, spoil) => {
    await workADay();
    const { path } = laptop.database();
    await laptop.restart();
    spoil(path);
    const spoiled = readFileSync(path);
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    const told = await state();
    expect(told).toMatchObject({ state: 'signedIn', setAside: { code: 'session.databaseSetAside' } });
    const aside = told.state === 'signedIn' ? String(told.setAside?.params.path) : '';
    expect(readFileSync(aside).equals(spoiled)).toBe(true);
    await simulation.advance(60_000);
    expect(await nameOf()).toContain('from yesterday');
    expect(await add('goes on')).toMatchObject({ state: 'applied' });
    await simulation.advance(60_000);
    expect(await laptop.device.sync.status()).toMatchObject({ waiting: 0, trouble: null });
    expect(laptop.problems).toEqual([]);
  });

  it('of an unreleased build: said as that, kept unchanged beside its key, and whoever has it goes on', async () => {
    await workADay();
    const { path, key } = laptop.database();
    await laptop.restart();
    const database = openSqlite({ path, key });
    await runSql(database.kysely, `UPDATE "schemaMigrations" SET "digest" = 'other' WHERE "id" LIKE '0005%'`);
    await database.close();
    const before = readFileSync(path);
    const person = readFileSync(join(path, '..', 'person.json'), 'utf8');
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    const told = await state();
    expect(told).toMatchObject({ state: 'signedIn', setAside: { code: 'session.databaseOtherBuild' } });
    const aside = told.state === 'signedIn' ? String(told.setAside?.params.path) : '';
    expect(readFileSync(aside).equals(before)).toBe(true);
    expect(JSON.parse(readFileSync(`${aside}.person.json`, 'utf8')).key).toEqual(JSON.parse(person).key);
    await simulation.advance(60_000);
    expect(await nameOf()).toContain('from yesterday');
    expect(laptop.problems).toEqual([]);
  });

  it('damaged in the middle, found after a crash', async () => {
    await workADay();
    const { path } = laptop.database();
    await laptop.restart();
    writeFileSync(`${path}.open`, '');
    overwrite(path, 40 * 4_096, 8_192);
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    expect(filesAside().some((name) => name.endsWith('data.sqlite'))).toBe(true);
  });

  it('damage that shows while someone works is said, and the next sign-in sets the file aside', async () => {
    await workADay();
    const { path } = laptop.database();
    await laptop.restart();
    // A page that opening does not read.
    const database = openSqlite({ ...laptop.database(), readOnly: true });
    const query = `SELECT rootpage AS "page" FROM sqlite_schema WHERE name = 'customers'`;
    const [root] = await runSql<{ page: number }>(database.kysely, query);
    await database.close();
    overwrite(path, ((root?.page ?? 1) - 1) * 4_096, 4_096);
    await laptop.signIn('north');
    expect(await add('never written')).toMatchObject({ reason: { code: 'device.databaseDamaged' } });
    laptop.problems.splice(0);
    await laptop.restart();
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    expect(await state()).toMatchObject({ setAside: { code: 'session.databaseSetAside' } });
    await simulation.advance(60_000);
    expect(await nameOf()).toContain('from yesterday');
  });

  it('without the network it says so, and a later sign-in goes on', async () => {
    await workADay();
    const { path } = laptop.database();
    await laptop.restart();
    overwrite(path, 0, 4_096);
    laptop.world.isCut = true;
    expect(await codeOf(laptop.signIn('north'))).toBe('session.freshNeedsNetwork');
    expect(await state()).toMatchObject({ state: 'signedOut', setAside: { code: 'session.databaseSetAside' } });
    laptop.world.isCut = false;
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    await simulation.advance(60_000);
    expect(await nameOf()).toContain('from yesterday');
  });

  it('another person’s database in the place of one’s own is not opened', async () => {
    await laptop.signIn('south');
    await simulation.advance(1_000);
    const souths = laptop.database();
    await workADay();
    const norths = laptop.database();
    await laptop.restart();
    const owner = { companyId: 'not', userId: 'hers' };
    const opening = openDatabase({ path: souths.path, key: souths.key, owner, registry: simulationRegistry });
    await expect(opening).rejects.toMatchObject({ cause: 'foreign' });
    expect(norths.path).not.toBe(souths.path);
  });
});

it('a database that is missing is said, loaded again, and its device goes on', async () => {
  await workADay();
  const { path } = laptop.database();
  await laptop.restart();
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  laptop.world.isCut = true;
  expect(await codeOf(laptop.signIn('north'))).toBe('session.freshNeedsNetwork');
  laptop.world.isCut = false;
  expect(await laptop.signIn('north')).toEqual({ ok: true });
  expect(await state()).toMatchObject({ state: 'signedIn', setAside: { code: 'session.databaseMissing' } });
  await add('goes on');
  await simulation.advance(60_000);
  expect(await nameOf()).toEqual(expect.arrayContaining(['from yesterday', 'goes on']));
  expect(await laptop.device.sync.status()).toMatchObject({ waiting: 0, trouble: null });
});

it('a profile file that is missing is said until it was seen; its database is kept, and readable once it is back', async () => {
  await workADay();
  laptop.world.isCut = true;
  await add('unsent');
  await laptop.restart();
  const folder = personFolder();
  copyFileSync(join(folder, 'person.json'), join(laptop.folder, 'kept.json'));
  rmSync(join(folder, 'person.json'));
  laptop.world.isCut = false;
  await laptop.restart();
  const told = await state();
  expect(told).toMatchObject({ known: [], setAside: { code: 'session.profileMissing' } });
  const aside = told.state === 'signedOut' ? String(told.setAside?.params.path) : '';
  expect(existsSync(folder)).toBe(false);

  expect(await laptop.signIn('north')).toEqual({ ok: true });
  expect(await state()).toMatchObject({ state: 'signedIn', setAside: { code: 'session.profileMissing' } });
  await simulation.finish(laptop.device.session.signOut());
  expect(await state()).toMatchObject({ state: 'signedOut', setAside: null });

  await laptop.restart();
  rmSync(join(laptop.folder, 'people'), { recursive: true });
  mkdirSync(join(laptop.folder, 'people'));
  renameSync(aside, folder);
  copyFileSync(join(laptop.folder, 'kept.json'), join(folder, 'person.json'));
  await laptop.restart();
  expect(await laptop.signIn('north')).toEqual({ ok: true });
  expect(await nameOf()).toContain('unsent');
});

it('a damaged profile file costs one person the short way in, not their data', async () => {
  await workADay();
  const file = join(personFolder(), 'person.json');
  await laptop.restart();
  writeFileSync(file, '{"server": 1}');
  await laptop.restart();
  expect(await state()).toMatchObject({ known: [], setAside: { code: 'session.profileSetAside' } });
  expect(await laptop.signIn('north')).toEqual({ ok: true });
});

function overwrite(path: string, at: number, count: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(count, 0xa5), 0, count, at);
  closeSync(file);
}
