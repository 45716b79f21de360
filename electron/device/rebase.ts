/**
 * The server's rows go in under the pending commands. Guards:
 * - afterwards the rows are the server's at the cursor, with the pending commands run on top, in order;
 * - one transaction: the cursor never says more or less than what is here;
 * - an answered command stays in the replay until the cursor has its version: its effect never blinks away;
 * - a row that no scope holds any more goes, unsent work never;
 * - a person's command that comes meanwhile goes first; after three times the rebase finishes, and the screens say so.
 *
 * Whether pending commands meet the pull is decided by tables: what a command touches lies in the tables that it
 * declares, or in balances that its triggers keep. Where they meet, or one leaves, all touches are taken back first, so
 * that rows are applied to what the server has and never collide with a prediction; but for rows that the pull brings
 * whole, which are written over as they stand.
 */
import type { ControlledTransaction } from 'kysely';
import { takeTouchesBack, touchedTables } from '#db/touch-log.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import { endTxContext } from '#shared/kernel/runner.ts';
import type { Tables } from '#shared/kernel/table.ts';
import type { DivergedHistory, PullResponse } from '#shared/protocol/sync.ts';
import { applyPulled, type PulledRows, type Replaced } from './apply-rows.ts';
import type { DeviceContext } from './device-context.ts';
import { endRejected } from './end-rejected.ts';
import { requeueLost } from './find-lost.ts';
import { hearHistory } from './hear-history.ts';
import { endLoad, isAlone } from './load-state.ts';
import {
  finishCommands,
  isSettled,
  type OutboxRow,
  rechainOutbox,
  recordAnswers,
  replayable,
  reviseJournal,
} from './outbox.ts';
import { rightsTables } from './person-rights.ts';
import { definitionOf, replayCommands } from './replay.ts';
import { clearStage } from './stage.ts';
import { inTransaction } from './store.ts';
import { clearState, type Load, readState, readStates, writeState, writeStates } from './sync-state.ts';
import { breathe } from './write-lock.ts';

/** A person waits behind sync at most for so much work, then for one roll-back. */
const STEP_MS = 15;
const GIVE_WAY_LIMIT = 3;

export interface RebaseInput {
  pulled(tx: ControlledTransaction<Tables>): PulledRows;
  /** The last page: its cursor, scopes, time and answers are those of the whole. */
  readonly last: PullResponse;
  /** Scopes that a page came without, whether or not the last one has them again. */
  readonly unseen?: readonly string[];
  /** What is replaced instead of added to; nothing unless given. */
  readonly replaces?: Replaced | null;
  /** The load of scopes that goes in with it, which ends here. */
  readonly load?: Load | null;
  readonly isFirstLoad: boolean;
  /** Rows of this page that went in before (apply-ahead.ts). */
  readonly rowsAhead: number;
  /** Notes where sync stands then, in place of the last page's cursor: for a page that no cursor tells of. */
  readonly note?: (tx: ControlledTransaction<Tables>) => Promise<void>;
}

class GaveWay extends Error {}

type Step = () => Promise<void>;

const atOnce: Step = async () => {};

/** @param stillCurrent throws when the cycle was overtaken; nothing is changed then */
export async function rebase(context: DeviceContext, input: RebaseInput, stillCurrent: () => void): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const givesWay = tries <= GIVE_WAY_LIMIT;
    if (!givesWay) context.finishing(true);
    try {
      const tables = await context.lock.hold('sync', () =>
        inTransaction(context, (tx) => rebaseWithin(context, tx, input, makeStep(context, stillCurrent, givesWay))),
      );
      context.changed(tables);
      return;
    } catch (error) {
      if (!(error instanceof GaveWay)) throw error;
    } finally {
      if (!givesWay) context.finishing(false);
    }
  }
}

function makeStep(context: DeviceContext, stillCurrent: () => void, givesWay: boolean): Step {
  const { clock, timers } = context.world;
  let last = clock.monotonicMs();
  return async () => {
    if (clock.monotonicMs() - last < STEP_MS) return;
    await breathe(timers);
    stillCurrent();
    if (givesWay && context.lock.personWaits) throw new GaveWay();
    last = clock.monotonicMs();
  };
}

/** @returns the tables whose rows may differ now */
async function rebaseWithin(
  context: DeviceContext,
  tx: ControlledTransaction<Tables>,
  input: RebaseInput,
  step: Step,
): Promise<Set<string>> {
  const { last, replaces = null, unseen = [] } = input;
  await applyMode(tx);
  const isAnother = await hearHistory(tx, last.timeline);
  if (!isAnother && input.load && isAlone(input.load)) await askAgainForFailed(tx);
  await recordAnswers(tx, last.answers, context.sentAt);
  await reviseJournal(tx, last.answers);

  const pending = await replayable(tx);
  const leaving = pending.filter((command) => isSettled(command, last.cursor.version));
  const staying = pending.filter((command) => !isSettled(command, last.cursor.version));
  const pulled = input.pulled(tx);
  const touchedBefore = await touchedTables(tx, step);
  const scopesLost = await lostScopes(
    tx,
    last.scopes.filter((scope) => !unseen.includes(scope)),
  );
  const meets =
    leaving.length > 0 ||
    (staying.length > 0 &&
      (replaces !== null ||
        scopesLost.length > 0 ||
        meetsAny(await pulled.tables(), watched(context, staying, touchedBefore))));

  const changed = new Set<string>();
  if (meets) {
    await takeTouchesBack(tx, context.registry.tables, step, pulled.blocks(touchedBefore));
    for (const table of touchedBefore) changed.add(table);
  }
  const applied = await applyPulled(tx, context.registry.tables, pulled, { replaces, scopesLost }, step);
  for (const table of applied.tables) changed.add(table);
  if (meets) {
    const { incarnation } = context;
    await finishCommands(tx, leaving, { incarnation, lastSeq: last.lastSeq }, last.serverTime);
    await endRejected(tx, context.registry, leaving, staying, last.serverTime);
    // A page that goes in alone may be newer than any answer, or end within what one command did.
    const meetsOwn = input.isFirstLoad && last.more;
    for (const table of await replayCommands(context, tx, { commands: staying, step, meetsOwn })) changed.add(table);
  }
  await endTxContext(tx);
  if (input.note) await input.note(tx);
  else await noteLevel(tx, input, input.rowsAhead + applied.rowCount, step);
  return changed;
}

