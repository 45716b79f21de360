import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allMigrations } from '#db/migrations/all.ts';
import { databaseSchema } from '#db/migrations/migrate.ts';
import { programSchema } from '#db/migrations/schema-mark.ts';
import { type Migration, nullable, text } from '#db/migrations/vocabulary.ts';
import { holdCompany } from '../hold-company.ts';
import { openCompany } from '../open-company.ts';
import type { DatabasePlace } from '../read-options.ts';
import { makeRealWorld } from '../real-world.ts';
import { CompanyInUse, FileTrouble } from '../say-failure.ts';
import { createCompany } from './create-company.ts';
import { upgradeCompany } from './upgrade-company.ts';

const world = makeRealWorld();
const migrations = allMigrations as Migration[];
const later: Migration = {
  id: '9102-test-later',
  up: (schema) => schema.addColumn('customers', 'remark', nullable(text)),
};
let folder: string;
let place: DatabasePlace & { kind: 'sqlite' };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-upgrade-task-'));
  const path = join(folder, 'company.sqlite');
  place = { kind: 'sqlite', path, keyFile: `${path}.key`, filesFolder: `${path}.files` };
});
afterEach(() => {
  if (migrations.includes(later)) migrations.splice(migrations.indexOf(later), 1);
  rmSync(folder, { recursive: true, force: true });
});

const schemaNow = async (): Promise<string> => {
  const database = await openCompany(place, world, 'nothing', 'refuseOlder');
  return databaseSchema(database.kysely).finally(() => database.close());
};

test('the administration makes a company, and leaves one of an earlier version as it is until it is told to', async () => {
  const database = await openCompany(place, world, 'company', 'refuseOlder');
  await createCompany({ database, world }, { name: 'Test & Co', currency: 'CNY', country: 'CN' });
  await database.close();
  const before = await schemaNow();
  expect(before).toBe(programSchema());

  migrations.push(later);
  for (const making of ['nothing', 'company'] as const) {
    await expect(openCompany(place, world, making, 'refuseOlder')).rejects.toThrow(FileTrouble);
  }
  migrations.pop();
  expect(await schemaNow()).toBe(before);

  migrations.push(later);
  expect(await upgradeCompany(place, world)).toEqual({ schema: programSchema() });
  expect(await schemaNow()).toBe(programSchema());
});

test('nothing is upgraded by the task while a server holds the company', async () => {
  await (await openCompany(place, world, 'company')).close();
  const letGo = await holdCompany(place, false);
  await expect(upgradeCompany(place, world)).rejects.toThrow(CompanyInUse);
  await letGo();
});
