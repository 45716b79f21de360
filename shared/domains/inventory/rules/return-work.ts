/**
 * Goods of one shipment that come back, scan by scan (R52, R53). Guards:
 * - of a line and lot no more comes back than left and has not come back yet; what left with another shipment is refused;
 * - the same entries make the same state, so that a killed device comes back to the same scan;
 * - what cannot be sold is told from what can by its reason, and lies in quarantine;
 * - what was booked is not booked again, and what was scanned after it is.
 */
import { ONE_UNIT, type Quantity } from '../../../kernel/money.ts';
import type { Scanned } from './scanned.ts';
import { toBaseUnits } from './units.ts';

/** What left of one lot, or one piece, for one line of an order. */
export interface SentGoods {
  /** The shipment's line. */
  readonly id: string;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly serialId: string | null;
  readonly serialCode: string | null;
  /** Sent. */
  readonly quantity: Quantity;
  /** Of it, what came back before. */
  readonly returned: Quantity;
}

/** Why goods come back, in the order in which it is mostly said, with where they go. */
export const returnReasons = [
  { reason: 'unwanted', condition: 'saleable' },
  { reason: 'wrongGoods', condition: 'saleable' },
  { reason: 'refused', condition: 'saleable' },
  { reason: 'damaged', condition: 'quarantine' },
  { reason: 'defective', condition: 'quarantine' },
  { reason: 'expired', condition: 'quarantine' },
  { reason: 'opened', condition: 'quarantine' },
] as const;

export type ReturnReason = (typeof returnReasons)[number]['reason'];

/** Where goods that come back for a reason go. */
export const conditionOf = (reason: ReturnReason): 'saleable' | 'quarantine' =>
  returnReasons.find((each) => each.reason === reason)?.condition ?? 'quarantine';

/** One thing that the operator did, as the device keeps it. */
export type ReturnEntry =
  | {
      readonly kind: 'goods';
      /** Of one product and lot, in the order in which they are filled. */
      readonly lineIds: readonly string[];
      readonly quantity: Quantity;
      readonly text: string | null;
    }
  /** So much of what was scanned last, in all, for its reason. */
  | { readonly kind: 'quantity'; readonly quantity: Quantity }
  /** Of what is scanned from now on. */
  | { readonly kind: 'reason'; readonly reason: ReturnReason }
  /** It is about to be booked, under these ids. */
  | {
      readonly kind: 'booking';
      readonly ids: readonly string[];
      readonly number: string;
      readonly at: number;
      /** The first of what comes back, as it stands then; left out: all of it. */
      readonly lines?: number;
    }
  /** What the booking before it named is in the ledger: what is told goes on with the rest. */
  | { readonly kind: 'booked' };

export interface ReturnPart {
  readonly reason: ReturnReason;
  readonly quantity: Quantity;
}

export interface ReturnLine<Line extends SentGoods = SentGoods> {
  readonly line: Line;
  readonly parts: readonly ReturnPart[];
  /** Of all reasons. */
  readonly returning: Quantity;
  /** What may still come back. */
  readonly left: Quantity;
}

export interface ReturnState<Line extends SentGoods = SentGoods> {
  readonly lines: readonly ReturnLine<Line>[];
  readonly reason: ReturnReason;
  /** What was scanned last: its lines and the reason that it was scanned for. */
  readonly last: { readonly lineIds: readonly string[]; readonly reason: ReturnReason } | null;
}

/** @param first the reason until another one is said: of what the customer refused, that */
export function foldReturn<Line extends SentGoods>(
  lines: readonly Line[],
  entries: readonly ReturnEntry[],
  first: ReturnReason = 'unwanted',
): ReturnState<Line> {
  let states: ReturnLine<Line>[] = lines.map((line) => withParts(line, []));
  let reason = first;
  let last: ReturnState['last'] = null;
  let booking: readonly (ReturnPart & { readonly line: Line })[] = [];
  for (const entry of entries) {
    if (entry.kind === 'reason') reason = entry.reason;
    else if (entry.kind === 'booking') booking = partsOf(states).slice(0, entry.lines);
    else if (entry.kind === 'booked') {
      states = states.map((state) => withoutBooked(state, booking));
      booking = [];
      last = null;
    } else if (entry.kind === 'goods') {
      states = spread(states, entry.lineIds, reason, entry.quantity);
      last = { lineIds: entry.lineIds, reason };
    } else if (entry.kind === 'quantity' && last) {
      const { lineIds, reason: why } = last;
      const emptied = states.map((state) =>
        lineIds.includes(state.line.id)
          ? withParts(
              state.line,
              state.parts.filter((part) => part.reason !== why),
            )
          : state,
      );
      states = spread(emptied, lineIds, why, entry.quantity);
    }
  }
  return { lines: states, reason, last };
}

