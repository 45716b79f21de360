/** The company that measures look at: a device's own encrypted database, as sync would have left it there. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { registry } from '#shared/registry.ts';
import { openDatabase } from '../../electron/device/open-database.ts';
import { writeState } from '../../electron/device/sync-state.ts';
import { writeAs } from '../support/databases.ts';
import { newId } from '../support/ids.ts';
import { audited, customer, order } from '../support/sample-rows.ts';
import { type Database, openRaw } from './raw-sqlite.ts';

export interface BenchCompany {
  readonly path: string;
  readonly key: Uint8Array;
  readonly companyId: Id;
  readonly timeline: Id;
  /** A sales manager, who sees all and may do everything that a role may. */
  readonly userId: Id;
  readonly permissions: readonly string[];
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

/** Makes the company's database in a folder. */
export async function makeBenchCompany(folder: string, { isQuick, say }: CompanyOptions): Promise<BenchCompany> {
  mkdirSync(folder, { recursive: true });
  const [path, key] = [join(folder, 'data.sqlite'), new Uint8Array(randomBytes(32))];
  const [companyId, userId] = [newId(), newId()];
  say('Making the company …');
  const { writer, close } = await openDatabase({ path, key, owner: { companyId, userId }, registry });
  await fill(writer, isQuick ? 2_000 : 20_000);
  const timeline = newId();
  await writeState(writer.kysely, 'timeline', timeline);
  await writeState(writer.kysely, 'cursor', { timeline, version: 1, table: '', id: '', loadedAt: 1 });
  await close();
  return {
    path,
    key,
    companyId,
    timeline,
    userId,
    permissions: [...new Set(defaultRoles.flatMap((role) => role.permissions))],
    openWriter: () => openSqlite({ path, key, functions: searchFunctions }),
    openReader: () => openSqlite({ path, key, readOnly: true }),
    openRawReader: () => openRaw({ path, key, readOnly: true }),
  };
}

async function fill(writer: SqliteDatabase, count: number): Promise<void> {
  const file = new URL('../../../shared/data/company-names-zh/names.txt', import.meta.url);
  const names = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const [territoryId, warehouseId] = [newId(), newId()];
  await writeAs(writer, 'apply', async (tx) => {
    await tx
      .insertInto('territories')
      .values({ id: territoryId, code: 'HB', name: '湖北', ...audited })
      .execute();
    await tx
      .insertInto('warehouses')
      .values({ id: warehouseId, code: 'WH', name: '武汉仓', ...audited })
      .execute();
    for (let at = 0; at < count; at += 1) {
      const code = `C${String(at).padStart(6, '0')}`;
      const phone = `138 ${String((at * 7_919) % 10_000).padStart(4, '0')} ${String((at * 104_729) % 10_000).padStart(4, '0')}`;
      const row = customer(newId(), { code, name: names[at] ?? `Customer ${at}`, phone, city: '武汉', territoryId });
      await tx
        .insertInto('customers')
        .values({ ...row, updatedAt: at })
        .execute();
      if (at % 10 === 0)
        await tx
          .insertInto('orders')
          .values(order(newId(), { confirmedAt: at }))
          .execute();
    }
  });
}
