import type { WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { Tx } from '../../kernel/table.ts';
import { flag } from './post-movements.ts';

/** What was done in a warehouse, by the paper that tells of it. */
export interface DonePaper {
  readonly warehouseId: string;
  readonly documentId: string;
  readonly documentNumber: string | null;
  readonly occurredAt: Instant;
  readonly lines: readonly { readonly productId: string; readonly quantity: Quantity }[];
}

/**
 * Sets before the warehouse what somebody did who had no right to it when the server heard of it (R113): once for a paper,
 * by the first of its goods that the books know. Of goods that they do not know nothing was booked.
 */
export async function flagWithoutRight(tx: Tx, paper: DonePaper, context: WriteContext): Promise<void> {
  const { warehouseId, documentId, documentNumber, lines } = paper;
  const ids = [...new Set(lines.map(({ productId }) => productId))];
  if (ids.length === 0) return;
  const known = await tx
    .selectFrom('products')
    .select(['id', 'name', 'currency'])
    .where('id', 'in', ids)
    .orderBy('id')
    .execute();
  const named = new Map(known.map((product) => [product.id, product]));
  const product = lines.map(({ productId }) => named.get(productId)).find((found) => found !== undefined);
  if (!product) return;
  const quantity = lines.reduce((sum, line) => sum + (line.productId === product.id ? line.quantity : 0), 0);
  const occurredAt = Math.min(paper.occurredAt, context.now);
  await flag(
    tx,
    { kind: 'doneWithoutRight', product, warehouseId, quantity, lotId: null, serialId: null, part: warehouseId },
    { documentId, documentNumber, occurredAt, bookedOn: null },
    context,
  );
}

/** The same of what was told of a shipment: by the goods that stand on it. Of one that nobody knows there is nothing to say. */
export async function flagShipmentWithoutRight(
  tx: Tx,
  documentId: string,
  told: Pick<DonePaper, 'documentNumber' | 'occurredAt'>,
  context: WriteContext,
): Promise<void> {
  const shipment = await tx
    .selectFrom('shipments')
    .select('warehouseId')
    .where('id', '=', documentId)
    .executeTakeFirst();
  if (!shipment) return;
  const lines = await tx
    .selectFrom('shipmentLines')
    .select(['productId', 'quantity'])
    .where('shipmentId', '=', documentId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  await flagWithoutRight(tx, { warehouseId: shipment.warehouseId, documentId, ...told, lines }, context);
}
