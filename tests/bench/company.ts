/** The company that measures look at: a device's own encrypted database, as a first pull would have left it there. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { readState } from '../../electron/device/sync-state.ts';
import { buildDeviceDatabase } from './full-size/build-device-database.ts';
import { type Database, openRaw } from './raw-sqlite.ts';

export interface BenchCompany {
  readonly path: string;
  readonly key: Uint8Array;
  readonly companyId: Id;
  readonly timeline: Id;
  /** A sales manager, who sees all and may do everything that a role may. */
  readonly userId: Id;
  readonly permissions: readonly string[];
  /** What the manager sees: `territory:*` and the like. */
  readonly scopes: readonly string[];
  /** The product's connections, as the device opens them; the caller closes. */
  openWriter(): SqliteDatabase;
  openReader(): SqliteDatabase;
  /** The driver alone on the same file; the caller closes. */
  openRawReader(): Database;
}

export interface CompanyOptions {
  readonly isQuick: boolean;
  readonly say: (line: string) => void;
}

/** Makes the company's database in a folder: a tenth of the full size in a quick run. */
export async function makeBenchCompany(folder: string, { isQuick, say }: CompanyOptions): Promise<BenchCompany> {
  mkdirSync(folder, { recursive: true });
  const [path, key] = [join(folder, 'data.sqlite'), new Uint8Array(randomBytes(32))];
  const start = performance.now();
  say(`Making the company (${isQuick ? 'a tenth of the full size' : 'full size, some minutes'}) …`);
  const built = await buildDeviceDatabase({
    path,
    key,
    size: isQuick ? 'quick' : 'full',
    say: (line) => say(`  ${line}`),
  });
  say(`Made in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
  return describeCompany(path, key, built);
}

type Made = Pick<BenchCompany, 'companyId' | 'timeline' | 'userId'>;

/** The same company in another file, a copy of this one. */
export const companyAt = (path: string, company: BenchCompany): Promise<BenchCompany> =>
  describeCompany(path, company.key, company);

async function describeCompany(
  path: string,
  key: Uint8Array,
  { companyId, timeline, userId }: Made,
): Promise<BenchCompany> {
  const openReader = () => openSqlite({ path, key, readOnly: true });
  const reader = openReader();
  const scopes = (await readState(reader.kysely, 'scopes')) ?? [];
  await reader.close();
  return {
    path,
    key,
    companyId,
    timeline,
    userId,
    permissions: [...new Set(defaultRoles.flatMap((role) => role.permissions))],
    scopes,
    openWriter: () => openSqlite({ path, key, functions: searchFunctions }),
    openReader,
    openRawReader: () => openRaw({ path, key, readOnly: true }),
  };
}
