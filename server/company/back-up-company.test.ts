import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { hashSchema } from '#shared/protocol/envelope.ts';
import { makeTestWorld } from '../../tests/support/server.ts';
import { openCompanyFiles } from '../files/company-files.ts';
import { holdCompany } from '../hold-company.ts';
import { openCompany } from '../open-company.ts';
import { type DatabasePlace, readPlace } from '../read-options.ts';
import { readRecovery } from '../sync/recovery.ts';
import { backUpCompany, restoreCompany } from './back-up-company.ts';
import { createCompany, readCompanyId } from './create-company.ts';
import { createTerritory } from './create-place.ts';

const world = makeTestWorld();
const silent = { error: () => {}, warn: () => {} } as never;
let folder: string;
let place: DatabasePlace & { kind: 'sqlite' };
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-backup-'));
  const read = readPlace((name) => (name === 'database' ? `sqlite:${join(folder, 'company.sqlite')}` : undefined));
  if (read.kind !== 'sqlite') throw new Error('no file');
  place = read;
  await within('company', (database) =>
    createCompany({ database, world }, { name: '武汉行囊百货', currency: 'CNY', country: 'CN' }),
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

async function within<T>(making: 'company' | 'nothing', work: (database: SatchelDatabase) => Promise<T>): Promise<T> {
  const database = await openCompany(place, world, making);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
const addTerritory = (code: string) =>
  within('nothing', (database) => createTerritory({ database, world }, { code, name: code }));
const codes = () =>
  within('nothing', async ({ kysely }) => {
    const rows = await kysely.selectFrom('territories').select('code').orderBy('code').execute();
    return rows.map((row) => row.code);
  });

it('what was saved is put back, what was there lies aside, files come along, and a recovery begins', async () => {
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
  const hash = hashSchema.parse(await openCompanyFiles(place, world, silent).put(svg, 'image/svg+xml'));
  await addTerritory('A');
  const to = join(folder, 'night.sqlite');
  const companyId = await within('nothing', readCompanyId);
  expect(await backUpCompany(place, to)).toEqual({ file: to, companyId, version: expect.any(Number) });
  await addTerritory('B');
  rmSync(place.filesFolder, { recursive: true });

  const restored = await restoreCompany(place, world, to);
  expect(restored).toMatchObject({ companyId, movedAside: expect.stringContaining('.before-restore-') });
  expect(existsSync(restored.movedAside ?? '')).toBe(true);
  expect(await codes()).toEqual(['A']);
  const picture = await openCompanyFiles(place, world, silent).get(hash);
  expect(new Uint8Array(picture?.bytes ?? [])).toEqual(svg);
  const { since } = await within('nothing', (database) => readRecovery({ database }));
  expect(since).toBe(world.clock.now());
});

it('a company whose file is lost is put back too', async () => {
  const to = join(folder, 'night.sqlite');
  await backUpCompany(place, to);
  rmSync(place.path);
  expect(await restoreCompany(place, world, to)).toMatchObject({ movedAside: null });
  expect(await codes()).toEqual([]);
});

it('refuses while a server works with the company, a damaged copy, another company’s, and a name that is taken', async () => {
  const to = join(folder, 'night.sqlite');
  await backUpCompany(place, to);
  await expect(backUpCompany(place, to)).rejects.toThrow('is there already');
  await expect(restoreCompany(place, world, join(folder, 'none'))).rejects.toThrow('is not there');

  const letGo = await holdCompany(place, false);
  await expect(restoreCompany(place, world, to)).rejects.toThrow('Another server works with');
  await letGo();

  const damaged = join(folder, 'damaged.sqlite');
  cpSync(to, damaged);
  writeFileSync(damaged, new Uint8Array(8_192).fill(7), { flag: 'r+' });
  await expect(restoreCompany(place, world, damaged)).rejects.toThrow();
  expect(await codes()).toEqual([]);
});
