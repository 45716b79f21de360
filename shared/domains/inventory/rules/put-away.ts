/**
 * Goods that came in and lie at no place yet. Guards:
 * - what waits is what is on hand less what lies on shelves, lot by lot: nothing waits twice;
 * - what was rejected waits apart, and goes nowhere but to quarantine (R20).
 */
import type { CalendarDate } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import type { ZoneKind } from './scanned.ts';
import type { TallyShelf } from './tally-decision.ts';

interface Place {
  readonly locationId: string;
  readonly code: string;
  readonly rack: string | null;
  readonly bay: number | null;
  readonly level: number | null;
  readonly walkOrder: number;
  readonly zoneKind: ZoneKind;
}

/** One product in one warehouse, as the books hold it. */
export interface Placed {
  readonly onHand: Quantity;
  readonly quarantined: Quantity;
  readonly lots: readonly {
    readonly lotId: string;
    readonly lotCode: string;
    readonly expiresOn: CalendarDate | null;
    readonly onHand: Quantity;
    readonly quarantined: Quantity;
  }[];
  readonly places: readonly (Place & { readonly onHand: Quantity; readonly active: 0 | 1 })[];
  readonly lotsAtPlaces: readonly { readonly locationId: string; readonly lotId: string; readonly onHand: Quantity }[];
}

const sum = (quantities: readonly { readonly onHand: Quantity }[]): Quantity =>
  quantities.reduce((total, { onHand }) => total + onHand, 0);

/** What of a product waits to be put away: at no place, good and rejected apart, and where goods come in. */
export function waitingShelves({ onHand, quarantined, lots, places, lotsAtPlaces }: Placed): TallyShelf[] {
  const apart = new Set(places.filter(({ zoneKind }) => zoneKind === 'quarantine').map((place) => place.locationId));
  const none = { lotId: null, lotCode: null, expiresOn: null };
  const loose = (lot: Pick<TallyShelf, 'lotId' | 'lotCode' | 'expiresOn'>, all: Quantity, bad: Quantity) => {
    const there = lotsAtPlaces.filter(({ lotId }) => lot.lotId === null || lotId === lot.lotId);
    const placed = lot.lotId === null ? places : there;
    const waiting = all - sum(placed);
    const rejected = Math.min(waiting, Math.max(0, bad - sum(placed.filter((each) => apart.has(each.locationId)))));
    const at = { ...lot, locationId: null, locationCode: null, isWaiting: true };
    return [
      { ...at, quantity: waiting - rejected, condition: 'saleable' as const },
      { ...at, quantity: rejected, condition: 'quarantine' as const },
    ];
  };
  const byLot = lots.flatMap(({ onHand: all, quarantined: bad, ...lot }) => loose(lot, all, bad));
  // Without lots, or what of goods that are kept by lots has none.
  const [good = 0, bad = 0] = loose(none, onHand, quarantined).map(({ condition, quantity }) => {
    return quantity - byLot.reduce((total, shelf) => total + (shelf.condition === condition ? shelf.quantity : 0), 0);
  });
  const bare = { ...none, locationId: null, locationCode: null, isWaiting: true };
  const inReceiving = places.flatMap(({ locationId, code, zoneKind, onHand: there }): TallyShelf[] => {
    if (zoneKind !== 'receiving') return [];
    const at = { locationId, locationCode: code, condition: 'saleable' as const, isWaiting: true };
    const own = lotsAtPlaces.filter((each) => each.locationId === locationId);
    const known = own.map(({ lotId, onHand: quantity }) => {
      const lot = lots.find((each) => each.lotId === lotId);
      return { ...at, lotId, lotCode: lot?.lotCode ?? null, expiresOn: lot?.expiresOn ?? null, quantity };
    });
    return [...known, { ...at, ...none, quantity: there - sum(own) }];
  });
  const shelves: TallyShelf[] = [
    ...byLot,
    { ...bare, quantity: good, condition: 'saleable' },
    { ...bare, quantity: bad, condition: 'quarantine' },
    ...inReceiving,
  ];
  return shelves.filter(({ quantity }) => quantity > 0);
}

/** So many are offered. */
const MOST_SUGGESTIONS = 4;

/**
 * Where goods may go, the best first: where their lot lies, where their like lies, an empty place.
 * @param empty in the order of the way
 * @param isApart rejected goods: to quarantine alone
 */
export function suggestPlaces(
  { places, lotsAtPlaces }: Placed,
  empty: readonly Place[],
  lotId: string | null,
  isApart: boolean,
) {
  const kind: ZoneKind = isApart ? 'quarantine' : 'storage';
  const fits = places.filter(({ zoneKind, active, onHand }) => zoneKind === kind && active === 1 && onHand > 0);
  const hasLot = ({ locationId }: Place) =>
    lotId !== null && lotsAtPlaces.some((each) => each.locationId === locationId && each.lotId === lotId);
  const like = fits.filter((place) => !hasLot(place));
  // Lots are not mixed on a shelf while another one is free; goods without lots lie together.
  const free = empty.filter(({ zoneKind }) => zoneKind === kind);
  const near = fits[0]?.walkOrder ?? 0;
  const nearest = [...free].sort((a, b) => Math.abs(a.walkOrder - near) - Math.abs(b.walkOrder - near));
  const tell = (found: readonly (Place & { readonly onHand?: Quantity })[], why: 'sameLot' | 'sameProduct' | 'empty') =>
    found.map((place) => ({ place: { onHand: 0, ...place }, why: isApart ? ('apart' as const) : why }));
  const own = tell(fits.filter(hasLot), 'sameLot');
  const others = tell(like, 'sameProduct');
  const empties = tell(fits.length > 0 ? nearest : free, 'empty');
  const told = lotId === null ? [...own, ...others, ...empties] : [...own, ...empties, ...others];
  return told.slice(0, MOST_SUGGESTIONS).map(({ place, why }) => {
    const { locationId, code, rack, bay, level, onHand } = place;
    return { locationId, code, rack, bay, level, onHand, why };
  });
}
