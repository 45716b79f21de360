/**
 * Fetches what changed. Guards:
 * - pages wait in short transactions and go in as one, when the last one is there; a load that was cut goes on where it
 *   was;
 * - only the very first load goes in page by page: lists fill while it runs, and the screen says that they are not whole;
 * - a server that knows less of this device than it once answered gets that again before anything of it is taken in;
 * - when rights or the server's history changed, everything is loaded anew beside the living data and replaces it at once.
 */
import type { Reason } from '#shared/kernel/refusal.ts';
import type { Cursor, PullResponse } from '#shared/protocol/sync.ts';
import { applyAhead } from './apply-ahead.ts';
import type { DeviceContext } from './device-context.ts';
import { findLost, type LostHistory } from './find-lost.ts';
import { rebase } from './rebase.ts';
import { ServerError } from './server-client.ts';
import { clearStage, rowsOfPage, stagedRows, stagePage } from './stage.ts';
import { readState, type Stage, writeState } from './sync-state.ts';

export interface PullParts {
  readonly context: DeviceContext;
  fetch(cursor: Cursor | null): Promise<PullResponse>;
  /** Sends again what the server has lost. @returns why not all of it, or null */
  resend(lost: readonly LostHistory[]): Promise<Reason | null>;
  progress(serverTime: number): Promise<void>;
  stillCurrent(): void;
}

const startAgainCodes: ReadonlySet<string> = new Set(['sync.scopesChanged', 'sync.otherTimeline']);
/** A server that asks for a new beginning again and again is in trouble of its own. */
const START_AGAIN_LIMIT = 3;

class ServerWentBack extends Error {
  readonly lost: readonly LostHistory[];

  constructor(lost: readonly LostHistory[]) {
    super('the server was put back');
    this.lost = lost;
  }
}

/**
 * Pulls until the device is level with the server.
 * @returns why it is not, or null
 * @throws NetworkUnreachable
 */
export async function pullChanges(parts: PullParts): Promise<Reason | null> {
  let startAgain = false;
  let wentBack: Reason | null = null;
  for (let tries = 0; tries < START_AGAIN_LIMIT; tries += 1) {
    try {
      await pullFrom(parts, startAgain, wentBack === null);
      return wentBack;
    } catch (error) {
      if (error instanceof ServerWentBack) {
        wentBack = (await parts.resend(error.lost)) ?? { code: 'sync.serverWentBack', params: {} };
        continue;
      }
      if (!(error instanceof ServerError)) throw error;
      if (!startAgainCodes.has(error.code)) return { code: error.code, params: error.params };
      startAgain = true;
    }
  }
  return { code: 'sync.cannotStartAgain', params: {} };
}

async function pullFrom(parts: PullParts, startAgain: boolean, looksBack: boolean): Promise<void> {
  const { context } = parts;
  const { kysely } = context.reader;
  const cursor = await readState(kysely, 'cursor');
  const firstLoadRows = await readState(kysely, 'firstLoadRows');
  const isFirstLoad = cursor === null || firstLoadRows !== null;
  let stage: Stage | null = startAgain ? null : await readState(kysely, 'stage');
  if (startAgain) await context.lock.hold('sync', () => clearStage(context.writer.kysely));
  // Nothing is here yet: there is nothing beside which to load.
  const fromNull = stage?.fromNull ?? (startAgain && cursor !== null);
  let at: Cursor | null = stage?.cursor ?? (fromNull ? null : cursor);

  for (;;) {
    parts.stillCurrent();
    const page = await parts.fetch(at);
    parts.stillCurrent();
    await parts.progress(page.serverTime);
    // Else its rows would replace what nobody but this device knows any more.
    const lost = looksBack ? await findLost(kysely, context.incarnation, page) : [];
    if (lost.length > 0) throw new ServerWentBack(lost);
    at = page.cursor;
    const goesInAtOnce = stage === null && !fromNull && (!page.more || isFirstLoad);
    if (goesInAtOnce) await takeIn(parts, page, isFirstLoad);
    else {
      stage = await addToStage(context, page, stage, fromNull);
      if (!page.more) {
        const input = { pulled: stagedRows, last: page, fromNull, isFirstLoad: false, rowsAhead: 0 };
        await rebase(context, input, parts.stillCurrent);
      }
    }
    if (!page.more) return;
  }
}

async function takeIn({ context, stillCurrent }: PullParts, page: PullResponse, isFirstLoad: boolean): Promise<void> {
  const ahead = isFirstLoad ? await applyAhead(context, page, stillCurrent) : null;
  const rest = ahead?.rest ?? page;
  const input = { pulled: () => rowsOfPage(rest), last: page, fromNull: false, isFirstLoad };
  await rebase(context, { ...input, rowsAhead: ahead?.rowCount ?? 0 }, stillCurrent);
  context.changed(ahead?.tables ?? []);
}

async function addToStage(
  context: DeviceContext,
  page: PullResponse,
  stage: Stage | null,
  fromNull: boolean,
): Promise<Stage> {
  const rows = page.rows.reduce((sum, block) => sum + (block.cells[0]?.length ?? 0), 0);
  const next: Stage = {
    fromNull,
    pages: (stage?.pages ?? 0) + 1,
    rows: (stage?.rows ?? 0) + rows,
    cursor: page.cursor,
  };
  await context.lock.hold('sync', () =>
    context.writer.kysely.transaction().execute(async (tx) => {
      await stagePage(tx, next.pages, page);
      await writeState(tx, 'stage', next);
    }),
  );
  return next;
}
