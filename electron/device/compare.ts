/**
 * Whether the device holds the same bytes as the server (SYNC.md, what must always hold, 4), about once a day, after an
 * upgrade, and when a person asks. Guards:
 * - only at a quiet moment: level with the server, nothing waiting; whoever works meanwhile ends it. What failed at the
 *   server and was set aside may wait for long, and keeps only the tables out of it that its prediction is in;
 * - what the server has moved on since is not compared now: that is made up for, without what was found alike before;
 * - a scope that differs is said, counted, and loaded anew beside what is here; unsent work stays.
 */
import { columnsAt } from '#db/migrations/schema-history.ts';
import { sumRows } from '#db/rows.ts';
import { touchedTables } from '#db/touch-log.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { ChecksumsRequest, ChecksumsResponse, TableChecksum } from '#shared/protocol/snapshot.ts';
import { findCompanyWide } from './apply-rows.ts';
import type { DeviceContext } from './device-context.ts';
import { ServerError } from './server-client.ts';
import { inTransaction } from './store.ts';
import { clearState, readState, readStates, writeStates } from './sync-state.ts';
import { breathe } from './write-lock.ts';

const EVERY_MS = 86_400_000;
/** After a try that came to nothing. */
const AGAIN_AFTER_MS = 10 * 60_000;

/**
 * What is seen, the token or the server's history has changed or ended just now, which the next pull says; or something
 * else than the server answered.
 */
const expectedCodes: ReadonlySet<string> = new Set([
  'sync.foreignScope',
  'sync.otherTimeline',
  'server.notSatchel',
  'auth.required',
  'auth.inactive',
  'auth.revoked',
]);

type ComparedAt = Pick<ChecksumsRequest, 'timeline' | 'version' | 'scopes'>;

export interface CompareParts {
  readonly context: DeviceContext;
  fetchChecksums(at: ComparedAt): Promise<ChecksumsResponse>;
  stillCurrent(): void;
}

class NotQuiet extends Error {}

/** When the last try was, for one device's life. */
export interface Comparing {
  triedAt: Instant | null;
}

/**
 * Compares when it is due and nothing is in the way.
 * @returns what differs, or null
 * @throws NetworkUnreachable
 */
export async function compareWhenDue(parts: CompareParts, comparing: Comparing): Promise<Reason | null> {
  const { context } = parts;
  const { kysely } = context.reader;
  const now = context.now();
  const known = await readStates(kysely, ['comparedAt', 'cursor', 'scopes', 'alike']);
  const { comparedAt, cursor, scopes } = known;
  if (!cursor || !scopes || scopes.length === 0) return null;
  if (comparedAt !== null && Math.abs(now - comparedAt) < EVERY_MS) return null;
  if (comparing.triedAt !== null && Math.abs(now - comparing.triedAt) < AGAIN_AFTER_MS) return null;
  comparing.triedAt = now;
  if (await isBusy(context)) return null;
  const { timeline, version } = cursor;
  const before = known.alike?.timeline === timeline ? known.alike.scopes : [];
  const round: Round = { timeline, scopes, done: new Set(before), unlike: [] };
  const left = scopes.filter((scope) => !round.done.has(scope));
  const answer = left.length === 0 ? null : await fetchSums(parts, { timeline, version, scopes: left });
  parts.stillCurrent();
  if (!answer && left.length > 0) return null;
  try {
    if (answer) await compare(parts, answer, round);
  } catch (error) {
    // Each of what was found until then was found at a quiet moment.
    if (!(error instanceof NotQuiet)) throw error;
  }
  return noteRound(context, round, answer?.serverTime ?? now);
}

/** What is known of the scopes since all of them were last compared. */
interface Round {
  readonly timeline: string;
  readonly scopes: readonly string[];
  /** Alike; and those that differ, once they were said. */
  readonly done: Set<string>;
  readonly unlike: string[];
}

