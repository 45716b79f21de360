/**
 * Fetches what changed. Guards:
 * - pages wait in short transactions and go in as one, when the last one is there; a pull that was cut goes on where it
 *   was;
 * - what is seen newly, what an upgrade needs and what is not as on the server is loaded beside what is here, and goes in at
 *   once; meanwhile the rest is pulled as ever;
 * - a server that knows less of this device than it once answered gets that again before anything of it is taken in; where
 *   it cannot, each pull says so until it could;
 * - when the server's history changed, or the log no longer says what went, everything is loaded anew beside the living
 *   data and replaces it at once. Unsent work stays.
 */
import type { Reason } from '#shared/kernel/refusal.ts';
import type { SnapshotPlace } from '#shared/protocol/snapshot.ts';
import type { Acknowledged, Cursor, DivergedHistory, PullResponse } from '#shared/protocol/sync.ts';
import { applyAhead } from './apply-ahead.ts';
import { type CompareParts, type Comparing, compareWhenDue } from './compare.ts';
import type { DeviceContext } from './device-context.ts';
import { findEnds, findLost, type LostHistory } from './find-lost.ts';
import { beginLoad, dropLoad, isFirstLoad, type LoadParts, loadPages } from './load.ts';
import { cursorOfLoad, earlierOf, isAlone, replacedBy } from './load-state.ts';
import { chooseLoad, noteSchema } from './next-load.ts';
import { storeAnswers } from './push.ts';
import { rebase } from './rebase.ts';
import { ServerError } from './server-client.ts';
import { clearStage, rowsOfPage, stagedLoad, stagedRows, stagePage } from './stage.ts';
import { type Load, readState, readStates, type Stage, writeState } from './sync-state.ts';
import { HistoryDiverged, noteOwed, owesLost, ServerWentBack } from './went-back.ts';

export interface PullParts extends LoadParts, CompareParts {
  readonly comparing: Comparing;
  /** @param scopes that are held; what else may be seen the answer says */
  fetch(
    cursor: Cursor | null,
    scopes: readonly string[],
    acknowledged?: readonly Acknowledged[],
  ): Promise<PullResponse>;
  /** Where the device's histories stand, for a server that may have been put back. */
  acknowledged(): Promise<readonly Acknowledged[]>;
  /** Goes on under a new history, with what the server has otherwise in its queue. @returns why not, or null */
  leave(diverged: readonly DivergedHistory[]): Promise<Reason | null>;
  /** Sends again what the server has lost. @returns why not all of it, or null */
  resend(lost: readonly LostHistory[]): Promise<Reason | null>;
  /** There is more to fetch, after something else had its turn. */
  again(): void;
}

/** What is here no longer leads to what the server has. */
const startAgainCodes: ReadonlySet<string> = new Set([
  'sync.scopesChanged',
  'sync.otherTimeline',
  'sync.cursorTooOld',
  'sync.foreignScope',
]);
/** A server that asks for a new beginning again and again is in trouble of its own. */
const START_AGAIN_LIMIT = 3;

/**
 * Pulls until the device is level with the server, or something else should have its turn.
 * @returns why it is not level, or null
 * @throws NetworkUnreachable
 */
export async function pullChanges(parts: PullParts): Promise<Reason | null> {
  let startAgain = false;
  let wentBack: Reason | null = null;
  for (let tries = 0; tries < START_AGAIN_LIMIT; tries += 1) {
    try {
      const differs = await fetchAll(parts, startAgain, wentBack === null);
      return wentBack ?? differs;
    } catch (error) {
      if (error instanceof ServerWentBack) {
        wentBack = await sendAgain(parts, error.lost);
        continue;
      }
      if (error instanceof HistoryDiverged) {
        const stays = await parts.leave(error.diverged);
        if (stays && !error.mayGoOn) return stays;
        wentBack = stays ?? (await sendAgain(parts, [{ incarnation: parts.context.incarnation, lastSeq: 0 }]));
        continue;
      }
      if (!(error instanceof ServerError)) throw error;
      if (!startAgainCodes.has(error.code)) return { code: error.code, params: error.params };
      startAgain = await needsNewBeginning(parts.context, error.code);
    }
  }
  return { code: 'sync.cannotStartAgain', params: {} };
}

/** @returns what is to be said of it */
async function sendAgain(parts: PullParts, lost: readonly LostHistory[]): Promise<Reason> {
  const stuck = await parts.resend(lost);
  // Before anything of the server's new history is taken in: by that alone it would count as heard.
  await noteOwed(parts.context, stuck !== null);
  return stuck ?? { code: 'sync.serverWentBack', params: {} };
}

