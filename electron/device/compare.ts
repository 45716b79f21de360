/**
 * Whether the device holds the same bytes as the server (SYNC.md, what must always hold, 4), about once a day, after an
 * upgrade, and when a person asks. Guards:
 * - only at a quiet moment: level with the server, nothing waiting; whoever works meanwhile ends it;
 * - what the server has moved on since is not compared;
 * - a scope that differs is said, counted, and loaded anew beside what is here; unsent work stays.
 */
import { columnsAt } from '#db/migrations/schema-history.ts';
import { sumRows } from '#db/rows.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { ChecksumsRequest, ChecksumsResponse, TableChecksum } from '#shared/protocol/snapshot.ts';
import { findCompanyWide } from './apply-rows.ts';
import type { DeviceContext } from './device-context.ts';
import { ServerError } from './server-client.ts';
import { inTransaction } from './store.ts';
import { readState, readStates, writeStates } from './sync-state.ts';
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
  const { comparedAt, cursor, scopes } = await readStates(kysely, ['comparedAt', 'cursor', 'scopes']);
  if (!cursor || !scopes || scopes.length === 0) return null;
  if (comparedAt !== null && Math.abs(now - comparedAt) < EVERY_MS) return null;
  if (comparing.triedAt !== null && Math.abs(now - comparing.triedAt) < AGAIN_AFTER_MS) return null;
  comparing.triedAt = now;
  if (await isBusy(context)) return null;
  const { timeline, version } = cursor;
  const answer = await fetchSums(parts, { timeline, version, scopes });
  parts.stillCurrent();
  if (!answer) return null;
  try {
    return await compare(parts, answer);
  } catch (error) {
    if (error instanceof NotQuiet) return null;
    throw error;
  }
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

/** A command would make the rows others than the server's. */
async function isBusy({ reader }: DeviceContext): Promise<boolean> {
  const waiting = await reader.kysely.selectFrom('outbox').select('seq').orderBy('seq').limit(1).executeTakeFirst();
  return waiting !== undefined || (await readState(reader.kysely, 'load')) !== null;
}

async function compare(parts: CompareParts, answer: ChecksumsResponse): Promise<Reason | null> {
  const { context, stillCurrent } = parts;
  const step = async (): Promise<void> => {
    await breathe(context.world.timers);
    stillCurrent();
    if (context.lock.personWaits || (await isBusy(context))) throw new NotQuiet();
  };
  const unlike: string[] = [];
  for (const { scope, tables } of answer.scopes) {
    if (tables === null) continue;
    const difference = await findDifference(context, scope, tables, answer.schema, step);
    if (difference === null) continue;
    // A command that came meanwhile makes the rows others, and nothing is wrong with them.
    await step();
    unlike.push(scope);
    context.problem('compare', new Error(`${scope} is not as on the server: ${difference}`));
  }
  await step();
  // What moved on is compared with the next try.
  if (unlike.length === 0 && answer.scopes.some(({ tables }) => tables === null)) return null;
  await context.lock.hold('sync', () =>
    inTransaction(context, async (tx) => {
      const healed = ((await readState(tx, 'healedScopes')) ?? 0) + unlike.length;
      await writeStates(tx, {
        comparedAt: answer.serverTime,
        ...(unlike.length > 0 ? { unlikeScopes: unlike, healedScopes: healed } : {}),
      });
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
  step: () => Promise<void>,
): Promise<string | null> {
  const { tables } = context.registry;
  const companyWide = findCompanyWide(tables);
  const byName = new Map(theirs.map((sum) => [sum.table, sum]));
  for (const table of tables) {
    const isWide = companyWide.has(table.name);
    if (isWide !== (scope === 'company')) continue;
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
