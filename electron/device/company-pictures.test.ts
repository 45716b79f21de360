/** A whole device and a real server over HTTP, with real folders, keys and time. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { hashOfFile } from '#db/files/sealed-folder.ts';
import { registry } from '#shared/registry.ts';
import { createUser } from '../../server/company/create-user.ts';
import { type CompanyFiles, makeCompanyFiles } from '../../server/files/company-files.ts';
import { makeRealWorld as makeServerWorld } from '../../server/real-world.ts';
import { runSystemCommand } from '../../server/sync/system-command.ts';
import { newSqlite } from '../../tests/support/databases.ts';
import { pngPicture, svgPicture } from '../../tests/support/pictures.ts';
import { PASSWORD, startTestCompany, type TestCompany } from '../../tests/support/server.ts';

import { type Device, openDevice } from './device.ts';
import { makeRealWorld } from './real-world.ts';

let folder = '';
let database: SatchelDatabase;
let onServer: CompanyFiles;
let company: TestCompany;
let device: Device;
let arrived: string[];
let problems: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-pictures-'));
  database = await newSqlite('server');
  onServer = makeCompanyFiles(
    { folder: join(folder, 'server'), databaseKey: new Uint8Array(32) },
    makeServerWorld(),
    console,
  );
  company = await startTestCompany(database, registry, onServer);
  arrived = [];
  problems = [];
  device = await open();
});
afterEach(async () => {
  await device.close();
  await company.server.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

async function open(
  profile = 'profile',
  heard: (hash: string) => void = (hash) => arrived.push(hash),
): Promise<Device> {
  const opened = await openDevice({
    profileFolder: join(folder, profile),
    world: makeRealWorld(),
    registry: registry,
    osSecret: null,
    appVersion: '0.1.0',
    deviceName: 'test laptop',
    problem: (where, error) => problems.push(`${where}: ${String(error)}`),
  });
  opened.onFile(heard);
  return opened;
}

const signIn = (login = 'north') => device.session.signIn({ server: company.server.url, login, password: PASSWORD });

/** A product whose row names a picture; the device hears of it by the live stream. */
async function addProduct(pictureHash: string): Promise<void> {
  const { house } = company.server;
  await runSystemCommand({ database, world: house.world, pokes: house.pokes }, (tx, { newId, created }) =>
    tx
      .insertInto('products')
      .values({
        id: newId(),
        code: pictureHash.slice(0, 8),
        name: 'Mug',
        unit: 'piece',
        packaging: null,
        category: null,
        barcode: null,
        basePrice: 100_000,
        currency: 'CNY',
        taxCode: 'standard',
        reorderPoint: 0,
        discontinued: 0,
        shelfLifeDays: null,
        pictureHash,
        ...created,
      })
      .execute(),
  );
}

const personFolder = () => {
  const people = join(folder, 'profile', 'people');
  return join(people, readdirSync(people)[0] ?? '');
};
const pathOf = (hash: string) => join(personFolder(), 'files', 'fetched', hash.slice(0, 2), hash);
const came = (...hashes: string[]) =>
  vi.waitFor(() => expect(hashes.filter((hash) => !arrived.includes(hash))).toEqual([]), { timeout: 20_000 });

it('pictures of the first load and of every row after it come by themselves, and are here without the server', async () => {
  const svg = svgPicture('mug');
  const first = await onServer.put(svg, 'image/svg+xml');
  await addProduct(first);
  expect(await device.readFile(first)).toBeNull();
  expect(await signIn()).toEqual({ ok: true });
  await came(first);
  const second = await onServer.put(pngPicture, 'image/png');
  await addProduct(second);
  await came(second);
  await device.close();
  await company.server.close();
  expect(readFileSync(pathOf(first)).includes('<svg')).toBe(false);

  device = await open();
  expect(await device.readFile(first)).toBeNull();
  expect(await signIn()).toEqual({ ok: true });
  const read = await device.readFile(first);
  expect(read?.mediaType).toBe('image/svg+xml');
  expect(new Uint8Array(read?.bytes ?? [])).toEqual(svg);
  expect(await device.readFile(second)).toMatchObject({ mediaType: 'image/png' });
  expect(await device.session.signOut()).toEqual({ ok: true });
  expect(await device.readFile(first)).toBeNull();
  expect(problems).toEqual([]);
});

it('a file that no row names comes when someone looks at it', async () => {
  await signIn();
  const hash = await onServer.put(pngPicture, 'image/png');
  await device.sync.sendNow();
  expect(await device.readFile(hash)).toBeNull();
  await came(hash);
  expect(await device.readFile(hash)).toMatchObject({ mediaType: 'image/png' });
});

it('files go with the database that is set aside, and come again for the new one', async () => {
  const hash = await onServer.put(pngPicture, 'image/png');
  await addProduct(hash);
  await signIn();
  await came(hash);
  await device.close();
  const sealed = readFileSync(pathOf(hash));
  writeFileSync(join(personFolder(), 'data.sqlite'), 'no database any more');
  arrived = [];

  device = await open();
  expect(await signIn()).toEqual({ ok: true });
  expect(existsSync(join(personFolder(), 'set-aside'))).toBe(true);
  await came(hash);
  expect(readFileSync(pathOf(hash)).equals(sealed)).toBe(false);
  expect(await device.readFile(hash)).toMatchObject({ mediaType: 'image/png' });
});

