// Long because one tally serves five modes, and what it refuses reads as one list.
/**
 * Goods that are told one scan after the other: received, put away, sent, taken in, counted. What was kept tells where the
 * operator stands; a killed device comes back to the same tally. Guards (R26, R29, R31):
 * - damaged, unknown and foreign codes, goods that are not on the paper, more than it allows, a lot of other goods, a piece
 *   twice and a place of another warehouse change nothing;
 * - goods that are kept by lots wait for their lot before anything else is scanned;
 * - the last entry can be taken back whatever it was.
 */
import { addDays, type CalendarDate, type Instant } from '../../../kernel/instants.ts';
import { ONE_UNIT, type Quantity } from '../../../kernel/money.ts';
import type { Scanned, ScannedProduct, ScannedSerial } from './scanned.ts';
import { toBaseUnits } from './units.ts';

export type TallyMode = 'receive' | 'putAway' | 'send' | 'takeIn' | 'count';

/** One thing that the operator did, as the device keeps it. */
export type TallyEntry =
  | {
      readonly kind: 'goods';
      readonly text: string;
      readonly productId: string;
      readonly code: string;
      readonly name: string;
      readonly unit: string;
      readonly tracking: 'none' | 'lot' | 'serial';
      readonly shelfLifeDays: number | null;
      readonly quantity: Quantity;
      readonly lotId: string | null;
      readonly lotCode: string | null;
      readonly expiresOn: CalendarDate | null;
      readonly serialId: string | null;
      readonly serialCode: string | null;
      /** When it was scanned: what was counted is compared with the books of this instant (R28). */
      readonly at: Instant;
    }
  /** The lot of the goods that wait for it. */
  | {
      readonly kind: 'lot';
      readonly lotId: string | null;
      readonly lotCode: string;
      readonly expiresOn: CalendarDate | null;
    }
  | { readonly kind: 'place'; readonly locationId: string; readonly code: string }
  /** How many the last goods are, typed. */
  | { readonly kind: 'quantity'; readonly quantity: Quantity }
  /** From here on goods are good, or rejected with this reason. */
  | { readonly kind: 'quality'; readonly reason: string | null };

type Goods = Extract<TallyEntry, { kind: 'goods' }>;

/** Goods of one kind, lot, place and condition. */
export interface TallyLine extends Omit<Goods, 'kind' | 'text'> {
  readonly locationId: string | null;
  readonly locationCode: string | null;
  /** Null: they are good. */
  readonly rejectReason: string | null;
}

export interface TallyState {
  /** In the order in which they were first scanned. */
  readonly lines: readonly TallyLine[];
  /** What was told last. */
  readonly last: TallyLine | null;
  /** Goods that wait for their lot. */
  readonly waiting: TallyLine | null;
  readonly place: { readonly id: string; readonly code: string } | null;
  readonly rejectReason: string | null;
}

const keyOf = (line: TallyLine): string =>
  [line.productId, line.lotCode, line.serialCode, line.locationId, line.rejectReason].join('\n');

/**
 * Where a tally stands after what was kept of it. When goods are put away, a place takes everything that was scanned
 * since the place before; else it is where what follows lies.
 */
