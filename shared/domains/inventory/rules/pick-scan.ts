/**
 * What a scan means for the line at hand (R24, R29, R30). Guards:
 * - wrong goods, a wrong, blocked or expired lot, a piece that is not here or was scanned before, and more than was
 *   ordered change nothing;
 * - of a lot whose carton says no lot nothing is taken before somebody told which it is (R25, R29);
 * - what is refused is refused for the one reason that tells the operator what to do.
 */
import type { CalendarDate } from '../../../kernel/instants.ts';
import { type BasisPoints, ONE_UNIT, type Quantity } from '../../../kernel/money.ts';
import { isLineDone, type PickEntry, type PickLineState, type PickState } from './pick-work.ts';
import type { Scanned, ScannedLot, ScannedProduct, ScannedSerial } from './scanned.ts';
import { stillAllowed } from './tolerance.ts';
import { toBaseUnits } from './units.ts';

/** Why nothing was taken; the screen has a sentence for each, filled with the params. */
export type PickRefusal =
  | 'damaged'
  | 'unknown'
  | 'foreign'
  | 'unknownPack'
  | 'wrongProduct'
  | 'alreadyPicked'
  | 'comesLater'
  | 'wrongLot'
  | 'unknownLot'
  | 'lotOfOther'
  | 'lotBlocked'
  | 'lotExpired'
  | 'needsSerial'
  | 'serialTwice'
  | 'serialNotHere'
  | 'serialOfOther'
  | 'onePieceOnly'
  | 'tooMuch'
  | 'wrongPlace'
  | 'foreignPlace'
  | 'otherDocument'
  | 'allDone';

export type PickDecision =
  | { readonly kind: 'taken'; readonly entry: Extract<PickEntry, { kind: 'take' }>; readonly product: ScannedName }
  /** The place of another open line: the operator goes there first. */
  | { readonly kind: 'moved'; readonly entry: Extract<PickEntry, { kind: 'goTo' }>; readonly place: string }
  /** The place of the line at hand. */
  | { readonly kind: 'rightPlace'; readonly place: string }
  /** The code says no lot, and nobody has told it of this line: which one is it? */
  | { readonly kind: 'whichLot'; readonly at: PickLineState }
  | {
      readonly kind: 'refused';
      readonly why: PickRefusal;
      readonly params: Readonly<Record<string, string | number | null>>;
    };

interface ScannedName {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
}

export interface PickRules {
  readonly today: CalendarDate;
  /** Above what was ordered (R24). */
  readonly tolerance: BasisPoints;
  readonly warehouseId: string;
}

const refuse = (why: PickRefusal, params: Readonly<Record<string, string | number | null>> = {}): PickDecision => ({
  kind: 'refused',
  why,
  params,
});

/** Decides one scan at a pick list. */
export function decidePickScan(state: PickState, found: Scanned, rules: PickRules): PickDecision {
  const at = state.way[0];
  const place = decidePlace(state, found, rules);
  if (place) return place;
  if (!at) return refuse('allDone');
  const { line } = at;
  const product = found.products.find(({ id }) => id === line.productId);
  if (product) return decideGoods(at, product, found, state, rules);
  const [other] = found.products;
  if (other) return refuseOther(state, other);
  const serial = found.serials.find(({ productId }) => productId === line.productId);
  if (serial) return decideGoods(at, ofLine(at), found, state, rules);
  const lot = found.lots.find(({ productId }) => productId === line.productId);
  if (lot) return decideGoods(at, ofLine(at), found, state, rules);
  return refuseNothingFits(found, at);
}

function refuseNothingFits({ reading, serials, lots, documents }: Scanned, { line }: PickLineState): PickDecision {
  const { text } = reading;
  const expected = { expectedCode: line.productCode, expectedName: line.productName };
  const [serial] = serials;
  if (serial) return refuse('serialOfOther', { serial: serial.code, name: serial.productName, ...expected });
  const [lot] = lots;
  if (lot) return refuse('lotOfOther', { lot: lot.code, name: lot.productName, ...expected });
  const [document] = documents;
  if (document) return refuse('otherDocument', { number: document.number });
  if (reading.damage !== null) return refuse('damaged', { text });
  return refuse(reading.gtin === null ? 'unknown' : 'foreign', { text, ...expected });
}

/** A lot's or a piece's own label stands for one base unit of the line's goods. */
function ofLine({ line }: PickLineState): ScannedProduct {
  return {
    id: line.productId,
    code: line.productCode,
    name: line.productName,
    unit: line.unit,
    tracking: line.tracking,
    shelfLifeDays: null,
    discontinued: 0,
    unitName: line.unit,
    unitRatio: 1,
  };
}

/** Null: no place was scanned. */
function decidePlace(state: PickState, { locations, reading }: Scanned, rules: PickRules): PickDecision | null {
  const [location] = locations;
  if (!location) return null;
  if (location.warehouseId !== rules.warehouseId) return refuse('foreignPlace', { place: location.code });
  const at = state.way[0];
  if (at?.source.locationId === location.id) return { kind: 'rightPlace', place: location.code };
  const there = state.way.find(({ source }) => source.locationId === location.id);
  if (!there) return refuse('wrongPlace', { place: location.code, expected: at?.source.locationCode ?? null });
  return { kind: 'moved', entry: { kind: 'goTo', lineId: there.line.id, text: reading.text }, place: location.code };
}