async function noteLevel(
  tx: ControlledTransaction<Tables>,
  { last, isFirstLoad, load = null, unseen = [] }: RebaseInput,
  rowCount: number,
  step: Step,
): Promise<void> {
  await clearStage(tx, step);
  if (load) await endLoad(tx, load, step);
  const known = await readStates(tx, ['scopes', 'firstLoadRows']);
  const before = load && isAlone(load) ? [] : (known.scopes ?? []);
  const held = new Set([...before, ...(load?.scopes ?? [])]);
  const rows = (known.firstLoadRows ?? 0) + rowCount;
  await writeStates(tx, {
    timeline: last.timeline,
    cursor: last.cursor,
    scopes: last.scopes.filter((scope) => held.has(scope) && !unseen.includes(scope)),
    seenScopes: last.scopes,
    ...(last.more ? (isFirstLoad ? { firstLoadRows: rows } : {}) : { dataAsOf: last.serverTime }),
  });
  if (!last.more && known.firstLoadRows !== null) await clearState(tx, 'firstLoadRows');
}

async function applyMode(tx: ControlledTransaction<Tables>): Promise<void> {
  await setApplyMode(tx, { mode: 'apply' });
}

const setApplyMode = prepareQuery((tx, given: { mode: 'apply' }) =>
  tx.updateTable('txContext').set({ mode: given.mode }).where('id', '=', 1),
);

async function lostScopes(tx: ControlledTransaction<Tables>, present: readonly string[]): Promise<string[]> {
  const held = (await readState(tx, 'scopes')) ?? [];
  return held.filter((scope) => !present.includes(scope));
}

/** Tables whose rows decide what the pending commands do. */
function watched(
  context: DeviceContext,
  commands: readonly OutboxRow[],
  touchedBefore: ReadonlySet<string>,
): ReadonlySet<string> {
  const tables = new Set<string>([...touchedBefore, ...rightsTables]);
  for (const command of commands) {
    const definition = definitionOf(context, command);
    for (const table of definition?.reads ?? []) tables.add(table);
    for (const table of definition?.writes ?? []) tables.add(table);
  }
  return tables;
}

function meetsAny(pulled: ReadonlySet<string>, watchedTables: ReadonlySet<string>): boolean {
  return [...pulled].some((table) => watchedTables.has(table));
}

/**
 * Has commands that failed sent again, for the answer that is stored by now: after a load they may have been run again at
 * a version that no pull goes through any more.
 */
async function askAgainForFailed(tx: ControlledTransaction<Tables>): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ state: 'waiting', answerState: null, answerReasons: null, answerVersion: null, answeredAt: null })
    .where('answerState', '=', 'failed')
    .execute();
}

/** Takes predictions back before migrations run; `replayAfterUpgrade` makes them anew. */
export async function takePredictionsBack(context: Pick<DeviceContext, 'registry' | 'writer'>): Promise<void> {
  await context.writer.kysely.transaction().execute(async (tx) => {
    await tx.updateTable('txContext').set({ mode: 'apply' }).where('id', '=', 1).execute();
    await takeTouchesBack(tx, context.registry.tables);
    await tx.updateTable('txContext').set({ mode: 'idle' }).where('id', '=', 1).execute();
  });
}

/**
 * Begins the new history that the person's profile names (context.incarnation): what waits goes over into it, and its
 * predictions are made anew. Call inside the lock.
 * @returns the tables whose rows may differ now
 */
export async function beginHistory(
  context: DeviceContext,
  tx: ControlledTransaction<Tables>,
  diverged: readonly DivergedHistory[] = [],
): Promise<ReadonlySet<string>> {
  const changed = await touchedTables(tx, atOnce);
  await applyMode(tx);
  await takeTouchesBack(tx, context.registry.tables);
  await requeueLost(tx, diverged);
  await rechainOutbox(tx, context);
  await writeState(tx, 'incarnation', context.incarnation);
  // What came back into the queue meets its own effect here, until the server's rows are loaded anew.
  const meetsOwn = diverged.length > 0;
  const commands = await replayable(tx);
  for (const table of await replayCommands(context, tx, { commands, step: atOnce, meetsOwn })) changed.add(table);
  await endTxContext(tx);
  return changed;
}

/** Replays what is pending when its predictions are not there: after an upgrade. */
export async function replayAfterUpgrade(context: DeviceContext): Promise<void> {
  await context.lock.hold('sync', () =>
    inTransaction(context, async (tx) => {
      const pending = await replayable(tx);
      if (pending.length === 0) return;
      const touched = await tx.selectFrom('touches').select('place').orderBy('place').limit(1).executeTakeFirst();
      if (touched) return;
      await replayCommands(context, tx, { commands: pending, step: atOnce });
      await endTxContext(tx);
    }),
  );
}
