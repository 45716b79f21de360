import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runSql } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import { openRaw } from './raw-sqlite.ts';

const key = new Uint8Array(32).fill(7);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const settings = [
  'cipher',
  'journal_mode',
  'synchronous',
  'page_size',
  'cache_size',
  'temp_store',
  'foreign_keys',
  'recursive_triggers',
  'wal_autocheckpoint',
  'journal_size_limit',
  'query_only',
  'mmap_size',
] as const;

it.each([{ readOnly: false }, { readOnly: true }])('both sides have the same durability, $readOnly', async (given) => {
  const path = join(folder, `same-${given.readOnly}.sqlite`);
  await openSqlite({ path, key }).close();
  const product = openSqlite({ path, key, ...given });
  const raw = openRaw({ path, key, ...given });
  try {
    for (const name of settings) {
      const [row] = await runSql(product.kysely, `PRAGMA ${name}`);
      const [own] = raw.pragma(name) as unknown[];
      expect(own, name).toEqual(row);
    }
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
  } finally {
    raw.close();
    await product.close();
  }
});

it('a file of one side opens on the other', async () => {
  const path = join(folder, 'shared.sqlite');
  const raw = openRaw({ path, key });
  // The product takes a file for its own by this mark.
  raw.pragma('application_id = 1400136552');
  raw.exec('CREATE TABLE "schemaMigrations" ("id" text)');
  raw.close();
  const product = openSqlite({ path, key });
  expect(await runSql(product.kysely, 'SELECT count(*) AS "count" FROM "schemaMigrations"')).toEqual([{ count: 0 }]);
  await product.close();
});