function refuseOther(state: PickState, { id, code, name }: ScannedProduct): PickDecision {
  const wanted = state.way[0]?.line;
  const expected = { expectedCode: wanted?.productCode ?? null, expectedName: wanted?.productName ?? null };
  const later = state.way.find(({ line }) => line.productId === id);
  const params = { code, name, ...expected };
  if (later) return refuse('comesLater', { ...params, place: later.source.locationCode ?? later.line.productCode });
  const isListed = state.lines.some(({ line }) => line.productId === id);
  return refuse(isListed ? 'alreadyPicked' : 'wrongProduct', params);
}

function decideGoods(
  at: PickLineState,
  product: ScannedProduct,
  found: Scanned,
  state: PickState,
  rules: PickRules,
): PickDecision {
  const { line, source, total } = at;
  const { reading } = found;
  if (product.unitRatio === null) return refuse('unknownPack', { code: product.code, name: product.name });
  const wrongLot = source.lotId === null ? null : decideLot(at, found, rules);
  if (wrongLot) return wrongLot;
  const quantity: Quantity = toBaseUnits((reading.count ?? 1) * ONE_UNIT, product.unitRatio);
  let serial: ScannedSerial | undefined;
  if (line.tracking === 'serial') {
    serial = found.serials.find(({ productId }) => productId === line.productId);
    const wrong = decideSerial(serial, quantity, found, state, rules);
    if (wrong) return wrong;
  }
  const allowed = stillAllowed(line.quantity, total, rules.tolerance);
  if (quantity > allowed) {
    return refuse('tooMuch', { quantity, left: allowed, unit: line.unit, code: product.code, name: product.name });
  }
  const saysLot = found.lots.some(({ id }) => id === source.lotId);
  if (line.tracking === 'lot' && source.lotId !== null && !saysLot && !at.isLotTold) return { kind: 'whichLot', at };
  const entry = {
    kind: 'take',
    lineId: line.id,
    text: reading.text,
    quantity,
    serialId: serial?.id ?? null,
    serialCode: serial?.code ?? null,
    ...(saysLot ? { isLotTold: true } : {}),
  } as const;
  return { kind: 'taken', entry, product: { code: product.code, name: product.name, unit: line.unit } };
}

/** Null: the lot is the right one, or the code does not say which. */
function decideLot({ line, source }: PickLineState, found: Scanned, rules: PickRules): PickDecision | null {
  const { reading, lots } = found;
  const own = lots.filter(({ productId }) => productId === line.productId);
  const expected = source.lotCode;
  if (reading.expiresOn !== null && reading.expiresOn < rules.today) {
    return refuse('lotExpired', { lot: reading.lot ?? expected, expiresOn: reading.expiresOn });
  }
  if (reading.lot === null && own.length === 0) {
    // It was good when its list was released: the day has passed since.
    const isOver = source.expiresOn !== null && source.expiresOn < rules.today;
    return isOver ? refuse('lotExpired', { lot: expected, expiresOn: source.expiresOn }) : null;
  }
  const lot: ScannedLot | undefined = own[0];
  if (!lot) {
    const [other] = lots;
    return other
      ? refuse('lotOfOther', { lot: other.code, name: other.productName, expectedName: line.productName })
      : refuse('unknownLot', { lot: reading.lot, expected });
  }
  if (own.every(({ id }) => id !== source.lotId)) return refuse('wrongLot', { lot: lot.code, expected });
  if (lot.blocked === 1) return refuse('lotBlocked', { lot: lot.code });
  if (lot.expiresOn !== null && lot.expiresOn < rules.today)
    return refuse('lotExpired', { lot: lot.code, expiresOn: lot.expiresOn });
  return null;
}

/** R29: one piece, which is here and was not taken before. */
function decideSerial(
  serial: ScannedSerial | undefined,
  quantity: Quantity,
  { reading, serials }: Scanned,
  state: PickState,
  rules: PickRules,
): PickDecision | null {
  if (!serial) {
    const [other] = serials;
    if (other) return refuse('serialOfOther', { serial: other.code, name: other.productName });
    return reading.serial === null ? refuse('needsSerial') : refuse('serialNotHere', { serial: reading.serial });
  }
  if (quantity !== ONE_UNIT) return refuse('onePieceOnly', { serial: serial.code });
  const isTaken = state.lines.some(({ parts }) => parts.some(({ serialId }) => serialId === serial.id));
  if (isTaken) return refuse('serialTwice', { serial: serial.code });
  if (serial.state !== 'inStock' || serial.warehouseId !== rules.warehouseId)
    return refuse('serialNotHere', { serial: serial.code });
  return null;
}

/**
 * F4: how many the line at hand has in all, typed, with those that were scanned. Only after one of them was scanned, not
 * of numbered pieces, and never so few that nothing is left of where they were taken.
 * @returns `left`: how many more may be
 */
export function decideTypedQuantity(
  at: PickLineState,
  quantity: Quantity,
  { tolerance }: Pick<PickRules, 'tolerance'>,
): { readonly entry: PickEntry } | { readonly why: 'scanFirst' | 'needsSerial' | 'tooMuch'; readonly left: Quantity } {
  const { line, total } = at;
  const left = stillAllowed(line.quantity, total, tolerance);
  if (line.tracking === 'serial') return { why: 'needsSerial', left };
  if (!at.isScanned) return { why: 'scanFirst', left };
  const more = quantity - total;
  const { lotId, locationId } = at.source;
  const own = at.parts.find((part) => part.lotId === lotId && part.locationId === locationId)?.quantity ?? 0;
  if (quantity <= 0 || more > left || own + more <= 0 || isLineDone(at)) return { why: 'tooMuch', left };
  return { entry: { kind: 'take', lineId: line.id, text: null, quantity: more, serialId: null, serialCode: null } };
}
