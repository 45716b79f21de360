/**
 * Whole scopes, a page after the other (SYNC.md, snapshot). Guards:
 * - each page goes to the disk together with the place after it: a load that is cut goes on there;
 * - the very first goes in page by page, so that lists fill while it runs; every other waits beside what is here, and goes
 *   in at once with the pull that brings it level;
 * - whoever works meanwhile waits for one small step, and what they do is sent between two pages.
 */

import type { SnapshotPlace, SnapshotResponse } from '#shared/protocol/snapshot.ts';
import type { Cursor, PullResponse, RowBlock, ScopeBlock } from '#shared/protocol/sync.ts';
import { applyAhead } from './apply-ahead.ts';
import type { DeviceContext } from './device-context.ts';
import { leaveIndexes } from './late-indexes.ts';
import { afterPage, cursorOfLoad, endLoad, newLoad } from './load-state.ts';
import { rebase } from './rebase.ts';
import { clearLoad, clearStage, rowsOfPage, stageLoadPage } from './stage.ts';
import { inTransaction } from './store.ts';
import { type Load, readState, writeState, writeStates } from './sync-state.ts';

/** After so long something else gets its turn: what waits is sent, what changed is pulled. */
const TURN_MS = 2_000;

export interface LoadedPage {
  readonly page: SnapshotResponse;
  /** As it came over the network. */
  readonly bytes: number;
}

export interface LoadParts {
  readonly context: DeviceContext;
  fetchPage(load: Pick<Load, 'scopes' | 'tables'>, place: SnapshotPlace | null): Promise<LoadedPage>;
  progress(serverTime: number): Promise<void>;
  stillCurrent(): void;
}

/** Begins a load, in place of one that was under way. */
export async function beginLoad(
  context: DeviceContext,
  purpose: Load['purpose'],
  scopes: readonly string[],
  tables: readonly string[] | null = null,
  answeredTo: Cursor | null = null,
): Promise<Load> {
  const load = newLoad(purpose, scopes, tables, answeredTo);
  await context.lock.hold('sync', () =>
    inTransaction(context, async (tx) => {
      await clearLoad(tx);
      if (purpose === 'first') {
        await writeState(tx, 'firstLoadRows', 0);
        await leaveIndexes(tx);
      }
      if (purpose === 'all') await clearStage(tx);
      await writeState(tx, 'load', load);
    }),
  );
  return load;
}

/** Lets go of a load whose scopes are seen no longer. */
export async function dropLoad(context: DeviceContext): Promise<void> {
  await context.lock.hold('sync', () => inTransaction(context, (tx) => clearLoad(tx)));
}

/**
 * Fetches pages for a while.
 * @returns the load as it stands; it is not read to its end when something else should have its turn
 * @throws NetworkUnreachable | ServerError
 */
export async function loadPages(parts: LoadParts, load: Load): Promise<Load> {
  const { context, stillCurrent } = parts;
  const { clock } = context.world;
  const start = clock.monotonicMs();
  let before = start;
  let at = load;
  let coming: Promise<LoadedPage> | null = parts.fetchPage(at, at.place);
  while (coming) {
    const { page, bytes }: LoadedPage = await coming;
    stillCurrent();
    await parts.progress(page.serverTime);
    const goesOn: boolean = page.next !== null && clock.monotonicMs() - start < TURN_MS;
    // The next one is on its way while this one goes in.
    coming = goesOn ? parts.fetchPage(at, page.next) : null;
    coming?.catch(() => {});
    const now = clock.monotonicMs();
    at = afterPage(at, page, bytes, now - before);
    before = now;
    if (at.purpose === 'first') await takeIn(parts, at, page);
    else await keep(context, at, page);
    stillCurrent();
  }
  return at;
}

async function keep(context: DeviceContext, load: Load, page: SnapshotResponse): Promise<void> {
  await context.lock.hold('sync', () =>
    inTransaction(context, async (tx) => {
      await stageLoadPage(tx, load.pages, rowsOf(page));
      await writeState(tx, 'load', load);
    }),
  );
  context.changed([]);
}

async function takeIn({ context, stillCurrent }: LoadParts, load: Load, page: SnapshotResponse): Promise<void> {
  const whole = asPulled(load, page);
  const ahead = await applyAhead(context, whole, stillCurrent);
  const { rest } = ahead;
  const input = { pulled: () => rowsOfPage(rest), last: rest, isFirstLoad: true, rowsAhead: ahead.rowCount };
  await rebase(
    context,
    {
      ...input,
      async note(tx) {
        await writeState(tx, 'firstLoadRows', load.rows);
        if (!load.isRead) {
          await writeState(tx, 'load', load);
          return;
        }
        if (!load.place) throw new Error('a load that was read has a place');
        await endLoad(tx, load);
        const cursor = cursorOfLoad(load.place);
        await writeStates(tx, { timeline: page.timeline, cursor, scopes: load.scopes, comparedAt: page.serverTime });
      },
    },
    stillCurrent,
  );
  // The words of all of them are to be made now (idle-work.ts).
  context.changed(load.isRead ? Object.keys(load.read) : ahead.tables);
}

/** Whether a load is under way that fills an empty device. */
export async function isFirstLoad(context: DeviceContext): Promise<boolean> {
  const { kysely } = context.reader;
  if ((await readState(kysely, 'cursor')) !== null) return false;
  return (await readState(kysely, 'timeline')) === null && (await readState(kysely, 'firstLoadRows')) === null;
}

function rowsOf(page: SnapshotResponse): { rows: RowBlock[]; entries: ScopeBlock[] } {
  const rows = page.blocks.map(({ table, columns, cells }) => ({ table, columns, cells }));
  const entries = page.blocks.flatMap(({ table, cells, holders }) => {
    const present = new Map<string, string[]>();
    holders.forEach((set, row) => {
      for (const scope of page.sets[set] ?? []) {
        const ids = present.get(scope);
        const id = String(cells[0]?.[row]);
        if (ids) ids.push(id);
        else present.set(scope, [id]);
      }
    });
    return [...present].map(([scope, ids]) => ({ scope, table, present: ids, gone: [] }));
  });
  return { rows, entries };
}

/** As a pull would bring it, at no version: no command ends by it. */
function asPulled(load: Load, page: SnapshotResponse): PullResponse {
  const { timeline, serverTime } = page;
  return {
    timeline,
    ...rowsOf(page),
    scopes: load.scopes,
    answers: [],
    cursor: { timeline, version: 0, table: '', id: '', loadedAt: 0 },
    more: true,
    lastSeq: 0,
    serverTime,
  };
}
