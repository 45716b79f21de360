/** Counts of a year: twice a week some products of each warehouse, by their turn; the last ones are still open. */
import { batchOf, type DemoBatch, madeBy } from '#shared/kernel/demo.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { Row } from '#shared/kernel/table.ts';
import { namesOf, placeOf, type Seen } from './seen.ts';

const COUNTS = 104;
const DAYS_BETWEEN = 3.5;
const OPEN_COUNTS = 3;
const MOST_LINES = 200;

/** @param last the year's last instant */
export function* makeCounts(seen: Seen, last: Instant): Iterable<DemoBatch> {
  const { source, products } = seen;
  const lineCount = Math.min(MOST_LINES, Math.ceil(products.length / 40));
  for (const { id: warehouseId, createdBy } of seen.warehouses) {
    for (let turn = 0; turn < COUNTS; turn += 1) {
      const at = last - Math.round((COUNTS - turn) * DAYS_BETWEEN * 86_400_000);
      const isOpen = turn >= COUNTS - OPEN_COUNTS;
      const id = source.newId(at);
      const audit = madeBy(createdBy, at);
      const head: Row<'stockCounts'> = {
        ...{ id, number: `CC-K7-${id.slice(-8)}`, warehouseId, state: isOpen ? 'open' : 'posted', basis: 'cycle' },
        ...{ lineCount, startedAt: at, startedByName: '', postedAt: isOpen ? null : at + 7_200_000 },
        ...{ postedByName: null, note: null, ...audit },
      };
      const lines = Array.from({ length: lineCount }, (_, place): Row<'countLines'> => {
        const productId = products[(turn * lineCount + place) % products.length]?.id ?? '';
        const where = placeOf(seen, { productId, warehouseId });
        const isCounted = !isOpen || place % 2 === 0;
        const book = source.random.between(0, 500) * ONE_UNIT;
        const difference = source.random.chance(4) ? source.random.between(-3, 3) * ONE_UNIT : 0;
        return {
          ...{ id: source.newId(at), countId: id, warehouseId, position: place + 1, ...namesOf(seen, productId, null) },
          ...{ locationId: where?.id ?? null, locationCode: where?.code ?? null },
          state: isOpen ? (isCounted ? 'counted' : 'open') : 'posted',
          counted: isCounted ? book + difference : null,
          ...{ countedAt: isCounted ? at + 60_000 * place : null, countedBy: null, countedByName: null },
          ...{
            book: isCounted ? book : null,
            firstCounted: null,
            firstCountedByName: null,
            reason: null,
            pieces: null,
            ...audit,
          },
        };
      });
      yield batchOf('stockCounts', [head]);
      yield batchOf('countLines', lines);
    }
  }
}
