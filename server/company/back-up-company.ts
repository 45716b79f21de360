/**
 * A company on an SQLite file, saved to another and put back from it. Guards:
 * - a copy has its name only when it is whole and was read through with the company's key;
 * - nobody works with the company while it is put back, and what was there is moved aside, never written over;
 * - who comes back from a backup begins a recovery: devices send again what they know (SYNC.md, server restored).
 * The key is not in the copy: it is kept apart. PostgreSQL brings tools of its own (pg_dump, pg_restore); after those,
 * `start-recovery` is said by hand.
 */
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { holdCompany } from '../hold-company.ts';
import { readKey } from '../key-file.ts';
import { openCompany } from '../open-company.ts';
import { type DatabasePlace, UsageError } from '../read-options.ts';
import { FileTrouble } from '../say-failure.ts';
import type { ServerWorld } from '../server-world.ts';
import { startRecovery } from '../sync/recovery.ts';
import { readCompanyId } from './create-company.ts';
import '#db/side-tables/server.ts';

type FilePlace = DatabasePlace & { readonly kind: 'sqlite' };

/** Beside the copy of the database: pictures and other files, sealed as they are. */
const filesOf = (copy: string): string => `${copy}.files`;

/** A copy that was read back. */
export interface SavedCompany {
  readonly file: string;
  readonly companyId: Id;
  /** How many commands the company has had in it. */
  readonly version: number;
}

/**
 * Saves the company beside a working server.
 * @param earlier a copy beside which pictures lie: those are not written a second time where the disk can do without
 * @throws FileTrouble
 */
export async function backUpCompany(
  place: DatabasePlace,
  to: string,
  earlier: string | null = null,
): Promise<SavedCompany> {
  const { path, keyFile, filesFolder } = filePlace(place, 'pg_dump');
  if (existsSync(to)) throw new FileTrouble(`${to} is there already: name another --to.`);
  refuseMissing(path);
  const { key } = readKey(keyFile);
  const part = `${to}.part`;
  rmSync(part, { force: true });
  const company = openSqlite({ path, key, readOnly: true });
  try {
    company.copyTo(part);
  } finally {
    await company.close();
  }
  const saved = await checkCopy(part, key);
  // Files never change and are never removed: whatever the copy of the database names is there by now.
  if (existsSync(filesFolder)) await copyFiles(filesFolder, filesOf(to), earlier === null ? null : filesOf(earlier));
  renameSync(part, to);
  return { file: to, ...saved };
}

export interface RestoredCompany {
  readonly companyId: Id;
  readonly timeline: Id;
  /** Where what was there before lies now; null where nothing was. */
  readonly movedAside: string | null;
}

/** Puts the company back. @throws FileTrouble, CompanyInUse while a server works with it */
export async function restoreCompany(place: DatabasePlace, world: ServerWorld, from: string): Promise<RestoredCompany> {
  const to = filePlace(place, 'pg_restore');
  refuseMissing(from);
  const { key } = readKey(to.keyFile);
  const letGo = await holdForRestore(to);
  try {
    const part = `${to.path}.part`;
    copyFileSync(from, part);
    const { companyId } = await checkCopy(part, key);
    await refuseOther(to, key, companyId);
    if (existsSync(filesOf(from))) await cp(filesOf(from), to.filesFolder, { recursive: true, force: false });
    const movedAside = moveAside(to.path, world.clock.now());
    renameSync(part, to.path);
    const database = await openCompany(to, world, 'nothing');
    try {
      const { timeline } = await startRecovery({ database, world });
      return { companyId, timeline, movedAside };
    } finally {
      await database.close();
    }
  } finally {
    await letGo();
  }
}

/** Files never change under their names: one that an earlier copy has is the same, and lies on the disk once. */
async function copyFiles(from: string, to: string, earlier: string | null): Promise<void> {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    const known = earlier === null ? null : join(earlier, entry.name);
    if (entry.isDirectory()) await copyFiles(source, target, known);
    else if (!existsSync(target) && !(known && linked(known, target))) await cp(source, target, { force: false });
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    // It is not there, or this disk has no links.
    return false;
  }
}

function filePlace(place: DatabasePlace, tool: string): FilePlace {
  if (place.kind === 'sqlite') return place;
  throw new UsageError(`a company on PostgreSQL is saved and put back by ${tool}; after a restore run start-recovery`);
}

function refuseMissing(path: string): void {
  if (!existsSync(path)) throw new FileTrouble(`${path} is not there: check the path.`);
}

async function holdForRestore(place: FilePlace): Promise<() => Promise<void>> {
  // A company's file that is lost is the best reason for a restore.
  if (existsSync(place.path)) return holdCompany(place, false);
  refuseMissing(dirname(place.path));
  return async () => {};
}

/** Whose company it is, and how far it had come. */
async function checkCopy(path: string, key: Uint8Array): Promise<Pick<SavedCompany, 'companyId' | 'version'>> {
  const copy = openSqlite({ path, key });
  try {
    const problems = copy.checkDatabase();
    if (problems.length > 0) throw new FileTrouble(`${path} is damaged: ${problems.join('; ')}`);
    const companyId = await companyOf(copy, path);
    const row = await copy.kysely.selectFrom('companyVersion').select('version').where('id', '=', 1).executeTakeFirst();
    return { companyId, version: row?.version ?? 0 };
  } finally {
    await copy.close();
  }
}

async function companyOf(database: SqliteDatabase, path: string): Promise<Id> {
  const companyId = await readCompanyId(database);
  if (companyId === null) throw new FileTrouble(`There is no company in ${path}: name another file.`);
  return companyId;
}

/** The company that is there may be damaged: then nothing can be compared, and it is moved aside anyway. */
async function refuseOther({ path }: FilePlace, key: Uint8Array, companyId: Id): Promise<void> {
  if (!existsSync(path)) return;
  let there: Id | null = null;
  try {
    const database = openSqlite({ path, key, readOnly: true });
    there = await readCompanyId(database).finally(() => database.close());
  } catch {
    return;
  }
  if (there !== null && there !== companyId) throw new FileTrouble(`${path} is another company’s: check --database.`);
}

function moveAside(path: string, now: number): string | null {
  const aside = `${path}.before-restore-${now}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return existsSync(aside) ? aside : null;
}
