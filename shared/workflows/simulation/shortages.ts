/** What people do with pieces that are on back-order: each way of settling, also too late, and also nonsense. */
import type { CommandGenerator, GeneratorView } from '../../kernel/simulation.ts';
import type { Row } from '../../kernel/table.ts';

const UNIT = 10_000;
const sellers = ['rep', 'manager'];
const ways = ['keepBackOrder', 'otherWarehouse', 'cutLine', 'substitute'] as const;

export const generators: readonly CommandGenerator[] = [
  {
    name: 'sales.settleShortage',
    weight: 5,
    roles: sellers,
    make: (view) => settle(view, (line) => line.backOrdered > 0),
  },
  // What somebody else has settled already, what was never short, orders that are cancelled.
  { name: 'sales.settleShortage any', weight: 1, roles: sellers, make: (view) => settle(view, () => true) },
];

async function settle(view: GeneratorView, fits: (line: Row<'orderLines'>) => boolean) {
  const { random, db } = view;
  const lines = (
    await db.selectFrom('orderLines').selectAll().where('deletedAt', 'is', null).orderBy('id').execute()
  ).filter(fits);
  const [line] = random.some(lines, 1);
  if (!line) return null;
  const [order] = await db.selectFrom('orders').selectAll().where('id', '=', line.orderId).orderBy('id').execute();
  if (!order) return null;
  const way = await wayOf(view, order, line);
  if (!way) return null;
  const backOrderedSeen = Math.max(UNIT, line.backOrdered - (random.chance(10) ? UNIT : 0));
  return {
    name: 'sales.settleShortage',
    args: {
      orderId: order.id,
      lines: [{ changeId: view.newId(), lineId: random.chance(3) ? view.newId() : line.id, backOrderedSeen, ...way }],
    },
  };
}

async function wayOf(view: GeneratorView, order: Row<'orders'>, line: Row<'orderLines'>): Promise<object | null> {
  const { random, db } = view;
  const choice = random.oneOf(ways);
  if (choice === 'otherWarehouse') {
    const [warehouse] = random.some(await db.selectFrom('warehouses').select('id').orderBy('id').execute(), 1);
    return warehouse ? { choice, warehouseId: warehouse.id, reservationId: view.newId() } : null;
  }
  if (choice !== 'substitute') return { choice };
  const products = await db.selectFrom('products').selectAll().orderBy('id').execute();
  const [product] = random.some(products, 1);
  if (!product) return null;
  const substitute = {
    id: view.newId(),
    reservationId: view.newId(),
    productId: random.chance(3) ? view.newId() : product.id,
    quantity: random.chance(3) ? 1e11 : Math.max(UNIT, line.backOrdered),
    unitPrice: random.chance(20) ? Math.floor(product.basePrice / 2) : product.basePrice,
    listPrice: product.basePrice,
    discount: random.chance(20) ? random.between(0, 2_000) : 0,
    taxRate: product.currency === order.currency ? line.taxRate : 0,
  };
  return { choice, substitute };
}