export function foldTally(entries: readonly TallyEntry[], mode: TallyMode): TallyState {
  let lines: TallyLine[] = [];
  let last: TallyLine | null = null;
  let waiting: TallyLine | null = null;
  let place: TallyState['place'] = null;
  let rejectReason: string | null = null;
  const add = (line: TallyLine): void => {
    const same = lines.find((each) => keyOf(each) === keyOf(line));
    lines = same
      ? lines.map((each) => (each === same ? { ...each, quantity: each.quantity + line.quantity, at: line.at } : each))
      : [...lines, line];
    last = line;
  };
  for (const entry of entries) {
    if (entry.kind === 'goods') {
      const { kind: _kind, text: _text, ...goods } = entry;
      const lies = mode === 'putAway' ? null : place;
      const line = { ...goods, locationId: lies?.id ?? null, locationCode: lies?.code ?? null, rejectReason };
      if (needsLot(line)) waiting = line;
      else add(line);
    } else if (entry.kind === 'lot') {
      if (!waiting) continue;
      const { lotId, lotCode, expiresOn } = entry;
      const line: TallyLine = { ...(waiting as TallyLine), lotId, lotCode, expiresOn };
      waiting = null;
      add(line);
    } else if (entry.kind === 'place') {
      place = { id: entry.locationId, code: entry.code };
      if (mode === 'putAway') {
        const { locationId, code: locationCode } = entry;
        lines = lines.map((line) => (line.locationId === null ? { ...line, locationId, locationCode } : line));
      }
    } else if (entry.kind === 'quality') rejectReason = entry.reason;
    else if (last) {
      const line: TallyLine = last;
      const more = entry.quantity - line.quantity;
      const key = keyOf(line);
      lines = lines.map((each) => (keyOf(each) === key ? { ...each, quantity: each.quantity + more } : each));
      last = { ...line, quantity: entry.quantity };
    }
  }
  return {
    lines: lines.filter(({ quantity }) => quantity > 0 || mode === 'count'),
    last,
    waiting,
    place,
    rejectReason,
  };
}

const needsLot = ({ tracking, lotCode }: TallyLine): boolean => tracking === 'lot' && lotCode === null;

export interface TallyRules {
  readonly mode: TallyMode;
  readonly warehouseId: string;
  readonly today: CalendarDate;
  readonly now: Instant;
  /** What the paper allows of each product, the tolerance added; null: there is no paper. */
  readonly allowed: ReadonlyMap<string, Quantity> | null;
  /** The warehouse has places, and goods are counted or put away by them. */
  readonly hasPlaces: boolean;
}

/** Why nothing was taken; the screen has a sentence for each. */
export type TallyRefusal =
  | 'damaged'
  | 'unknown'
  | 'foreign'
  | 'unknownPack'
  | 'notOnPaper'
  | 'tooMuch'
  | 'lotFirst'
  | 'lotOfOther'
  | 'lotExpired'
  | 'needsSerial'
  | 'serialTwice'
  | 'serialKnown'
  | 'serialNotHere'
  | 'onePieceOnly'
  | 'foreignPlace'
  | 'closedPlace'
  | 'placeFirst'
  | 'nothingToPut'
  | 'otherDocument';

export type TallyDecision =
  | { readonly kind: 'taken'; readonly entry: TallyEntry; readonly line: Goods | TallyLine }
  /** Goods that are kept by lots: their lot is scanned next. */
  | { readonly kind: 'lotNext'; readonly entry: Goods }
  | { readonly kind: 'placed'; readonly entry: TallyEntry; readonly place: string; readonly lines: number }
  | {
      readonly kind: 'refused';
      readonly why: TallyRefusal;
      readonly params: Readonly<Record<string, string | number | null>>;
    };

const refuse = (why: TallyRefusal, params: Readonly<Record<string, string | number | null>> = {}): TallyDecision => ({
  kind: 'refused',
  why,
  params,
});

/** Decides one scan. */
export function decideTallyScan(state: TallyState, found: Scanned, rules: TallyRules): TallyDecision {
  if (state.waiting) return decideLot(state.waiting, found, rules);
  const [location] = found.locations;
  if (location && found.products.length === 0) {
    if (location.warehouseId !== rules.warehouseId) return refuse('foreignPlace', { place: location.code });
    if (location.active === 0 && rules.mode !== 'count') return refuse('closedPlace', { place: location.code });
    const lines = state.lines.filter(({ locationId }) => locationId === null).length;
    if (rules.mode === 'putAway' && lines === 0) return refuse('nothingToPut', { place: location.code });
    const entry = { kind: 'place', locationId: location.id, code: location.code } as const;
    return { kind: 'placed', entry, place: location.code, lines };
  }
  const product = found.products[0] ?? productOf(found);
  if (product) return decideGoods(state, product, found, rules);
  const { text, gtin, damage } = found.reading;
  const [document] = found.documents;
  if (document) return refuse('otherDocument', { number: document.number });
  if (damage !== null) return refuse('damaged', { text });
  return refuse(gtin === null ? 'unknown' : 'foreign', { text });
}