/** @returns null where the server compares nothing: an older one, or one that has other trouble */
async function fetchSums(parts: CompareParts, at: ComparedAt): Promise<ChecksumsResponse | null> {
  try {
    return await parts.fetchChecksums(at);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (error.status !== 404 && !expectedCodes.has(error.code)) parts.context.problem('compare', error);
    return null;
  }
}

/** A command would make the rows others than the server's, without anybody knowing where; or waits to be sent. */
async function isBusy({ reader }: DeviceContext): Promise<boolean> {
  const waiting = await reader.kysely
    .selectFrom('outbox')
    .select('seq')
    .where((row) => row.or([row('answerState', 'is', null), row('answerState', '!=', 'failed')]))
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return waiting !== undefined || (await readState(reader.kysely, 'load')) !== null;
}

async function compare(parts: CompareParts, answer: ChecksumsResponse, round: Round): Promise<void> {
  const { context, stillCurrent } = parts;
  const step = async (): Promise<void> => {
    await breathe(context.world.timers);
    stillCurrent();
    if (context.lock.personWaits || (await isBusy(context))) throw new NotQuiet();
  };
  const predicted = await touchedTables(context.reader.kysely, step);
  for (const { scope, tables } of answer.scopes) {
    if (tables === null) continue;
    const difference = await findDifference(context, scope, tables, answer.schema, predicted, step);
    // A command that came meanwhile makes the rows others, and nothing is wrong with them.
    await step();
    if (difference === null) round.done.add(scope);
    else {
      round.unlike.push(scope);
      context.problem('compare', new Error(`${scope} is not as on the server: ${difference}`));
    }
  }
}

/** Keeps what was found; the round is over when every scope has had its turn. */
async function noteRound(
  context: DeviceContext,
  { timeline, scopes, done, unlike }: Round,
  serverTime: Instant,
): Promise<Reason | null> {
  for (const scope of unlike) done.add(scope);
  const isOver = scopes.every((scope) => done.has(scope));
  if (!isOver && done.size === 0) return null;
  await context.lock.hold('sync', () =>
    inTransaction(context, async (tx) => {
      const known = await readStates(tx, ['healedScopes', 'unlikeScopes']);
      const healed = (known.healedScopes ?? 0) + unlike.length;
      const toHeal = [...new Set([...(known.unlikeScopes ?? []), ...unlike])].sort();
      await writeStates(tx, {
        ...(isOver ? { comparedAt: serverTime } : { alike: { timeline, scopes: [...done].sort() } }),
        ...(unlike.length > 0 ? { unlikeScopes: toHeal, healedScopes: healed } : {}),
      });
      if (isOver) await clearState(tx, 'alike');
    }),
  );
  return unlike.length === 0 ? null : { code: 'sync.scopeDiffers', params: { count: unlike.length } };
}

/** @returns the first table that differs and how, or null */
async function findDifference(
  context: DeviceContext,
  scope: string,
  theirs: readonly TableChecksum[],
  schema: string,
  predicted: ReadonlySet<string>,
  step: () => Promise<void>,
): Promise<string | null> {
  const { tables } = context.registry;
  const companyWide = findCompanyWide(tables);
  const byName = new Map(theirs.map((sum) => [sum.table, sum]));
  for (const table of tables) {
    const isWide = companyWide.has(table.name);
    if (isWide !== (scope === 'company') || predicted.has(table.name)) continue;
    const columns = columnsAt(schema, table.name, Object.keys(table.columns));
    if (columns.length === 0) continue;
    const filter = isWide ? undefined : { side: 'device' as const, scope };
    const own = await sumRows(context.reader.kysely, table, { filter, columns, step });
    const their = byName.get(table.name) ?? { count: 0, checksum: own.checksum };
    if (own.count !== their.count) return `${table.name} has ${own.count} rows here and ${their.count} there`;
    if (own.checksum !== their.checksum) return `${table.name} has other values`;
  }
  return null;
}
