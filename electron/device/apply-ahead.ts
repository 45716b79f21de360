/**
 * The very first load in small transactions, so that whoever works already never waits for a page. Guards:
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

const ROWS_A_TRANSACTION = 250;

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
  while (slices.length > 0) {
    stillCurrent();
    const [slice] = slices;
    if (!slice || !(await applySlice(context, { ...page, rows: [slice], entries: [] }))) break;
    slices.shift();
    tables.add(slice.table);
    rowCount += slice.cells[0]?.length ?? 0;
    await breathe(context.world.timers);
  }
  return { rest: { ...page, rows: slices }, rowCount, tables };
}

/** @returns false when something is pending */
function applySlice(context: DeviceContext, page: PullResponse): Promise<boolean> {
  return context.lock.hold('sync', () =>
    inTransaction(context, async (tx) => {
      const pending = await tx.selectFrom('outbox').select('seq').orderBy('seq').limit(1).executeTakeFirst();
      if (pending) return false;
      await tx.updateTable('txContext').set({ mode: 'apply' }).where('id', '=', 1).execute();
      const options = { replaces: null, scopesLost: [] };
      await applyPulled(tx, context.registry.tables, rowsOfPage(page), options, async () => {});
      await endTxContext(tx);
      return true;
    }),
  );
}

function slicesOf(block: RowBlock): RowBlock[] {
  const count = block.cells[0]?.length ?? 0;
  const slices: RowBlock[] = [];
  for (let from = 0; from < count; from += ROWS_A_TRANSACTION) {
    const cells = block.cells.map((column) => column.slice(from, from + ROWS_A_TRANSACTION));
    slices.push({ ...block, cells });
  }
  return slices;
}