const content = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const ownFolder = () => join(personFolder(), 'files', 'own');
const unsent = () =>
  existsSync(ownFolder())
    ? readdirSync(ownFolder(), { recursive: true }).filter((name) => String(name).length > 60)
    : [];
const addOffice = () =>
  createUser(
    { database, world: company.server.house.world },
    { login: 'office', name: 'Office', password: PASSWORD, roleCode: 'administrator', scopes: [] },
  );

it('R102 a logo that is brought without a network is shown at once, outlives the restart, goes to the server and to everybody', async () => {
  await addOffice();
  expect(await signIn('office')).toEqual({ ok: true });
  await vi.waitFor(async () => expect((await device.sync.status()).dataAsOf).not.toBeNull(), { timeout: 20_000 });
  await device.sync.setWorkOffline(true);
  const kept = await device.keepFile(content(pngPicture));
  if (!kept.ok) throw new Error(kept.reason.code);
  const { hash } = kept;
  const entity = await database.kysely.selectFrom('legalEntities').selectAll().executeTakeFirst();
  const { createdAt: _c, createdBy: _b, updatedAt: _u, updatedBy: _d, deletedAt: _e, ...told } = entity ?? {};
  expect(await device.command('admin.saveLegalEntity', { ...told, logoHash: hash })).toMatchObject({
    state: 'applied',
  });
  expect(await device.readFile(hash)).toMatchObject({ mediaType: 'image/png' });
  expect(unsent()).toHaveLength(1);
  // Sealed on the disk, and nowhere else yet.
  expect(readFileSync(join(ownFolder(), String(unsent()[0]))).includes('PNG')).toBe(false);
  expect(await onServer.get(hash)).toBeNull();
  await device.close();

  device = await open();
  expect(await signIn('office')).toEqual({ ok: true });
  expect(await device.readFile(hash)).toMatchObject({ mediaType: 'image/png' });
  await device.sync.setWorkOffline(false);
  await vi.waitFor(async () => expect(await onServer.get(hash)).toMatchObject({ mediaType: 'image/png' }), {
    timeout: 20_000,
  });
  await vi.waitFor(() => expect(unsent()).toEqual([]), { timeout: 20_000 });
  expect(await device.readFile(hash)).toMatchObject({ mediaType: 'image/png' });

  const heard: string[] = [];
  const other = await open('other', (each) => heard.push(each));
  await other.session.signIn({ server: company.server.url, login: 'north', password: PASSWORD });
  await vi.waitFor(() => expect(heard).toContain(hash), { timeout: 20_000 });
  expect(await other.readFile(hash)).toMatchObject({ mediaType: 'image/png' });
  await other.close();
  expect(problems).toEqual([]);
});

it('what is no picture is refused at once, and whoever may bring none gets none onto the server', async () => {
  await createUser(
    { database, world: company.server.house.world },
    { login: 'service', name: 'Service', password: PASSWORD, roleCode: 'service', scopes: [] },
  );
  expect(await device.keepFile(content(pngPicture))).toMatchObject({ ok: false, reason: { code: 'device.signedOut' } });
  await signIn('service');
  expect(await device.keepFile(content(svgPicture('logo')))).toEqual({
    ok: false,
    reason: { code: 'files.noPicture', params: {} },
  });
  const kept = await device.keepFile(content(pngPicture));
  if (!kept.ok) throw new Error(kept.reason.code);
  await device.sync.sendNow();
  await vi.waitFor(() => expect(problems.join()).toContain('auth.notPermitted'), { timeout: 20_000 });
  expect(await onServer.get(kept.hash)).toBeNull();
  // Rights change: it waits here until it may.
  expect(unsent()).toHaveLength(1);
});

it('R102 what was signed at a door reaches the office from whoever delivers', async () => {
  expect(await signIn()).toEqual({ ok: true });
  const kept = await device.keepFile(content(pngPicture));
  if (!kept.ok) throw new Error(kept.reason.code);
  await vi.waitFor(async () => expect(await onServer.get(kept.hash)).not.toBeNull(), { timeout: 20_000 });
  await vi.waitFor(() => expect(unsent()).toEqual([]), { timeout: 20_000 });
  expect(problems).toEqual([]);
});

it('R102 a picture that is not taken now holds up no other; R113 one that a row names is taken from anybody', async () => {
  await createUser(
    { database, world: company.server.house.world },
    { login: 'service', name: 'Service', password: PASSWORD, roleCode: 'service', scopes: [] },
  );
  await signIn('service');
  const pictures = [1, 2, 3, 4].map((each) => new Uint8Array([...pngPicture, each]));
  const named = pictures.slice(0, 2).map(hashOfFile);
  for (const hash of named) await addProduct(hash);
  for (const picture of pictures) expect(await device.keepFile(content(picture))).toMatchObject({ ok: true });
  await device.sync.sendNow();
  for (const hash of named) {
    await vi.waitFor(async () => expect(await onServer.get(hash)).not.toBeNull(), { timeout: 20_000 });
  }
  await vi.waitFor(() => expect(unsent()).toHaveLength(2), { timeout: 20_000 });
  expect(problems.join()).toContain('auth.notPermitted');
});
