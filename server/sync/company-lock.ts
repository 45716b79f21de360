/**
 * The company's one order of writers. Guards:
 * - whoever writes synced rows holds the company's counter row until commit, on both databases;
 * - a transaction that throws leaves nothing behind;
 * - nobody writes into a schema of another version of the program: the counter's row tells which there is (decision 41);
 * - what became of audited rows is sealed before the counter moves on.
 */
import type { ControlledTransaction } from 'kysely';
import { dialectOf, type Handle, openedBy, type SatchelDatabase } from '#db/database.ts';
import type { PostgresDatabase } from '#db/postgres.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Tables } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';
import { type SealHead, sealChanges } from '../audit/seal-changes.ts';
import { HttpRefusal } from '../http/http-refusal.ts';

export type ServerTx = ControlledTransaction<Tables>;

/** Where the company's history stands. */
export interface CompanyState extends SealHead {
  readonly companyId: Id;
  readonly timeline: Id;
  readonly version: number;
  /** The version that the next write makes. */
  readonly nextVersion: number;
  /** Since when the server recovers from a backup; null: it does not. */
  readonly recoverySince: Instant | null;
}

/**
 * Runs `write` in a transaction that holds the company's counter; commits, or rolls back when it throws.
 * @throws what `isPassing` where the counter is not to be had in time
 */
export async function withCompanyLock<Result>(
  database: SatchelDatabase,
  write: (tx: ServerTx, company: CompanyState) => Promise<Result>,
): Promise<Result> {
  const endTurn = database.dialect === 'postgres' ? await (database as PostgresDatabase).takeTurn() : () => {};
  try {
    return await inWriteTransaction(database, async (tx) => write(tx, await lockCompany(tx)));
  } finally {
    endTurn();
  }
}

/** Runs `write` in a writing transaction; on SQLite it holds the file's write lock from its start. */
export async function inWriteTransaction<Result>(
  database: SatchelDatabase,
  write: (tx: ServerTx) => Promise<Result>,
): Promise<Result> {
  const tx = await database.kysely.startTransaction().execute();
  try {
    const result = await write(tx);
    await tx.commit().execute();
    return result;
  } catch (error) {
    // A transaction that is gone already (connection lost, disk full) cannot be rolled back again: the cause matters.
    if (!tx.isCommitted && !tx.isRolledBack)
      await tx
        .rollback()
        .execute()
        .catch(() => undefined);
    throw error;
  }
}

async function lockCompany(tx: ServerTx): Promise<CompanyState> {
  const { schema, ...company } = await tx
    .selectFrom('companyVersion')
    .select([
      'schema',
      'companyId',
      'timeline',
      'version',
      'nextVersion',
      'recoverySince',
      'sealedVersion',
      'changeSeal',
    ])
    .where('id', '=', 1)
    .$if(dialectOf(tx) === 'postgres', (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
  // Read with the lock, not before it: who waited for an upgrade finds what it left.
  refuseOtherSchema(tx, schema);
  return { ...company, nextVersion: company.nextVersion ?? company.version + 1 };
}

/**
 * The database was upgraded by a later version, or put back from before, under this process: it must not go on.
 * @param schema of the company's row
 * @throws HttpRefusal `server.otherSchema`
 */
export function refuseOtherSchema(handle: Handle, schema: string | null): void {
  const program = openedBy(handle);
  if (schema !== program) throw new HttpRefusal('server.otherSchema', { database: schema ?? '', program });
}

/**
 * Sets the counter at the end of a transaction that holds it, when all is written.
 * @param mayAudit an audited table may have been written; most pushes have written none, and pay nothing for seals
 */
export async function setCompanyVersion(
  tx: ServerTx,
  company: CompanyState,
  version: number,
  mayAudit = true,
): Promise<void> {
  const head = mayAudit ? await sealChanges(tx, company) : {};
  // The gap after a start is passed with the first version behind it.
  const next = version === company.version ? {} : { nextVersion: null };
  await tx
    .updateTable('companyVersion')
    .set({ version, ...next, ...head })
    .where('id', '=', 1)
    .execute();
}

/** Seals what changed before there were seals, so that the first command after an upgrade does not wait for it. */
export async function sealEarlier(database: SatchelDatabase): Promise<void> {
  await withCompanyLock(database, (tx, company) => setCompanyVersion(tx, company, company.version));
}
