import type { WriteContext } from '../../kernel/command.ts';
import type { CurrencyCode, Minor } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';

/** What it cost to carry it, which only those see who may see cost (R47). */
export async function writeFreight(
  tx: Tx,
  shipmentId: string,
  freightMinor: Minor,
  currency: CurrencyCode,
  context: WriteContext,
): Promise<void> {
  await insertRows(tx, 'shipmentFreights', [{ id: shipmentId, freightMinor, currency, ...context.created() }]);
}
