import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate } from '../../kernel/instants.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { costsOfMovements } from './cost-movements.ts';
import { postMovements, type StockDisagreement, type StockMovement } from './post-movements.ts';
import { paperOf, readSent, type ShipmentHead } from './write-shipment.ts';

/** A shipment by its id, with its lines in their order; null where this database does not hold it. */
export async function shipmentById(
  tx: Tx,
  id: string,
): Promise<{ head: Row<'shipments'>; lines: Row<'shipmentLines'>[] } | null> {
  const head = await tx
    .selectFrom('shipments')
    .selectAll()
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (!head) return null;
  const lines = await tx
    .selectFrom('shipmentLines')
    .selectAll()
    .where('shipmentId', '=', id)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return { head, lines };
}

/**
 * Takes a shipment back (R8): another one with the same lines below zero, and movements that bring the goods back where
 * they lay, at the cost they left with (R32). Both name each other.
 */
export async function writeReversal(
  tx: Tx,
  head: ShipmentHead,
  original: { readonly head: Row<'shipments'>; readonly lines: readonly Row<'shipmentLines'>[] },
  today: CalendarDate,
  context: WriteContext,
): Promise<StockDisagreement[]> {
  const { lines } = original;
  const names = await readSent(tx, lines);
  await insertRows(tx, 'shipments', [{ ...head, parcelCount: 0, lineCount: lines.length, ...context.created() }]);
  const back = lines.map((line, index) => {
    const { createdAt: _1, createdBy: _2, updatedAt: _3, updatedBy: _4, deletedAt: _5, ...same } = line;
    const id = `${head.id}:${index + 1}`;
    return { ...same, id, shipmentId: head.id, quantity: -line.quantity, returned: 0, ...context.created() };
  });
  await insertRows(tx, 'shipmentLines', back);
  await tx
    .updateTable('shipments')
    .set({ state: 'reversed', reversesId: head.id, ...context.updated() })
    .where('id', '=', original.head.id)
    .execute();
  const costs = await costsOfMovements(
    tx,
    lines.map(({ id }) => id),
    context,
  );
  const movements = back.flatMap((line, index): StockMovement[] => {
    const product = names.products.get(line.productId);
    if (!product) return [];
    const { id, lotId, serialId, locationId, quantity } = line;
    const where = { warehouseId: head.warehouseId, lotId, serialId, locationId, condition: 'saleable' as const };
    const reversesId = lines[index]?.id ?? '';
    const unitCost = costs.get(reversesId) ?? null;
    return [{ id, product, quantity: -quantity, cause: 'shipment', unitCost, reversesId, ...where }];
  });
  return postMovements(tx, movements, paperOf(head, today), context);
}