function withParts<Line extends SentGoods>(line: Line, parts: readonly ReturnPart[]): ReturnLine<Line> {
  const returning = parts.reduce((sum, { quantity }) => sum + quantity, 0);
  return { line, parts, returning, left: Math.max(0, line.quantity - line.returned - returning) };
}

/** Fills the lines in their order; what has no room is on the last of them: it was scanned. */
function spread<Line extends SentGoods>(
  states: readonly ReturnLine<Line>[],
  lineIds: readonly string[],
  reason: ReturnReason,
  quantity: Quantity,
): ReturnLine<Line>[] {
  const known = lineIds.filter((id) => states.some(({ line }) => line.id === id));
  let rest = quantity;
  return states.map((state) => {
    const at = known.indexOf(state.line.id);
    if (at < 0 || rest <= 0) return state;
    const taken = at === known.length - 1 ? rest : Math.min(rest, state.left);
    rest -= taken;
    if (taken === 0) return state;
    const before = state.parts.find((part) => part.reason === reason)?.quantity ?? 0;
    const others = state.parts.filter((part) => part.reason !== reason);
    return withParts(state.line, [...others, { reason, quantity: before + taken }]);
  });
}

/** What was scanned since a booking was made. */
function withoutBooked<Line extends SentGoods>(
  { line, parts }: ReturnLine<Line>,
  booked: readonly (ReturnPart & { readonly line: Line })[],
): ReturnLine<Line> {
  const more = parts.flatMap(({ reason, quantity }) => {
    const before = booked.find((each) => each.line.id === line.id && each.reason === reason)?.quantity ?? 0;
    return quantity > before ? [{ reason, quantity: quantity - before }] : [];
  });
  return withParts(line, more);
}

function partsOf<Line extends SentGoods>(lines: readonly ReturnLine<Line>[]) {
  return lines.flatMap(({ line, parts }) =>
    parts.map(({ reason, quantity }) => ({ line, reason, quantity, condition: conditionOf(reason) })),
  );
}

/** What comes back, in the order of the shipment: the lines of `inventory.takeBackGoods`, without their ids. */
export const partsToTakeBack = <Line extends SentGoods>({ lines }: ReturnState<Line>) => partsOf(lines);

/** Of what was scanned last, for its reason: how much it is now, and how much it may be; null before the first scan. */
export function lastGoods(state: ReturnState) {
  const { last } = state;
  if (!last) return null;
  const own = state.lines.filter(({ line }) => last.lineIds.includes(line.id));
  const [first] = own;
  if (!first) return null;
  const quantity = own
    .flatMap(({ parts }) => parts)
    .reduce((sum, part) => (part.reason === last.reason ? sum + part.quantity : sum), 0);
  const left = own.reduce((sum, each) => sum + each.left, 0);
  return { line: first.line, reason: last.reason, quantity, most: quantity + left };
}

/** The entry for a typed quantity; null where it is none, or more than may come back. */
export function decideReturnQuantity(state: ReturnState, quantity: Quantity): ReturnEntry | null {
  const goods = lastGoods(state);
  if (!goods || goods.line.serialId !== null || quantity <= 0 || quantity > goods.most) return null;
  return { kind: 'quantity', quantity };
}

/** Why nothing was taken back; the screen has a sentence for each. */
export type ReturnRefusal =
  | 'damaged'
  | 'unknown'
  | 'foreign'
  | 'unknownPack'
  | 'notSent'
  | 'wrongLot'
  | 'wrongSerial'
  | 'needsSerial'
  | 'needsLot'
  | 'serialTwice'
  | 'tooMuch'
  | 'otherDocument';

type Params = Readonly<Record<string, string | number | null>>;

export type ReturnDecision =
  | {
      readonly kind: 'taken';
      readonly entry: Extract<ReturnEntry, { kind: 'goods' }>;
      readonly line: SentGoods;
    }
  | { readonly kind: 'refused'; readonly why: ReturnRefusal; readonly params: Params };

