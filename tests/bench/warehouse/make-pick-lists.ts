/** Pick lists of what left, long closed, and some that wait to be picked now. */
import { batchOf, type DemoBatch, madeBy } from '#shared/kernel/demo.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Row } from '#shared/kernel/table.ts';
import { type Movement, namesOf, placeOf, type Seen } from './seen.ts';

const LINES = 30;
const OPEN_LISTS = 20;

/** @param left some of what left in the year, in the order of time */
export function* makePickLists(seen: Seen, left: readonly Movement[], last: Instant): Iterable<DemoBatch> {
  const { source } = seen;
  for (const { id: warehouseId, createdBy } of seen.warehouses) {
    const own = left.filter((each) => each.warehouseId === warehouseId);
    const lists = Math.floor(own.length / LINES);
    for (let turn = 0; turn < lists; turn += 1) {
      const isOpen = turn >= lists - OPEN_LISTS;
      const taken = own.slice(turn * LINES, (turn + 1) * LINES);
      const at = isOpen ? last : (taken[0]?.occurredAt ?? last);
      const id = source.newId(at);
      const audit = madeBy(createdBy, at);
      const head: Row<'pickLists'> = {
        ...{
          id,
          number: `PK-K7-${id.slice(-8)}`,
          warehouseId,
          state: isOpen ? 'released' : 'closed',
          orderCount: LINES,
        },
        ...{ lineCount: LINES, releasedAt: at, releasedByName: '', claimedBy: null, claimedByName: null },
        ...{ claimedDeviceCode: null, claimedAt: null, pickedAt: isOpen ? null : at, note: null, ...audit },
      };
      const lines = taken.map((movement, place): Row<'pickLines'> => {
        const where = placeOf(seen, movement);
        const quantity = -movement.quantity;
        const done = isOpen ? 0 : quantity;
        return {
          ...{ id: source.newId(at), pickListId: id, warehouseId, position: place + 1, orderId: '', orderLineId: '' },
          ...{ orderNumber: movement.documentNumber ?? '', customerName: '' },
          ...namesOf(seen, movement.productId, movement.lotId),
          expiresOn: seen.lots.get(movement.lotId ?? '')?.expiresOn ?? null,
          ...{ locationId: where?.id ?? null, locationCode: where?.code ?? null, serialId: null, serialCode: null },
          ...{ quantity, allocated: quantity - done, picked: done, packed: done, shipped: done, shortReason: null },
          ...audit,
        };
      });
      yield batchOf('pickLists', [head]);
      yield batchOf('pickLines', lines);
    }
  }
}
