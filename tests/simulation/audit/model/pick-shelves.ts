/** From which shelf goods are taken (R20, R30), by the auditor's own reckoning of the balances. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { isLive } from './document-words.ts';

/** Goods of one lot at one place, or of neither; `free` is what may still be given out. */
export interface Shelf {
  readonly lot: ModelRow | null;
  readonly place: ModelRow | null;
  free: number;
}

export interface Taken {
  readonly shelf: Shelf;
  readonly quantity: number;
}

const number = (row: ModelRow | undefined, column: string): number => Number(row?.[column] ?? 0);
const sumOf = (rows: readonly ModelRow[], column: string): number =>
  rows.reduce((sum, row) => sum + number(row, column), 0);

interface Lying {
  readonly lots: readonly { readonly row: ModelRow; readonly lot: ModelRow }[];
  readonly places: readonly { readonly row: ModelRow; readonly place: ModelRow; readonly isAside: boolean }[];
  readonly lotsAtPlaces: readonly ModelRow[];
}

function lyingOf(rows: BusinessRows, warehouseId: string, productId: string): Lying {
  const some = (row: ModelRow): boolean =>
    row.warehouseId === warehouseId && row.productId === productId && (row.onHand !== 0 || row.allocated !== 0);
  return {
    lots: rows.find('lotBalances', some).flatMap((row) => {
      const lot = rows.get('lots', row.lotId);
      return lot ? [{ row, lot }] : [];
    }),
    places: rows.find('locationBalances', some).flatMap((row) => {
      const place = rows.get('locations', row.locationId);
      const zone = place && rows.get('zones', place.zoneId);
      return zone ? [{ row, place, isAside: zone.kind === 'quarantine' }] : [];
    }),
    lotsAtPlaces: rows.find('locationLotBalances', some),
  };
}

/** Gives out one sum, shelf by shelf. */
function sharing(total: number): (wanted: number) => number {
  let left = Math.max(0, total);
  return (wanted) => {
    const given = Math.max(0, Math.min(left, wanted));
    left -= given;
    return given;
  };
}

/** What is saleable of a product in a warehouse and on no list: no shelf has more than its lot, or the product, as a whole. */
export function shelvesIn(rows: BusinessRows, warehouseId: string, productId: string): Shelf[] {
  const balance = rows.get('stockBalances', `${productId}:${warehouseId}`);
  if (!balance) return [];
  const { lots, places, lotsAtPlaces } = lyingOf(rows, warehouseId, productId);
  const aside = new Set(places.filter(({ isAside }) => isAside).map(({ place }) => place.id));
  const shelves: Shelf[] = [];
  for (const { row, lot } of lots) {
    const here = lotsAtPlaces.filter((each) => each.lotId === row.lotId);
    const share = sharing(number(row, 'onHand') - number(row, 'quarantined') - number(row, 'allocated'));
    for (const { place, isAside } of places) {
      const at = here.find((each) => each.locationId === place.id);
      if (at && !isAside) shelves.push({ lot, place, free: share(number(at, 'onHand') - number(at, 'allocated')) });
    }
    const setAside = sumOf(
      here.filter((each) => aside.has(each.locationId ?? null)),
      'onHand',
    );
    const nowhere =
      number(row, 'onHand') -
      sumOf(here, 'onHand') -
      Math.max(0, number(row, 'quarantined') - setAside) -
      (number(row, 'allocated') - sumOf(here, 'allocated'));
    shelves.push({ lot, place: null, free: share(nowhere) });
  }
  const lotless = places.map(({ row, place, isAside }) => {
    const ofLots = lotsAtPlaces.filter((each) => each.locationId === place.id);
    const onHand = number(row, 'onHand') - sumOf(ofLots, 'onHand');
    return { place, isAside, onHand, allocated: number(row, 'allocated') - sumOf(ofLots, 'allocated') };
  });
  const allocatedNowhere = rows
    .find(
      'pickLines',
      (line) =>
        isLive(line) &&
        line.warehouseId === warehouseId &&
        line.productId === productId &&
        line.lotId === null &&
        line.locationId === null,
    )
    .reduce((sum, line) => sum + Math.max(0, Number(line.allocated)), 0);
  const lotRows = lots.map(({ row }) => row);
  const onHand = number(balance, 'onHand') - sumOf(lotRows, 'onHand');
  const quarantined = number(balance, 'quarantined') - sumOf(lotRows, 'quarantined');
  const allocated = allocatedNowhere + lotless.reduce((sum, each) => sum + each.allocated, 0);
  const share = sharing(onHand - quarantined - allocated);
  for (const each of lotless)
    if (!each.isAside) shelves.push({ lot: null, place: each.place, free: share(each.onHand - each.allocated) });
  const setAside = lotless.filter(({ isAside }) => isAside).reduce((sum, each) => sum + each.onHand, 0);
  const atPlaces = lotless.reduce((sum, each) => sum + each.onHand, 0);
  const nowhere = onHand - atPlaces - Math.max(0, quarantined - setAside) - allocatedNowhere;
  shelves.push({ lot: null, place: null, free: share(nowhere) });
  return shelves.filter(({ free }) => free > 0);
}