const refuse = (why: ReturnRefusal, params: Params = {}): ReturnDecision => ({ kind: 'refused', why, params });

/** Decides one scan of goods that came back. */
export function decideReturnScan(state: ReturnState, found: Scanned): ReturnDecision {
  const { reading, products, lots, serials } = found;
  const goods = findGoods(state, found);
  if (!goods) return refuseNothing(found);
  const { lines, productId, name } = goods;
  const ratio = products.find(({ id }) => id === productId)?.unitRatio;
  if (ratio === null) return refuse('unknownPack', name);
  const isPiece = lines.some(({ line }) => line.serialId !== null);
  if (isPiece && reading.serial !== null && serials.every((each) => each.productId !== productId)) {
    return refuse('wrongSerial', { ...name, serial: reading.serial });
  }
  const serial = serials.find((each) => each.productId === productId);
  if (serial) {
    const sent = lines.find(({ line }) => line.serialId === serial.id);
    if (!sent) return refuse('wrongSerial', { ...name, serial: serial.code });
    if (sent.left < ONE_UNIT) return refuse('serialTwice', { ...name, serial: serial.code });
    return take([sent], ONE_UNIT, reading.text);
  }
  if (isPiece) return refuse('needsSerial', name);
  const named = lots.filter((lot) => lot.productId === productId);
  const saysLot = named.length > 0 || reading.lot !== null;
  // By its code too: two desks may have made the lot, and the shipment names the one that did not stay.
  const isNamed = ({ lotId, lotCode }: SentGoods) => named.some(({ id, code }) => id === lotId || code === lotCode);
  const fits = lines.filter(({ line }) => !saysLot || line.lotId === null || isNamed(line));
  if (fits.length === 0) {
    const expected = [...new Set(lines.map(({ line }) => line.lotCode ?? ''))].join(', ');
    return refuse('wrongLot', { ...name, lot: reading.lot ?? lots[0]?.code ?? null, expected });
  }
  if (!saysLot && new Set(fits.map(({ line }) => line.lotId)).size > 1) return refuse('needsLot', name);
  const quantity = toBaseUnits((reading.count ?? 1) * ONE_UNIT, ratio ?? 1);
  const left = fits.reduce((sum, each) => sum + each.left, 0);
  if (quantity > left) {
    const sent = fits.reduce((sum, { line }) => sum + line.quantity, 0);
    const returned = fits.reduce((sum, { line, returning }) => sum + line.returned + returning, 0);
    return refuse('tooMuch', { ...name, quantity, left, sent, returned });
  }
  return take(fits, quantity, reading.text);
}

function take(fits: readonly ReturnLine[], quantity: Quantity, text: string): ReturnDecision {
  const [first] = fits;
  if (!first) throw new Error('nothing to take');
  const lineIds = fits.map(({ line }) => line.id);
  return { kind: 'taken', entry: { kind: 'goods', lineIds, quantity, text }, line: first.line };
}

interface FoundGoods {
  readonly productId: string;
  readonly lines: readonly ReturnLine[];
  readonly name: { readonly code: string; readonly name: string; readonly unit: string };
}

/** What left with the shipment of the goods that bear the code; null: nothing of them. */
function findGoods(state: ReturnState, { products, lots, serials }: Scanned): FoundGoods | null {
  const ids = [...products.map(({ id }) => id), ...[...serials, ...lots].map(({ productId }) => productId)];
  for (const productId of ids) {
    const lines = state.lines.filter(({ line }) => line.productId === productId);
    const [first] = lines;
    if (!first) continue;
    const { productCode: code, productName: name, unit } = first.line;
    return { productId, lines, name: { code, name, unit } };
  }
  return null;
}

function refuseNothing({ reading, products, lots, serials, documents }: Scanned): ReturnDecision {
  const { text } = reading;
  const [product] = products;
  if (product) return refuse('notSent', { code: product.code, name: product.name });
  const [piece] = [...serials, ...lots];
  if (piece) return refuse('notSent', { code: piece.productCode, name: piece.productName });
  const [document] = documents;
  if (document) return refuse('otherDocument', { number: document.number });
  if (reading.damage !== null) return refuse('damaged', { text });
  return refuse(reading.gtin === null ? 'unknown' : 'foreign', { text });
}