/** A piece's own label, or a lot's, stands for one of its goods. */
function productOf({ serials, lots }: Scanned): ScannedProduct | undefined {
  const [piece] = serials;
  const [lot] = lots;
  const found = piece ?? (lots.length === 1 ? lot : undefined);
  if (!found) return undefined;
  return {
    ...{ id: found.productId, code: found.productCode, name: found.productName, unit: '' },
    ...{ tracking: piece ? 'serial' : 'lot', shelfLifeDays: null, discontinued: 0, unitName: '', unitRatio: 1 },
  };
}

function decideGoods(state: TallyState, product: ScannedProduct, found: Scanned, rules: TallyRules): TallyDecision {
  const { id: productId, code, name, unit, tracking, shelfLifeDays } = product;
  const told = { code, name, unit };
  if (product.unitRatio === null) return refuse('unknownPack', told);
  if (rules.mode === 'count' && rules.hasPlaces && state.place === null) return refuse('placeFirst', told);
  if (rules.allowed && !rules.allowed.has(productId)) return refuse('notOnPaper', told);
  const { reading } = found;
  const quantity = toBaseUnits((reading.count ?? 1) * ONE_UNIT, product.unitRatio);
  const serial = found.serials.find((each) => each.productId === productId);
  if (tracking === 'serial') {
    const wrong = decideSerial(serial, quantity, state, found, rules);
    if (wrong) return wrong;
  }
  const lot = found.lots.find((each) => each.productId === productId);
  const [other] = found.lots;
  if (reading.lot !== null && !lot && other && rules.mode !== 'receive') {
    return refuse('lotOfOther', { ...told, lot: other.code, other: other.productName });
  }
  const expiresOn = lot?.expiresOn ?? reading.expiresOn ?? freshUntil(reading.producedOn, shelfLifeDays);
  if (isTooOld(expiresOn, state, rules)) return refuse('lotExpired', { ...told, expiresOn });
  const over = tooMuch(productId, quantity, state, rules);
  if (over) return refuse('tooMuch', { ...told, quantity, left: over.left });
  const entry: Goods = {
    ...{ kind: 'goods', text: reading.text, productId, code, name, unit, tracking, shelfLifeDays, quantity },
    ...{ lotId: lot?.id ?? null, lotCode: lot?.code ?? reading.lot, expiresOn },
    ...{ serialId: serial?.id ?? null, serialCode: serial?.code ?? reading.serial, at: rules.now },
  };
  return tracking === 'lot' && entry.lotCode === null
    ? { kind: 'lotNext', entry }
    : { kind: 'taken', entry, line: entry };
}

/** What a scan may be as the lot of goods that wait for it: a lot of theirs, or at a receipt any new code. */
function decideLot(waiting: TallyLine, found: Scanned, rules: TallyRules): TallyDecision {
  const { productId, code, name, unit, shelfLifeDays } = waiting;
  const told = { code, name, unit };
  if (found.products.length > 0 && found.reading.lot === null) return refuse('lotFirst', told);
  if (found.documents.length > 0 || found.locations.length > 0) return refuse('lotFirst', told);
  const lot = found.lots.find((each) => each.productId === productId);
  const lotCode = lot?.code ?? found.reading.lot ?? found.reading.text;
  const [other] = found.lots;
  if (!lot && other && rules.mode !== 'receive')
    return refuse('lotOfOther', { ...told, lot: other.code, other: other.productName });
  const expiresOn = lot?.expiresOn ?? found.reading.expiresOn ?? freshUntil(rules.today, shelfLifeDays);
  const entry = { kind: 'lot', lotId: lot?.id ?? null, lotCode, expiresOn } as const;
  return { kind: 'taken', entry, line: { ...waiting, ...entry } };
}

