/** Zones and places of each warehouse, and where the goods of each product lie. */
import { batchOf, type DemoBatch, madeBy } from '#shared/kernel/demo.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { Place, Seen } from './seen.ts';

/** Products a place holds on average. */
const PRODUCTS_A_PLACE = 5;
/** One product in so many lies at no place. */
const NOWHERE = 20;
const [BAYS, LEVELS] = [20, 5];
/** The last places stay empty: for what comes. */
const EMPTY_PLACES = 40;

export function* makePlaces(seen: Seen): Iterable<DemoBatch> {
  const { source, products, warehouses } = seen;
  const count = Math.ceil(products.length / PRODUCTS_A_PLACE) + EMPTY_PLACES;
  for (const { id: warehouseId, createdAt, createdBy } of warehouses) {
    const audit = madeBy(createdBy, createdAt);
    const zones = (['storage', 'receiving', 'staging', 'quarantine'] as const).map(
      (kind): Row<'zones'> => ({
        ...{
          id: source.newId(createdAt),
          warehouseId,
          code: kind.slice(0, 1).toUpperCase(),
          name: kind,
          kind,
          ...audit,
        },
      }),
    );
    yield batchOf('zones', zones);
    const zoneId = zones[0]?.id ?? '';
    const places = Array.from({ length: count }, (_, at): Place => {
      const [bay, level] = [(Math.floor(at / LEVELS) % BAYS) + 1, (at % LEVELS) + 1];
      const rack = `R${String(Math.floor(at / (BAYS * LEVELS)) + 1).padStart(2, '0')}`;
      const code = `${rack}-${String(bay).padStart(2, '0')}-${level}`;
      return {
        ...{ id: source.newId(createdAt), warehouseId, zoneId, code, rack, bay, level, walkOrder: at, active: 1 },
        ...audit,
      };
    });
    yield batchOf('locations', places);
    for (const [at, { id }] of products.entries()) {
      const place = places[at % (count - EMPTY_PLACES)];
      if (place && at % NOWHERE !== NOWHERE - 1) seen.placeOf.set(`${id}:${warehouseId}`, place);
    }
  }
}
