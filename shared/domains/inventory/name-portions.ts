import type { Tx } from '../../kernel/table.ts';
import type { PickedLine, PickedPortion } from './record-picks.ts';

/** Documents keep the names of what their lines point to. */
export interface Names {
  readonly lots: ReadonlyMap<string, { readonly code: string; readonly expiresOn: string | null }>;
  readonly serials: ReadonlyMap<string, string>;
  readonly locations: ReadonlyMap<string, string>;
}

/** The codes of lots, pieces and places. */
export async function readNames(tx: Tx, lines: readonly PickedLine[]): Promise<Names> {
  const portions = lines.flatMap(({ picked }) => picked);
  const idsOf = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];
  const lotIds = idsOf(portions.map(({ lotId }) => lotId));
  const serialIds = idsOf(portions.map(({ serialId }) => serialId));
  const locationIds = idsOf(portions.map(({ locationId }) => locationId));
  const lots =
    lotIds.length === 0
      ? []
      : await tx
          .selectFrom('lots')
          .select(['id', 'code', 'expiresOn'])
          .where('id', 'in', lotIds)
          .orderBy('id')
          .execute();
  const serials =
    serialIds.length === 0
      ? []
      : await tx.selectFrom('serials').select(['id', 'code']).where('id', 'in', serialIds).orderBy('id').execute();
  const locations =
    locationIds.length === 0
      ? []
      : await tx.selectFrom('locations').select(['id', 'code']).where('id', 'in', locationIds).orderBy('id').execute();
  return {
    lots: new Map(lots.map((lot) => [lot.id, lot])),
    serials: new Map(serials.map(({ id, code }) => [id, code])),
    locations: new Map(locations.map(({ id, code }) => [id, code])),
  };
}

/** A portion with its codes, as a line keeps them. */
export function namedPlace({ lotId, serialId, locationId }: PickedPortion, names: Names) {
  return {
    lotId,
    lotCode: lotId === null ? null : (names.lots.get(lotId)?.code ?? null),
    expiresOn: lotId === null ? null : (names.lots.get(lotId)?.expiresOn ?? null),
    serialId,
    serialCode: serialId === null ? null : (names.serials.get(serialId) ?? null),
    locationId,
    locationCode: locationId === null ? null : (names.locations.get(locationId) ?? null),
  };
}
