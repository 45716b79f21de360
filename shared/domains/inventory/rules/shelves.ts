import type { CalendarDate } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import type { Shelf } from './allocation.ts';

/** What balances say of one product in one warehouse. */
export interface ProductStock {
  readonly onHand: Quantity;
  readonly quarantined: Quantity;
  /** What pick lists are to take of goods that have neither lot nor place. */
  readonly allocatedNowhere: Quantity;
  readonly lots: readonly LotStock[];
  readonly places: readonly PlaceStock[];
  readonly lotsAtPlaces: readonly LotAtPlace[];
}

export interface LotStock {
  readonly lotId: string;
  readonly lotCode: string;
  readonly expiresOn: CalendarDate | null;
  readonly receivedOn: CalendarDate;
  readonly isBlocked: boolean;
  readonly onHand: Quantity;
  readonly quarantined: Quantity;
  readonly allocated: Quantity;
}

export interface PlaceStock {
  readonly locationId: string;
  readonly locationCode: string;
  readonly walkOrder: number;
  /** Its zone holds what cannot be sold (R20). */
  readonly isQuarantine: boolean;
  readonly onHand: Quantity;
  readonly allocated: Quantity;
}

export interface LotAtPlace {
  readonly lotId: string;
  readonly locationId: string;
  readonly onHand: Quantity;
  readonly allocated: Quantity;
}

/** Goods of no place come last on the way. */
const NOWHERE = Number.MAX_SAFE_INTEGER;

const sum = <Each>(rows: readonly Each[], of: (row: Each) => Quantity): Quantity =>
  rows.reduce((total, row) => total + of(row), 0);

/**
 * R20, R30: the shelves of a product, from its balances: each lot at each place, each lot of which nobody said where it
 * lies, and goods without lot. Free is what is saleable and not on a pick list; a shelf never has more than its lot, or
 * the product, has as a whole. What lies in a quarantine zone is on no shelf.
 */
export function shelvesOf(stock: ProductStock): Shelf[] {
  const quarantine = new Set(stock.places.filter((place) => place.isQuarantine).map(({ locationId }) => locationId));
  const lots = stock.lots.flatMap((lot) => shelvesOfLot(lot, stock, quarantine));
  return [...lots, ...shelvesWithoutLot(stock, quarantine)].filter(({ free }) => free > 0);
}

function shelvesOfLot(lot: LotStock, stock: ProductStock, quarantine: ReadonlySet<string>): Shelf[] {
  const { lotId, lotCode, expiresOn, receivedOn, isBlocked } = lot;
  const here = stock.lotsAtPlaces.filter((each) => each.lotId === lotId);
  const aside = sum(
    here.filter(({ locationId }) => quarantine.has(locationId)),
    ({ onHand }) => onHand,
  );
  const head = { lotId, lotCode, expiresOn, receivedOn, isBlocked };
  const free = cap(lot.onHand - lot.quarantined - lot.allocated);
  const placed = stock.places.flatMap(({ locationId, locationCode, walkOrder, isQuarantine }) => {
    const at = here.find((each) => each.locationId === locationId);
    if (!at || isQuarantine) return [];
    return { ...head, locationId, locationCode, walkOrder, free: free(at.onHand - at.allocated) };
  });
  const elsewhere =
    lot.onHand -
    sum(here, ({ onHand }) => onHand) -
    Math.max(0, lot.quarantined - aside) -
    (lot.allocated - sum(here, ({ allocated }) => allocated));
  return [...placed, { ...head, locationId: null, locationCode: null, walkOrder: NOWHERE, free: free(elsewhere) }];
}

function shelvesWithoutLot(stock: ProductStock, quarantine: ReadonlySet<string>): Shelf[] {
  const head = { lotId: null, lotCode: null, expiresOn: null, receivedOn: null, isBlocked: false };
  const lotsAt = (locationId: string) => stock.lotsAtPlaces.filter((each) => each.locationId === locationId);
  const places = stock.places.map((place) => ({
    ...place,
    onHand: place.onHand - sum(lotsAt(place.locationId), ({ onHand }) => onHand),
    allocated: place.allocated - sum(lotsAt(place.locationId), ({ allocated }) => allocated),
  }));
  const onHand = stock.onHand - sum(stock.lots, (lot) => lot.onHand);
  const quarantined = stock.quarantined - sum(stock.lots, (lot) => lot.quarantined);
  const aside = sum(
    places.filter(({ locationId }) => quarantine.has(locationId)),
    (place) => place.onHand,
  );
  const allocated = stock.allocatedNowhere + sum(places, (place) => place.allocated);
  const free = cap(onHand - quarantined - allocated);
  const placed = places
    .filter(({ isQuarantine }) => !isQuarantine)
    .map(({ locationId, locationCode, walkOrder, ...place }) => {
      return { ...head, locationId, locationCode, walkOrder, free: free(place.onHand - place.allocated) };
    });
  const elsewhere =
    onHand - sum(places, (place) => place.onHand) - Math.max(0, quarantined - aside) - stock.allocatedNowhere;
  return [...placed, { ...head, locationId: null, locationCode: null, walkOrder: NOWHERE, free: free(elsewhere) }];
}

/** Gives out no more than there is, shelf after shelf. */
function cap(total: Quantity): (wanted: Quantity) => Quantity {
  let left = Math.max(0, total);
  return (wanted) => {
    const given = Math.min(left, Math.max(0, wanted));
    left -= given;
    return given;
  };
}