/** What a label that says only when it was made promises. */
function freshUntil(producedOn: CalendarDate | null, shelfLifeDays: number | null): CalendarDate | null {
  return producedOn === null || shelfLifeDays === null ? null : addDays(producedOn, shelfLifeDays);
}

/** Goods past their day come in only as rejected ones. */
function isTooOld(expiresOn: CalendarDate | null, state: TallyState, { mode, today }: TallyRules): boolean {
  return mode === 'receive' && state.rejectReason === null && expiresOn !== null && expiresOn < today;
}

/** R24, R26: beyond what the paper allows; null where it is not. */
function tooMuch(
  productId: string,
  quantity: Quantity,
  state: TallyState,
  { allowed }: TallyRules,
): { readonly left: Quantity } | null {
  if (!allowed) return null;
  const left = Math.max(0, (allowed.get(productId) ?? 0) - tallied(state, productId));
  return quantity > left ? { left } : null;
}

/** How much of a product was told so far. */
export function tallied({ lines }: TallyState, productId: string): Quantity {
  return lines.reduce((sum, line) => (line.productId === productId ? sum + line.quantity : sum), 0);
}

/** R29: one piece, once; new to the books where it is received, known to be here anywhere else. */
function decideSerial(
  serial: ScannedSerial | undefined,
  quantity: Quantity,
  state: TallyState,
  { reading }: Scanned,
  { mode, warehouseId }: TallyRules,
): TallyDecision | null {
  const code = serial?.code ?? reading.serial;
  if (code === null || code === undefined) return refuse('needsSerial');
  if (quantity !== ONE_UNIT) return refuse('onePieceOnly', { serial: code });
  if (state.lines.some(({ serialCode }) => serialCode === code)) return refuse('serialTwice', { serial: code });
  if (mode === 'receive') return serial?.state === 'inStock' ? refuse('serialKnown', { serial: code }) : null;
  const isHere = serial?.state === 'inStock' && serial.warehouseId === warehouseId;
  if (mode !== 'takeIn' && !isHere) return refuse('serialNotHere', { serial: code });
  return null;
}

/** F4: how many the last goods are, typed; null: that many may not be. */
export function decideTallyQuantity(state: TallyState, quantity: Quantity, rules: TallyRules): TallyEntry | null {
  const { last } = state;
  if (!last || last.tracking === 'serial' || state.waiting) return null;
  if (quantity < 0 || (quantity === 0 && rules.mode !== 'count')) return null;
  const more = quantity - last.quantity;
  if (more > 0 && tooMuch(last.productId, more, state, rules)) return null;
  return { kind: 'quantity', quantity };
}

/** One line of a paper, and how much of it is still open. */
export interface PaperLine {
  readonly id: string;
  readonly productId: string;
  readonly open: Quantity;
}

/**
 * Goods on the lines of their paper: the first line of a product is filled first, what is more than all of them goes to
 * the last.
 * @returns each part with its paper's line; null where the paper has no such product
 */
export function spreadOverPaper<Line extends { readonly productId: string; readonly quantity: Quantity }>(
  lines: readonly Line[],
  paper: readonly PaperLine[],
): { readonly line: Line; readonly paperLineId: string | null; readonly quantity: Quantity }[] {
  const open = new Map(paper.map((each) => [each.id, Math.max(0, each.open)]));
  return lines.flatMap((line) => {
    const own = paper.filter(({ productId }) => productId === line.productId);
    if (own.length === 0) return [{ line, paperLineId: null, quantity: line.quantity }];
    let left = line.quantity;
    const parts: { line: Line; paperLineId: string | null; quantity: Quantity }[] = [];
    for (const [index, { id }] of own.entries()) {
      const isLast = index === own.length - 1;
      const quantity = isLast ? left : Math.min(left, open.get(id) ?? 0);
      if (quantity <= 0) continue;
      open.set(id, (open.get(id) ?? 0) - quantity);
      left -= quantity;
      parts.push({ line, paperLineId: id, quantity });
    }
    return parts;
  });
}
