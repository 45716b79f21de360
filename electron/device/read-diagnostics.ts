/**
 * What the device says of itself. Guards: counts, versions and settings only; no row, no name, no secret; rows are
 * counted beside the work, since that reads much of the file.
 */
import { statSync } from 'node:fs';
import { quoted, runSql } from '#db/database.ts';
import { lastMigration } from '#db/migrations/migrate.ts';
import { deviceTables } from '#db/side-tables/device.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { DatabaseDiagnostics } from '#shared/protocol/desktop-bridge.ts';
import type { Registry } from '#shared/registry.ts';
import type { DatabaseFile } from './backup-jobs.ts';
import type { Care } from './care.ts';
import { deviceSchema } from './open-database.ts';
import { databasePath, type Profile } from './profile.ts';
import type { Opened } from './session-parts.ts';
import type { SignedIn } from './signed-in.ts';

export interface DeviceDiagnostics {
  readonly people: number;
  readonly keysBy: 'operatingSystem' | 'password';
  /** Newest migration that this version knows. */
  readonly schema: string;
  readonly versions: { readonly sqlite: string; readonly cipher: string };
  readonly database: DatabaseDiagnostics | null;
}

export interface CountJob {
  readonly kind: 'count';
  readonly database: DatabaseFile;
}

export interface CountedRows {
  readonly rows: Readonly<Record<string, number>>;
}

export interface DiagnosticsParts {
  readonly profile: Profile;
  readonly isOsKeeping: boolean;
  readonly care: Care;
  problem(where: string, error: unknown): void;
  current(): { readonly signedIn: SignedIn; readonly opened: Opened } | null;
}

export async function readDiagnostics(parts: DiagnosticsParts): Promise<DeviceDiagnostics> {
  const current = parts.current();
  return {
    people: parts.profile.people().length,
    keysBy: parts.isOsKeeping ? 'operatingSystem' : 'password',
    schema: deviceSchema(),
    versions: await readVersions(),
    database: current ? await readDatabase(current, parts) : null,
  };
}

async function readVersions(): Promise<DeviceDiagnostics['versions']> {
  const database = openSqlite({ path: ':memory:' });
  const versions = database.versions();
  await database.close();
  return versions;
}

async function readDatabase(
  { signedIn, opened }: { readonly signedIn: SignedIn; readonly opened: Opened },
  { care, problem }: DiagnosticsParts,
): Promise<DatabaseDiagnostics> {
  const path = databasePath(opened.folder);
  const { deviceCode, roleCode, server } = opened.folder.person;
  // Of a damaged database the rest is wanted all the more.
  const counted = await care.run({ kind: 'count', database: { path, key: opened.key } }).catch((error: unknown) => {
    problem('count of the rows', error);
    return { rows: null };
  });
  return {
    bytes: sizeOf(path),
    walBytes: sizeOf(`${path}-wal`),
    schema: (await lastMigration(opened.database.reader.kysely)) ?? '',
    deviceCode,
    roleCode,
    server,
    rows: counted.rows,
    status: await signedIn.status(),
  };
}

/** Rows of every table, the device's own included. */
export async function countRows({ database: { path, key } }: CountJob, registry: Registry): Promise<CountedRows> {
  const database = openSqlite({ path, key, readOnly: true });
  const rows: Record<string, number> = {};
  try {
    for (const { name } of [...registry.tables, ...deviceTables]) {
      const [row] = await runSql<{ count: number }>(database.kysely, `SELECT count(*) AS "count" FROM ${quoted(name)}`);
      rows[name] = row?.count ?? 0;
    }
  } finally {
    await database.close();
  }
  return { rows };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