/** A load beside what is here is let go of alone; everything else begins anew. */
async function needsNewBeginning(context: DeviceContext, code: string): Promise<boolean> {
  const load = await readState(context.reader.kysely, 'load');
  const isBeside = load !== null && !isAlone(load);
  if (!isBeside || code === 'sync.otherTimeline') return true;
  await dropLoad(context);
  return false;
}

/** @returns what is not as on the server, or null */
async function fetchAll(parts: PullParts, startAgain: boolean, looksBack: boolean): Promise<Reason | null> {
  const { context } = parts;
  const { kysely } = context.reader;
  const known = await readStates(kysely, ['load', 'cursor']);
  let load = startAgain ? null : known.load;
  if (startAgain || (load === null && known.cursor === null)) {
    load = await beginWhole(parts, looksBack);
  }
  if (load && !load.isRead) {
    if (!isAlone(load)) await pullHeld(parts, looksBack);
    load = await loadPages(parts, load);
    if (!load.isRead) {
      parts.again();
      return null;
    }
  }
  if (load && load.purpose !== 'first') await pullLoaded(parts, load, looksBack);
  else await pullHeld(parts, looksBack);
  // What is still to be loaded would be taken for a difference.
  if (await beginNext(parts)) return null;
  const differs = await compareWhenDue(parts, parts.comparing);
  await beginNext(parts);
  return differs;
}

/** @returns whether something is to be loaded beside what is here */
async function beginNext({ context, again }: PullParts): Promise<boolean> {
  const next = await chooseLoad(context);
  if (!next) return false;
  await beginLoad(context, next.purpose, next.scopes, next.tables);
  again();
  return true;
}

/** Everything that may be seen: into an empty device, or in place of what is here. */
async function beginWhole(parts: PullParts, looksBack: boolean): Promise<Load> {
  const page = await fetchAnswers(parts, null, looksBack);
  const purpose = (await isFirstLoad(parts.context)) ? 'first' : 'all';
  return beginLoad(parts.context, purpose, page.scopes, null, page.cursor);
}

/** The pull that ends a load begins at its version: what was answered before comes here or never. @returns the last page */
async function fetchAnswers(parts: PullParts, from: Cursor | null, looksBack: boolean): Promise<PullResponse> {
  let page = await fetchPage(parts, from, [], looksBack);
  for (;;) {
    await storeAnswers(parts.context, page.answers, page.timeline);
    if (!page.more) return page;
    page = await fetchPage(parts, page.cursor, [], looksBack);
  }
}

async function fetchPage(
  parts: PullParts,
  at: Cursor | null,
  scopes: readonly string[],
  looksBack: boolean,
): Promise<PullResponse> {
  const { context } = parts;
  parts.stillCurrent();
  // A load from nothing is how a server is met that has another history.
  const owes = await owesLost(context);
  const page = await parts.fetch(at, scopes, at === null || owes ? await parts.acknowledged() : []);
  parts.stillCurrent();
  await parts.progress(page.serverTime);
  if (page.diverged && (at === null || looksBack)) throw new HistoryDiverged(page.diverged, at !== null);
  // Else its rows would replace what nobody but this device knows any more.
  const lost = looksBack ? await findLost(context.reader.kysely, context.incarnation, page) : [];
  if (lost.length === 0) {
    if (owes && looksBack) await noteOwed(context, false);
    return page;
  }
  // What another copy has sent meanwhile may stand where the lost commands stood.
  const ends = await findEnds(context.reader.kysely, context.incarnation, lost);
  const { diverged } = ends.length === 0 ? page : await parts.fetch(null, [], ends);
  parts.stillCurrent();
  throw diverged ? new HistoryDiverged(diverged, false) : new ServerWentBack(lost);
}

/** Brings what is held level with the server. */
async function pullHeld(parts: PullParts, looksBack: boolean): Promise<void> {
  const { context } = parts;
  const { kysely } = context.reader;
  const known = await readStates(kysely, ['scopes', 'firstLoadRows', 'stage', 'cursor']);
  let held = known.scopes ?? [];
  const isLoading = known.firstLoadRows !== null;
  const before = known.stage;
  // Of a load that was let go of.
  if (before?.endsLoad) await context.lock.hold('sync', () => clearStage(context.writer.kysely));
  let stage: Stage | null = before?.endsLoad ? null : before;
  let at: Cursor | null = stage?.cursor ?? known.cursor;
  for (;;) {
    held = seenBy(stage, held);
    const page = await fetchPage(parts, at, held, looksBack);
    at = page.cursor;
    if (stage === null && (!page.more || isLoading)) {
      await takeIn(parts, page, isLoading);
      held = held.filter((scope) => page.scopes.includes(scope));
    } else {
      stage = await addToStage(context, page, stage, { endsLoad: false, asked: held });
      if (!page.more) {
        const { unseen } = stage;
        const input = { pulled: stagedRows, last: page, unseen, isFirstLoad: false, rowsAhead: 0 };
        await rebase(context, input, parts.stillCurrent);
      }
    }
    if (page.more) continue;
    await noteSchema(context, page);
    return;
  }
}

