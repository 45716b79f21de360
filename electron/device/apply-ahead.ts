/**
 * The very first load a page a transaction, in steps, so that whoever works already never waits for a page. Guards:
 * - only while nothing is pending: a prediction has to be replayed on whole pages;
 * - the cursor stays where it was: a load that is cut here brings the same rows again.
 */
import { endTxContext } from '#shared/kernel/runner.ts';
import type { PullResponse, RowBlock } from '#shared/protocol/sync.ts';
import { applyPulled } from './apply-rows.ts';
import type { DeviceContext } from './device-context.ts';
import { rowsOfPage } from './stage.ts';
import { inTransaction } from './store.ts';
import { breathe } from './write-lock.ts';

/** Between two looks at who waits. */
const ROWS_A_STEP = 250;

/**
 * Applies as many rows of the page as it can.
 * @returns the page with the rows that are left, and how many went in
 */
export async function applyAhead(
  context: DeviceContext,
  page: PullResponse,
  stillCurrent: () => void,
): Promise<{ readonly rest: PullResponse; readonly rowCount: number; readonly tables: ReadonlySet<string> }> {
  const slices = page.rows.flatMap(slicesOf);
  const tables = new Set<string>();
  let rowCount = 0;
  for (let at = 0; at < slices.length; ) {
    stillCurrent();
    const done = await applySlices(context, page, slices.slice(at), stillCurrent);
    if (done === 0) return { rest: { ...page, rows: slices.slice(at) }, rowCount, tables };
    for (const slice of slices.slice(at, at + done)) {
      tables.add(slice.table);
      rowCount += slice.cells[0]?.length ?? 0;
    }
    at += done;
    await breathe(context.world.timers);
  }
  return { rest: { ...page, rows: [] }, rowCount, tables };
}

/**
 * Each commit waits for the disk, so all of a page goes into one; it ends early when a person comes.
 * @returns how many went in: none when something is pending
 */
function applySlices(
  context: DeviceContext,
  page: PullResponse,
  slices: readonly RowBlock[],
  stillCurrent: () => void,
): Promise<number> {
  return context.lock.hold('sync', () =>
    inTransaction(context, async (tx) => {
      const pending = await tx.selectFrom('outbox').select('seq').orderBy('seq').limit(1).executeTakeFirst();
      if (pending) return 0;
      await tx.updateTable('txContext').set({ mode: 'apply' }).where('id', '=', 1).execute();
      const options = { replaces: null, scopesLost: [] };
      let done = 0;
      for (const slice of slices) {
        const rows = rowsOfPage({ ...page, rows: [slice], entries: [] });
        await applyPulled(tx, context.registry.tables, rows, options, async () => {});
        done += 1;
        await breathe(context.world.timers);
        stillCurrent();
        if (context.lock.personWaits) break;
      }
      await endTxContext(tx);
      return done;
    }),
  );
}

function slicesOf(block: RowBlock): RowBlock[] {
  const count = block.cells[0]?.length ?? 0;
  const slices: RowBlock[] = [];
  for (let from = 0; from < count; from += ROWS_A_STEP) {
    const cells = block.cells.map((column) => column.slice(from, from + ROWS_A_STEP));
    slices.push({ ...block, cells });
  }
  return slices;
}
