/** What a packing desk told is taken back: also twice, of what was put away since, and of orders that are over. */
import type { CommandGenerator, GeneratorView } from '../../../kernel/simulation.ts';

export const generators: readonly CommandGenerator[] = [
  { name: 'inventory.repickGoods', weight: 2, roles: ['warehouse', 'manager'], make: repick },
];

/** Of what was found damaged its movements tell what was said; of what was missing its line alone. */
async function repick(view: GeneratorView) {
  const { db, random, newId } = view;
  const short = await db
    .selectFrom('pickLines')
    .innerJoin('pickLists', 'pickLists.id', 'pickLines.pickListId')
    .selectAll('pickLines')
    .select('pickLists.number')
    .where('pickLines.shortReason', 'in', ['damaged', 'notFound'])
    .whereRef('pickLines.picked', '<', 'pickLines.quantity')
    .where('pickLines.deletedAt', 'is', null)
    .orderBy('pickLines.id')
    .execute();
  const [line] = random.some(short, 1);
  if (!line) return null;
  const plain = { pickLineId: random.chance(2) ? `${line.id}:9` : line.id, why: '复查完好' };
  if (line.shortReason === 'notFound') {
    const args = { quantity: line.quantity - line.picked, reason: 'notFound' as const, unpickId: newId() };
    return { name: 'inventory.repickGoods', args: { ...plain, ...args, outId: newId(), inId: newId() } };
  }
  const moved = await db
    .selectFrom('stockMovements')
    .select(['id', 'documentId', 'quantity'])
    .where('productId', '=', line.productId)
    .where('warehouseId', '=', line.warehouseId)
    .where('documentNumber', '=', line.number)
    .where('cause', '=', 'move')
    .orderBy('id')
    .execute();
  // What a count or a taking back booked beside them has an id of several parts.
  const told = moved.filter(({ id }) => !id.includes(':'));
  const [out] = random.some(
    told.filter(({ quantity }) => quantity < 0),
    1,
  );
  const into = told.find((each) => each.documentId === out?.documentId && each.quantity === -(out?.quantity ?? 0));
  if (!out?.documentId || !into) return null;
  const args = { unpickId: out.documentId, outId: out.id, inId: into.id, quantity: into.quantity };
  return { name: 'inventory.repickGoods', args: { ...plain, ...args, reason: 'damaged' as const } };
}