/** Brings a load that has been read, and what is held, to one version; both go in together. */
async function pullLoaded(parts: PullParts, load: Load, looksBack: boolean): Promise<void> {
  const { context } = parts;
  const { kysely } = context.reader;
  if (!load.place) throw new Error('a load that was read has a place');
  const known = await readStates(kysely, ['scopes', 'cursor', 'stage']);
  // Some tables of a scope are not the scope: one that was lost since, and is seen again, is to be loaded whole.
  if (load.purpose === 'tables' && load.scopes.some((scope) => !known.scopes?.includes(scope))) {
    await dropLoad(context);
    return;
  }
  // Something was sent, and its answer lost, between the answers and the first page; or the answers are of a history that
  // was lost in between: then the server refuses, and everything begins anew.
  const { answeredTo } = load;
  if (answeredTo && !isSamePlace(answeredTo, load.place)) await fetchAnswers(parts, answeredTo, looksBack);
  const loaded = cursorOfLoad(load.place);
  const held = isAlone(load) ? [] : (known.scopes ?? []);
  const cursor = isAlone(load) ? null : known.cursor;
  let stage: Stage | null = known.stage;
  if (stage && !stage.endsLoad) {
    await context.lock.hold('sync', () => clearStage(context.writer.kysely));
    stage = null;
  }
  const all = [...new Set([...held, ...load.scopes])].sort();
  // What the one has already of the other's changes comes twice.
  let at: Cursor = stage?.cursor ?? (cursor ? earlierOf(cursor, loaded) : loaded);
  for (;;) {
    const scopes = seenBy(stage, all);
    const page = await fetchPage(parts, at, scopes, looksBack);
    stage = await addToStage(context, page, stage, { endsLoad: true, asked: scopes });
    at = page.cursor;
    if (page.more) continue;
    const { unseen } = stage;
    const foreign = load.scopes.find((scope) => unseen.includes(scope));
    if (foreign !== undefined) throw new ServerError(403, 'sync.foreignScope', { scope: foreign });
    const input = { pulled: stagedLoad, last: page, unseen, load, replaces: replacedBy(load) };
    await rebase(context, { ...input, isFirstLoad: false, rowsAhead: 0 }, parts.stillCurrent);
    await noteSchema(context, page);
    // What failed is asked for again.
    if (isAlone(load)) parts.again();
    return;
  }
}

const isSamePlace = (answered: Cursor, { timeline, version }: SnapshotPlace): boolean =>
  answered.timeline === timeline && answered.version === version;

async function takeIn({ context, stillCurrent }: PullParts, page: PullResponse, isFirstLoad: boolean): Promise<void> {
  const ahead = isFirstLoad ? await applyAhead(context, page, stillCurrent) : null;
  const rest = ahead?.rest ?? page;
  const input = { pulled: () => rowsOfPage(rest), last: page, isFirstLoad };
  await rebase(context, { ...input, rowsAhead: ahead?.rowCount ?? 0 }, stillCurrent);
  context.changed(ahead?.tables ?? []);
}

/** A scope that a page came without is asked for no more, though it may be seen again: it is to be loaded anew. */
const seenBy = (stage: Stage | null, scopes: readonly string[]): string[] =>
  scopes.filter((scope) => !stage?.unseen.includes(scope));

/** @param asked the scopes that the page was to bring */
async function addToStage(
  context: DeviceContext,
  page: PullResponse,
  stage: Stage | null,
  { endsLoad, asked }: { readonly endsLoad: boolean; readonly asked: readonly string[] },
): Promise<Stage> {
  const rows = page.rows.reduce((sum, block) => sum + (block.cells[0]?.length ?? 0), 0);
  const next: Stage = {
    endsLoad,
    pages: (stage?.pages ?? 0) + 1,
    rows: (stage?.rows ?? 0) + rows,
    cursor: page.cursor,
    unseen: [...(stage?.unseen ?? []), ...asked.filter((scope) => !page.scopes.includes(scope))],
  };
  await context.lock.hold('sync', () =>
    context.writer.kysely.transaction().execute(async (tx) => {
      await stagePage(tx, next.pages, page);
      await writeState(tx, 'stage', next);
    }),
  );
  return next;
}
