/** R22: who moves goods from one order to another: what is free, what is on a pick list, what nobody waits for. */
import type { CommandGenerator, GeneratorView } from '../../kernel/simulation.ts';

const UNIT = 10_000;

export const generators: readonly CommandGenerator[] = [
  { name: 'sales.moveReservation', weight: 3, roles: ['manager', 'rep'], make: move },
];

async function move({ random, db, newId }: GeneratorView) {
  const held = await db.selectFrom('reservations').selectAll().where('deletedAt', 'is', null).orderBy('id').execute();
  const [from] = random.some(held, 1);
  if (!from) return null;
  const lines = await db
    .selectFrom('orderLines')
    .select(['id', 'orderId', 'productId', 'backOrdered'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const waiting = lines.filter((line) => line.backOrdered > 0 && line.productId === from.productId);
  const [to] = random.some(waiting.length > 0 && !random.chance(8) ? waiting : lines, 1);
  if (!to) return null;
  const args = {
    ...{ fromOrderId: from.orderId, fromLineId: from.orderLineId, toOrderId: to.orderId, toLineId: to.id },
    warehouseId: from.warehouseId,
    quantity: random.chance(60) ? from.quantity : random.between(1, 40) * UNIT,
    reservationId: newId(),
  };
  return { name: 'sales.moveReservation', args };
}