const LAST_DAY = '9999-12-31';
const DAY_MS = 86_400_000;

/** R30: on its last day a lot may still go; a customer may want more days than that. */
function mayGo(lot: ModelRow | null, today: string, minimumLifeDays: number): boolean {
  if (lot?.blocked === 1) return false;
  if (!lot || lot.expiresOn === null) return true;
  return Date.parse(String(lot.expiresOn)) - Date.parse(today) >= minimumLifeDays * DAY_MS;
}

const turnOf = (place: ModelRow | null): number => (place ? Number(place.walkOrder) : Number.MAX_SAFE_INTEGER);

/** R30: first expired first out, then first in, then along the way. Takes it from the shelves. */
export function takeFrom(
  shelves: readonly Shelf[],
  wanted: number,
  { today, minimumLifeDays }: { readonly today: string; readonly minimumLifeDays: number },
): Taken[] {
  const age = ({ lot }: Shelf): string =>
    [lot?.expiresOn ?? LAST_DAY, lot?.receivedOn ?? '0000-00-00', lot?.code ?? ''].join(' ');
  const order = (a: Shelf, b: Shelf): number => {
    if (age(a) !== age(b)) return age(a) < age(b) ? -1 : 1;
    const turn = turnOf(a.place) - turnOf(b.place);
    return turn !== 0 ? turn : String(a.place?.id ?? '') < String(b.place?.id ?? '') ? -1 : 1;
  };
  const taken: Taken[] = [];
  let left = wanted;
  for (const shelf of shelves.filter((each) => mayGo(each.lot, today, minimumLifeDays)).sort(order)) {
    const quantity = Math.min(left, shelf.free);
    if (quantity <= 0) continue;
    taken.push({ shelf, quantity });
    left -= quantity;
  }
  for (const { shelf, quantity } of taken) shelf.free -= quantity;
  return taken;
}

/** Nothing of it goes after all. */
export function putBack(taken: readonly Taken[]): void {
  for (const { shelf, quantity } of taken) shelf.free += quantity;
}

export interface Planned {
  readonly order: ModelRow;
  readonly line: ModelRow;
  readonly taken: Taken;
}

/** Lines of a list along the way through the warehouse, each with an id that names its list and its order's line. */
export function alongTheWay(pickListId: string, planned: readonly Planned[]): (Planned & { readonly id: string })[] {
  const turns = new Map<Cell, number>();
  const named = planned.map((each) => {
    const lineId = each.line.id ?? null;
    const turn = (turns.get(lineId) ?? 0) + 1;
    turns.set(lineId, turn);
    return { ...each, id: `${pickListId}:${lineId}:${turn}` };
  });
  const rest = ({ taken: { shelf }, line, id }: (typeof named)[number]): string =>
    [shelf.place?.code ?? '', line.productCode, id].join(' ');
  return named.sort((a, b) => {
    const turn = turnOf(a.taken.shelf.place) - turnOf(b.taken.shelf.place);
    return turn !== 0 ? turn : rest(a) < rest(b) ? -1 : 1;
  });
}
