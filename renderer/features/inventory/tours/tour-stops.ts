/** What a tour's list shows, from the stops of a day. */
import type { DriverRow, TourStop } from '#shared/domains/inventory/queries/tours.ts';

/** A driver of a day with how much of the tour is done. */
export interface DriverTour {
  readonly driverId: string;
  readonly name: string;
  readonly stops: number;
}

/** Who drives on a day, by name; somebody who has no stop yet is there when chosen. */
export function toursOfDay(
  stops: readonly TourStop[],
  people: readonly DriverRow[],
  chosenId: string | null,
  nobody: string,
): readonly DriverTour[] {
  const ids = new Set([...stops.map(({ driverId }) => driverId ?? ''), ...(chosenId === null ? [] : [chosenId])]);
  return [...ids]
    .map((driverId) => ({
      driverId,
      name: people.find(({ id }) => id === driverId)?.name ?? nobody,
      stops: stops.filter((stop) => (stop.driverId ?? '') === driverId).length,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** A driver's stops: those that are done as they were driven, the others as the person has put them. */
export function inOrder(stops: readonly TourStop[], order: readonly string[] | null): readonly TourStop[] {
  if (order === null) return stops;
  const placeOf = new Map(order.map((id, place) => [id, place]));
  const done = stops.filter(({ id }) => !placeOf.has(id));
  const open = stops.filter(({ id }) => placeOf.has(id));
  return [...done, ...open.sort((a, b) => (placeOf.get(a.id) ?? 0) - (placeOf.get(b.id) ?? 0))];
}

/** The open stops after one of them was moved by a step; null where it cannot be moved. */
export function moved(openIds: readonly string[], id: string, step: -1 | 1): readonly string[] | null {
  const at = openIds.indexOf(id);
  const to = at + step;
  const other = openIds[to];
  if (at < 0 || other === undefined) return null;
  return openIds.map((each, place) => (place === at ? other : place === to ? id : each));
}

/** How far a tour is. */
export function progressOf(stops: readonly TourStop[]): Readonly<Record<'delivered' | 'refused' | 'open', number>> {
  const count = (state: TourStop['state']) => stops.filter((stop) => stop.state === state).length;
  return { delivered: count('delivered'), refused: count('refused'), open: count('shipped') };
}
