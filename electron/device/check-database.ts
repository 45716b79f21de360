/**
 * Looks whether a person's database is what it should be, on a reader of its own beside their work. Reports and changes
 * nothing:
 * - the file: every page, every index;
 * - the chain of commands: no number is left out, and each is chained to the one before;
 * - search: every row that can be found has its words in the index;
 * - balances: each is the sum of its entries, wherever all of them are here.
 */
import { compareBalances } from '#db/balances.ts';
import { type Handle, literal, quoted, runSql } from '#db/database.ts';
import { searchTable } from '#db/search/index-rule.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { scopeName } from '#shared/kernel/scope.ts';
import type { BalanceRule, Table } from '#shared/kernel/table.ts';
import type { DatabaseCheck } from '#shared/protocol/desktop-bridge.ts';
import { chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import type { Registry } from '#shared/registry.ts';
import type { DatabaseFile } from './backup-jobs.ts';
import { sentColumns, toEnvelope } from './push-batch.ts';
import { readState } from './sync-state.ts';

export interface CheckJob {
  readonly kind: 'check';
  readonly database: DatabaseFile;
}

export interface FoundProblems extends Omit<DatabaseCheck, 'durationMs'> {
  /** What SQLite said of the file, for the log. */
  readonly details: readonly string[];
}

/** @throws DatabaseUnreadable when the file cannot be opened at all */
export async function checkDatabase({ database: { path, key } }: CheckJob, registry: Registry): Promise<FoundProblems> {
  const database = openSqlite({ path, key, readOnly: true });
  try {
    const details = database.checkDatabase('whole');
    if (details.length > 0) {
      // What its rows say is not to be believed then.
      const problem = { code: 'diagnostics.fileDamaged', params: { count: details.length } };
      return { problems: [problem], checked: ['file'], details };
    }
    // One moment for all that follows: rows and what is derived from them are compared.
    return await database.kysely
      .transaction()
      .setAccessMode('read only')
      .execute(async (tx) => {
        const isLoading = (await readState(tx, 'firstLoadRows')) !== null || (await readState(tx, 'cursor')) === null;
        const problems = [
          ...(await checkChain(tx)),
          ...(await checkSearch(tx, registry.tables)),
          ...(isLoading ? [] : await checkBalances(tx, registry)),
        ];
        const checked: DatabaseCheck['checked'] = isLoading
          ? ['file', 'commandChain', 'search']
          : ['file', 'commandChain', 'search', 'balances'];
        return { problems, checked, details };
      });
  } finally {
    await database.close();
  }
}

async function checkChain(db: Handle): Promise<Reason[]> {
  const deviceId = await readState(db, 'deviceId');
  const incarnation = await readState(db, 'incarnation');
  const queued = await db.selectFrom('outbox').select(sentColumns).orderBy('seq').execute();
  const journal = await db
    .selectFrom('commandJournal')
    .select([...sentColumns, 'chainSeq'])
    .where('incarnation', '=', incarnation ?? '')
    .orderBy('seq')
    .execute();
  // What was answered elsewhere (answered-elsewhere.ts) stands where it was sealed.
  const finished = journal.map(({ chainSeq, ...row }) => ({ ...row, seq: chainSeq ?? row.seq }));
  const rows = [...finished.filter(({ seq }) => seq > 0), ...queued].sort((a, b) => a.seq - b.seq);
  // The journal lets go of old commands: the chain is followed from the first that is here.
  let before: { seq: number; hash: string } | null = rows[0]?.seq === 1 ? { seq: 0, hash: GENESIS_HASH } : null;
  for (const row of rows) {
    const { hash, seq } = row;
    if (before) {
      const envelope = readEnvelope(row, deviceId ?? '');
      if (seq !== before.seq + 1 || chainHash(before.hash, envelope) !== hash) return [brokenAt(seq)];
    }
    before = { seq, hash };
  }
  const lastSeq = (await readState(db, 'lastSeq')) ?? 0;
  const lastHash = (await readState(db, 'lastHash')) ?? GENESIS_HASH;
  const isEnd = before === null || (before.seq === lastSeq && before.hash === lastHash);
  return isEnd ? [] : [brokenAt(lastSeq)];
}

/** Arguments that are no JSON any more have another hash than the one that is stored. */
function readEnvelope(row: Parameters<typeof toEnvelope>[0], deviceId: string): ReturnType<typeof toEnvelope> {
  try {
    return toEnvelope(row, deviceId);
  } catch {
    return toEnvelope({ ...row, args: 'null' }, deviceId);
  }
}

const brokenAt = (sequence: number): Reason => ({ code: 'diagnostics.chainBroken', params: { sequence } });

async function checkSearch(db: Handle, tables: readonly Table[]): Promise<Reason[]> {
  const problems: Reason[] = [];
  for (const { name, search } of tables) {
    if (!search) continue;
    const [row] = await runSql<{ missing: number }>(
      db,
      `SELECT count(*) AS "missing" FROM ${quoted(name)} AS r
         LEFT JOIN "searchDocuments" AS d ON d."tableName" = ${literal(name)} AND d."rowId" = r."id"
         LEFT JOIN ${quoted(searchTable(name))} AS s ON s.rowid = d."docId"
        WHERE r."deletedAt" IS NULL AND s.rowid IS NULL
          AND r."id" NOT IN (SELECT "rowId" FROM "searchPending" WHERE "tableName" = ${literal(name)})`,
    );
    const count = row?.missing ?? 0;
    if (count > 0) problems.push({ code: 'diagnostics.searchIncomplete', params: { table: name, count } });
  }
  return problems;
}

async function checkBalances(db: Handle, registry: Registry): Promise<Reason[]> {
  const differences = await compareBalances(db, registry.balances);
  if (differences.length === 0) return [];
  const isWhole = await makeWholeness(db, registry.tables);
  const wrong = new Map<string, Set<string>>();
  for (const { balance, id, column } of differences) {
    const rules = registry.balances.filter((rule) => rule.balance === balance && rule.sums[column] !== undefined);
    const answers = await Promise.all(rules.map((rule) => isWhole(rule, id)));
    if (answers.every(Boolean)) wrong.set(balance, (wrong.get(balance) ?? new Set()).add(id));
  }
  return [...wrong].map(([table, ids]) => ({ code: 'diagnostics.balanceWrong', params: { table, count: ids.size } }));
}

/** Whether all entries of a balance are seen here, by the scopes that the person has. */
async function makeWholeness(db: Handle, tables: readonly Table[]) {
  const scopes = new Set(await readState(db, 'scopes'));
  const places = [
    ...(await db.selectFrom('territories').select('id').execute()).map(({ id }) => `territory:${id}`),
    ...(await db.selectFrom('warehouses').select('id').execute()).map(({ id }) => `warehouse:${id}`),
  ];
  const seesAll = places.every((place) => scopes.has(place));
  const isHere = async (table: string, id: string): Promise<boolean> => {
    const rows = db.selectFrom('scopeRows').select('rowId').where('tableName', '=', table).where('rowId', '=', id);
    return (await rows.limit(1).executeTakeFirst()) !== undefined;
  };

  return async (rule: BalanceRule, id: string): Promise<boolean> => {
    if (seesAll) return true;
    const columns = Object.values(rule.key);
    const values = id.split(':');
    const valueIn = (column: string): string | undefined => values[columns.indexOf(column)];
    const source = tables.find(({ name }) => name === rule.source);
    for (const scope of source?.scopedBy ?? []) {
      if (scope.by === 'company') {
        if (scopes.has(scopeName('company', null, scope.right))) return true;
        continue;
      }
      const value = valueIn(scope.column);
      if (value === undefined) continue;
      if (
        scope.by === 'column' ? scopes.has(scopeName(scope.kind, value, scope.right)) : await isHere(scope.table, value)
      )
        return true;
    }
    return false;
  };
}
