import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { schema, writeAs } from '../tests/support/databases.ts';
import { customer } from '../tests/support/sample-rows.ts';
import { DatabaseUnreadable, runSql } from './database.ts';
import { migrate } from './migrations/migrate.ts';
import { searchRows } from './search/find.ts';
import { searchFunctions } from './search/functions.ts';
import { openSqlite, type SqliteDatabase } from './sqlite.ts';

const key = randomBytes(32);
let folder = '';
let path = '';
const opened: SqliteDatabase[] = [];

function open(options: Partial<Parameters<typeof openSqlite>[0]> = {}): SqliteDatabase {
  const database = openSqlite({ path, key, functions: searchFunctions, ...options });
  opened.push(database);
  return database;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-sqlite-'));
  path = join(folder, 'company.db');
});
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A database that is not opened by us. */
function openForeign(): Driver.Database {
  const nativeBinding = process.env.SATCHEL_NATIVE_BINDING;
  return new Driver(path, nativeBinding ? { nativeBinding } : {});
}

/** Hash of every file in the folder: what a refusal must not change. The -shm is only an index of the WAL, made at will. */
function fingerprint(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !name.endsWith('-shm'))
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
}

function expectRefusal(
  cause: DatabaseUnreadable['cause'],
  options: Partial<Parameters<typeof openSqlite>[0]> = {},
): void {
  const before = fingerprint();
  let thrown: unknown;
  try {
    open(options);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(DatabaseUnreadable);
  expect(thrown).toMatchObject({ cause, path });
  expect(fingerprint()).toEqual(before);
}

async function makeDevice(): Promise<SqliteDatabase> {
  const database = open();
  await migrate(database, 'device', schema);
  await writeAs(database, 'apply', (tx) =>
    tx
      .insertInto('customers')
      .values(customer('c1', { name: '武汉恒通商贸' }))
      .execute(),
  );
  return database;
}

describe('encryption at rest', () => {
  test('no byte of the data is in clear, in the file or in its WAL', async () => {
    const database = await makeDevice();
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      expect(bytes.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
      expect(bytes.includes('恒通')).toBe(false);
      expect(bytes.includes('customers')).toBe(false);
    }
    expect(existsSync(`${path}-wal`)).toBe(true);
    await database.close();
    const reopened = open();
    expect(await runSql(reopened.kysely, 'SELECT "name" FROM "customers"')).toEqual([{ name: '武汉恒通商贸' }]);
    const [pragmas] = await runSql(
      reopened.kysely,
      `SELECT (SELECT journal_mode FROM pragma_journal_mode) AS journal, (SELECT synchronous FROM pragma_synchronous) AS synchronous,
        (SELECT temp_store FROM pragma_temp_store) AS temp, (SELECT foreign_keys FROM pragma_foreign_keys) AS foreignKeys`,
    );
    expect(pragmas).toEqual({ journal: 'wal', synchronous: 2, temp: 2, foreignKeys: 0 });
  });

  test('another key, or none, is refused, also beside a WAL that a crash left', async () => {
    await makeDevice();
    const crashed = mkdtempSync(join(tmpdir(), 'satchel-crash-'));
    for (const name of ['company.db', 'company.db-wal']) copyFileSync(join(folder, name), join(crashed, name));
    for (const database of opened.splice(0)) await database.close();
    rmSync(folder, { recursive: true });
    folder = crashed;
    path = join(crashed, 'company.db');
    expectRefusal('wrongKey', { key: randomBytes(32) });
    const { key: _, ...keyless } = { key, path };
    expect(() => openSqlite(keyless)).toThrow(DatabaseUnreadable);
    const rows = await runSql(open().kysely, 'SELECT "id" FROM "customers"');
    expect(rows).toEqual([{ id: 'c1' }]);
  });

  test('a key that is not 32 bytes is a mistake of the caller', () => {
    expect(() => open({ key: randomBytes(16) })).toThrow('32 bytes');
  });
});

describe('a file that cannot be used is refused and left as it is', () => {
  test('another program’s database', () => {
    const foreign = openForeign();
    foreign.exec(`CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (1)`);
    foreign.close();
    expectRefusal('foreign');
    const before = fingerprint();
    expect(() => openSqlite({ path })).toThrow(expect.objectContaining({ cause: 'foreign' }));
    expect(fingerprint()).toEqual(before);
  });

  test('another program’s database under our key', () => {
    const foreign = openForeign();
    foreign.pragma(`cipher = 'aegis'`);
    foreign.pragma(`key = 'raw:${key.toString('hex')}'`);
    foreign.exec('CREATE TABLE notes (id INTEGER)');
    foreign.close();
    expectRefusal('foreign');
  });

  test('no database at all', () => {
    writeFileSync(path, randomBytes(8_192));
    expectRefusal('notADatabase');
    writeFileSync(path, 'hello');
    expectRefusal('notADatabase');
  });

  test.each([
    ['newer', `INSERT INTO "schemaMigrations" ("id", "digest", "appliedAt") VALUES ('9999-later', 'x', 1)`],
    ['otherBuild', `UPDATE "schemaMigrations" SET "digest" = 'other' WHERE "id" LIKE '0005%'`],
    ['otherBuild', 'ALTER TABLE "schemaMigrations" DROP COLUMN "digest"'],
  ] as const)('a database of a later version, or of an unreleased build: %s', async (cause, change) => {
    const database = await makeDevice();
    await runSql(database.kysely, change);
    await database.close();
    expectRefusal(cause);
  });

  test('a damaged schema page; a damaged page further in is found by the check', async () => {
    const database = await makeDevice();
    await writeAs(database, 'apply', (tx) =>
      tx
        .insertInto('customers')
        .values(Array.from({ length: 200 }, (_, at) => customer(`d${at}`)))
        .execute(),
    );
    expect(database.checkDatabase()).toEqual([]);
    await database.close();
    const sound = readFileSync(path);
    const damage = (page: number): void => {
      const bytes = Buffer.from(sound);
      bytes.writeUInt8(bytes.readUInt8(page * 4_096 + 100) ^ 1, page * 4_096 + 100);
      writeFileSync(path, bytes);
    };
    damage(sound.length / 4_096 - 3);
    const opened = open();
    expect(opened.checkDatabase().join()).toMatch(/malformed|corrupt|page/i);
    await opened.close();
    const schemaPages = Array.from({ length: 6 }, (_, at) => at + 1);
    const refusals = schemaPages.flatMap((page) => {
      damage(page);
      try {
        open();
        return [];
      } catch (error) {
        return [(error as DatabaseUnreadable).cause];
      }
    });
    expect(refusals).toContain('damaged');
  });

  test('an empty file is a new database', async () => {
    writeFileSync(path, '');
    await migrate(open(), 'device', schema);
    expect(await runSql(opened[0]?.kysely ?? open().kysely, 'SELECT count(*) AS n FROM "customers"')).toEqual([
      { n: 0 },
    ]);
  });
});

describe('one writer, several readers', () => {
  test('a reader needs no functions, sees what is committed, and cannot write', async () => {
    const writer = await makeDevice();
    const reader = openSqlite({ path, key, readOnly: true });
    opened.push(reader);
    expect(await searchRows(reader.kysely, 'customers', '恒通', 10)).toEqual(['c1']);
    const tx = await writer.kysely.startTransaction().execute();
    await tx.updateTable('txContext').set({ mode: 'command' }).execute();
    await tx.updateTable('customers').set({ name: '黄石' }).execute();
    expect(await searchRows(reader.kysely, 'customers', '恒通', 10)).toEqual(['c1']);
    await tx.commit().execute();
    expect(await searchRows(reader.kysely, 'customers', '恒通', 10)).toEqual([]);
    await expect(runSql(reader.kysely, 'DELETE FROM "customers"')).rejects.toThrow(/readonly/);
  });

  test('a checkpoint copies the WAL into the file, truncating empties it', async () => {
    const database = await makeDevice();
    const passive = database.checkpoint();
    expect(passive.walPages).toBeGreaterThan(0);
    expect(passive.copiedPages).toBe(passive.walPages);
    database.checkpoint('truncate');
    expect(readFileSync(`${path}-wal`)).toHaveLength(0);
  });

  test('a reader of a file that is not there does not make one', () => {
    expect(() => openSqlite({ path, key, readOnly: true })).toThrow();
    expect(existsSync(path)).toBe(false);
  });
});

describe('the connection under Kysely', () => {
  test('savepoints roll back to where they stood, and the transaction goes on', async () => {
    const { kysely } = await makeDevice();
    const tx = await kysely.startTransaction().execute();
    await tx.updateTable('txContext').set({ mode: 'command', seq: 1 }).execute();
    const savepoint = await tx.savepoint('command').execute();
    await savepoint.insertInto('customers').values(customer('c2')).execute();
    await savepoint.rollbackToSavepoint('command').execute();
    await savepoint.releaseSavepoint('command').execute();
    await tx.insertInto('customers').values(customer('c3')).execute();
    await tx.commit().execute();
    const ids = await kysely.selectFrom('customers').select('id').orderBy('id').execute();
    expect(ids.map(({ id }) => id)).toEqual(['c1', 'c3']);
    expect(await kysely.selectFrom('touches').select('rowId').execute()).toEqual([{ rowId: 'c3' }]);
  });

  test('a limit stands in the text of a query, so that SQLite does not prepare it anew at every run', async () => {
    const { kysely } = await makeDevice();
    const query = kysely.selectFrom('customers').select('id').where('name', '=', 'one').limit(2).compile();
    expect(query.sql).toMatch(/ limit 2$/);
    expect(query.parameters).toEqual(['one']);
  });

  test('a writing transaction holds the lock from its start', async () => {
    const writer = await makeDevice();
    const other = open({ busyTimeoutMs: 0 });
    const tx = await writer.kysely.startTransaction().execute();
    await expect(other.kysely.startTransaction().execute()).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    await tx.rollback().execute();
  });

  test('the error is heard that made SQLite roll back by itself, as a full disk does', async () => {
    const { kysely } = await makeDevice();
    await runSql(kysely, 'CREATE TABLE "own" ("a" INTEGER PRIMARY KEY)');
    const write = kysely.transaction().execute(async (tx) => {
      await runSql(tx, 'INSERT INTO "own" VALUES (1)');
      await runSql(tx, 'INSERT OR ROLLBACK INTO "own" VALUES (1)');
    });
    await expect(write).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
    expect(await runSql(kysely, 'SELECT * FROM "own"')).toEqual([]);
    expect(await kysely.selectFrom('customers').select('id').execute()).toEqual([{ id: 'c1' }]);
  });

  test('whole numbers are bound as integers', async () => {
    const { kysely } = await makeDevice();
    expect(
      await runSql(kysely, 'SELECT 7 / ? AS half, typeof(?) AS kind, ? AS big', [2, 1, Number.MAX_SAFE_INTEGER]),
    ).toEqual([{ half: 3, kind: 'integer', big: Number.MAX_SAFE_INTEGER }]);
    await expect(runSql(kysely, 'UPDATE "txContext" SET "now" = ?', [1.5])).rejects.toThrow(/cannot store REAL/);
  });

  test('a table that changes shape under a kept statement is read as it is now', async () => {
    const { kysely } = await makeDevice();
    await runSql(kysely, 'CREATE TABLE "shape" ("a" INTEGER)');
    await runSql(kysely, 'INSERT INTO "shape" VALUES (1)');
    expect(await runSql(kysely, 'SELECT * FROM "shape"')).toEqual([{ a: 1 }]);
    await runSql(kysely, 'ALTER TABLE "shape" ADD COLUMN "b" INTEGER DEFAULT 2');
    expect(await runSql(kysely, 'SELECT * FROM "shape"')).toEqual([{ a: 1, b: 2 }]);
  });
});
