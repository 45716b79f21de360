// Long because one tally serves five modes, and what it refuses reads as one list.
/**
 * What a scan means for a tally (R26, R28, R29, R31). Guards:
 * - damaged, unknown and foreign codes, goods that are not on the paper, more than it allows, a lot of other goods, a piece
 *   twice and a place of another warehouse change nothing;
 * - goods that are kept by lots wait for their lot before anything else is scanned, and only a receipt makes new lots;
 * - a code that several goods bear says nothing before the goods are told; one that the books cannot take is no code;
 * - where places are kept, what is sent or counted is told with its place, and what is put away with where it was taken;
 * - of a transfer only the lots and pieces are taken in that left (R27);
 * - who counted a shelf does not count it again (R28).
 */
import type { CalendarDate } from '../../../kernel/instants.ts';
import { ONE_UNIT, QUANTITY_LIMIT, type Quantity } from '../../../kernel/money.ts';
import { isBuiltLike } from './location-pattern.ts';
import { LONGEST_CODE, readingsOfLot, SHORT_ARTICLE } from './lot-code.ts';
import { freshUntil, type LotDay, lastDayOf } from './lot-day.ts';
import type { Scanned, ScannedLocation, ScannedLot, ScannedProduct, ScannedSerial } from './scanned.ts';
import { isInHand, type TallyGoods, type TallyLine, type TallyState, tallied, tallyLineKey } from './tally.ts';
import { refuse, shelfKey, type TallyDecision, type TallyRules, type TallyShelf } from './tally-decision.ts';
import { rejectedWait, sourceOf, type ToldGoods, waitingOf } from './tally-sources.ts';
import { decideUnderWay } from './tally-under-way.ts';
import { toBaseUnits } from './units.ts';

type Goods = TallyGoods;

/** Lines of one booking; more are booked in two. */
const MOST_LINES = 90;

/** Decides one scan. */
export function decideTallyScan(state: TallyState, found: Scanned, rules: TallyRules): TallyDecision {
  const readings = readingsOfLot(state, found, rules.mode);
  const decided = readings.map((each) => ({ each, decision: decideRead(state, each.found, rules) }));
  const [first] = decided;
  if (!first) return refuse('unknown', { text: found.reading.text });
  const choices = decided.filter(({ decision }) => decision.kind !== 'refused').map(({ each }) => each);
  // Where nobody could take it, nobody is asked.
  const goods = state.waiting ?? found.products[0];
  if (readings.length === 1 || choices.length === 0 || !goods) return first.decision;
  return { kind: 'asksLot', code: goods.code, name: goods.name, choices };
}

/** Decides a scan that reads in one way. */
export function decideRead(state: TallyState, found: Scanned, rules: TallyRules): TallyDecision {
  if (state.waiting?.tracking === 'serial') return decideNumber(state.waiting, state, found, rules);
  if (state.waiting) return decideLot(state.waiting, state, found, rules);
  const [location] = found.locations;
  if (location && found.products.length === 0) return decidePlace(state, location, rules);
  const product = found.products[0] ?? productOf(found);
  if (product) return decideGoods(state, product, found, rules);
  const { text, gtin, damage } = found.reading;
  const [document] = found.documents;
  if (document) return refuse('otherDocument', { number: document.number });
  const isOfSeveral = found.lots.length > 1 || found.serials.length > 1;
  if (isOfSeveral && !state.open) return refuse('goodsFirst', { text, goods: bearersOf(found) });
  if (damage !== null) return refuse('damaged', { text });
  // A number alone is one of the goods whose numbers are being scanned.
  if (gtin !== null) return refuse('foreign', { text });
  if (state.open) return decideNumber(state.open, state, found, rules);
  return unknownPlace(text, state, rules) ?? refuse('unknown', { text });
}

/** A code that looks like a place's and is none of this warehouse, or one that is nothing where a place comes next. */
function unknownPlace(
  text: string,
  state: TallyState,
  { mode, hasPlaces, placeExample: example }: TallyRules,
): TallyDecision | null {
  if (!hasPlaces || !example) return null;
  if (isBuiltLike(text, example)) return refuse('unknownPlace', { text, example });
  const isPlaceNext = mode === 'putAway' ? state.lines.some(isInHand) : isByPlace(mode) && state.place === null;
  return isPlaceNext ? refuse('noPlaceNorGoods', { text, example }) : null;
}

/** Goods are told with the place at which they lie. */
const isByPlace = (mode: TallyRules['mode']): boolean => mode === 'count' || mode === 'send';

/** Where goods lie, or are put. */
function decidePlace(state: TallyState, location: ScannedLocation, rules: TallyRules): TallyDecision {
  const { mode, zoneIds = null } = rules;
  const { id: locationId, code: place, zoneKind } = location;
  if (location.warehouseId !== rules.warehouseId) return refuse('foreignPlace', { place });
  if (zoneIds !== null && !zoneIds.has(location.zoneId)) return refuse('otherZone', { place });
  const inHand = state.lines.filter(isInHand);
  const isQuarantine = zoneKind === 'quarantine';
  if (mode === 'putAway' && inHand.length === 0) {
    const source = { id: locationId, code: place, condition: isQuarantine ? 'quarantine' : 'saleable' } as const;
    return { kind: 'source', entry: { kind: 'source', source }, place };
  }
  // Goods may still lie, and be counted and taken, where nothing is put any more.
  if (location.active === 0 && mode !== 'count' && mode !== 'send') return refuse('closedPlace', { place });
  const apart = inHand.find(({ from }) => from?.condition === 'quarantine');
  if (mode === 'putAway' && apart && !isQuarantine) {
    return refuse('setApart', { place, code: apart.code, name: apart.name });
  }
  const entry = { kind: 'place', locationId, code: place, isQuarantine } as const;
  const lines = inHand.length;
  if (mode === 'putAway' && isQuarantine && inHand.some(({ from }) => from?.condition === 'saleable')) {
    return { kind: 'asksApart', entry, place, lines, mayBeRejected: rejectedWait(inHand, state, rules) };
  }
  return { kind: 'placed', entry, place, lines };
}

/** Goods that have a lot or a piece of the same code. */
function bearersOf({ lots, serials }: Scanned): string {
  return [...new Set([...serials, ...lots].map(({ productCode }) => productCode))].join(', ');
}

/** A piece's own label, or a lot's, stands for one of its goods; a code that several goods bear for none. */
function productOf({ serials, lots }: Scanned): ScannedProduct | undefined {
  const [piece] = serials.length === 1 ? serials : [];
  const [lot] = serials.length === 0 && lots.length === 1 ? lots : [];
  const found = piece ?? lot;
  if (!found) return undefined;
  return {
    ...{ id: found.productId, code: found.productCode, name: found.productName, unit: found.unit ?? '' },
    ...{ tracking: piece ? 'serial' : 'lot', shelfLifeDays: null, discontinued: 0 },
    ...{ unitName: found.unit ?? '', unitRatio: 1 },
  };
}

function decideGoods(state: TallyState, product: ScannedProduct, found: Scanned, rules: TallyRules): TallyDecision {
  const { id: productId, code, name, unit, tracking, shelfLifeDays } = product;
  const told = { code, name, unit };
  if (product.unitRatio === null) return refuse('unknownPack', told);
  if (isByPlace(rules.mode) && rules.hasPlaces && state.place === null) return refuse('placeFirst', told);
  if (rules.allowed && !rules.allowed.has(productId)) return refuse('notOnPaper', told);
  if (rules.countedIds && !rules.countedIds.has(productId)) return refuse('notCounted', told);
  const { reading } = found;
  const quantity = toBaseUnits((reading.count ?? 1) * ONE_UNIT, product.unitRatio);
  const serial = found.serials.find((each) => each.productId === productId);
  const isNumberNext = rules.mode === 'receive' && tracking === 'serial' && !serial && reading.serial === null;
  if (tracking === 'serial' && !(isNumberNext && quantity === ONE_UNIT)) {
    const wrong = decideSerial(serial, quantity, state, found, rules);
    if (wrong) return wrong;
  }
  const lot = found.lots.find((each) => each.productId === productId);
  const [other] = found.lots;
  if (reading.lot !== null && !lot && other && rules.mode !== 'receive') {
    return refuse('lotOfOther', { ...told, lot: other.code, other: other.productName });
  }
  if (reading.lot !== null && !lot && tracking === 'lot' && rules.mode !== 'receive') {
    return refuse('unknownLot', { ...told, lot: reading.lot });
  }
  const lotCode = lot?.code ?? reading.lot;
  const day = dayOf({ productId, tracking, lotCode, shelfLifeDays }, lot, found, state, rules);
  if (!day.said && isTooOld(day.expiresOn, state, rules))
    return refuse('lotExpired', { ...told, expiresOn: day.expiresOn });
  const over = tooMuch(productId, quantity, state, rules);
  if (over) return refuse('tooMuch', { ...told, quantity, left: over.left });
  if (tallied(state, productId) + quantity > QUANTITY_LIMIT)
    return refuse('tooLarge', { ...told, most: QUANTITY_LIMIT });
  const entry: Goods = {
    ...{ kind: 'goods', text: reading.text, productId, code, name, unit, tracking, shelfLifeDays, quantity },
    ...{ lotId: lot?.id ?? null, lotCode, ...kept(day) },
    ...{ serialId: serial?.id ?? null, serialCode: serial?.code ?? reading.serial, at: rules.now },
  };
  if (isNumberNext) return { kind: 'serialNext', entry };
  const only = onlyLot(rules);
  if (tracking === 'lot' && entry.lotCode === null) {
    return only ? finish({ ...entry, ...only }, state, rules) : { kind: 'lotNext', entry };
  }
  return asDiffering(finish(entry, state, rules), day, state);
}

/** The last day as it is kept, and as a receipt asks for it. */
function dayOf(
  goods: Parameters<typeof lastDayOf>[0],
  lot: ScannedLot | undefined,
  { reading }: Scanned,
  state: TallyState,
  { mode, today }: TallyRules,
): LotDay {
  if (mode === 'receive') return lastDayOf(goods, lot, reading, state, today);
  const said = lot?.expiresOn ?? reading.expiresOn ?? freshUntil(reading.producedOn, goods.shelfLifeDays);
  return { expiresOn: said };
}

const kept = ({ expiresOn, dayFrom }: LotDay) => ({ expiresOn, ...(dayFrom ? { dayFrom } : {}) });

/** A label that says another day is asked about; what is rejected goes to quarantine with either. */
function asDiffering(
  decision: TallyDecision,
  { expiresOn, said }: LotDay,
  { rejectReason }: TallyState,
): TallyDecision {
  if (decision.kind !== 'taken' || said === undefined || expiresOn === null || rejectReason !== null) return decision;
  const { entry, line } = decision;
  if (entry.kind !== 'goods' && entry.kind !== 'lot') return decision;
  return { kind: 'dayDiffers', entry, line, known: expiresOn, said };
}

/** Of goods that wait with one lot alone, it is that one. */
function onlyLot({ mode, shelves = [] }: TallyRules): Pick<TallyShelf, 'lotId' | 'lotCode' | 'expiresOn'> | null {
  if (mode !== 'putAway') return null;
  const waiting = shelves.filter(({ isWaiting, quantity }) => isWaiting && quantity > 0);
  const [first] = waiting;
  if (!first || first.lotId === null || waiting.some(({ lotId }) => lotId !== first.lotId)) return null;
  const { lotId, lotCode, expiresOn } = first;
  return { lotId, lotCode, expiresOn };
}

/** The last word on goods whose lot is known. */
function finish(entry: Goods, state: TallyState, rules: TallyRules): TallyDecision {
  const refused = decideShelf(entry, state, rules);
  if (refused) return refused;
  const never = decideUnderWay(entry, state, rules);
  if (never) return refuse(never.why, never.params);
  const from = sourceOf(entry, state, rules);
  const inHand = state.lines.find(isInHand);
  if (rules.mode === 'putAway' && from !== null && from !== 'none') {
    // Rejected goods and good ones are not carried to one place.
    const { code, name } = entry;
    if (inHand?.from && inHand.from.condition !== from.condition) return refuse('goodAndRejected', { code, name });
  }
  if (from === 'none') {
    const left = waitingOf(entry, state, rules).reduce((sum, shelf) => sum + Math.max(0, shelf.left), 0);
    const { code, name, unit, quantity } = entry;
    return refuse('notWaiting', { code, name, unit, quantity, left });
  }
  const whole = from ? { ...entry, from } : entry;
  if (isFull(whole, state, rules)) return refuse('full', { lines: MOST_LINES });
  return { kind: 'taken', entry: whole, line: whole };
}

/** No booking grows too large to be sent: each piece that has a number is a line of its own (R29). */
function isFull({ kind: _kind, text: _text, ...goods }: Goods, state: TallyState, { mode }: TallyRules): boolean {
  if (state.lines.length < MOST_LINES) return false;
  const place = mode === 'putAway' ? null : state.place;
  const where = { locationId: place?.id ?? null, locationCode: place?.code ?? null };
  const key = tallyLineKey({ ...goods, ...where, rejectReason: state.rejectReason });
  return state.lines.every((line) => tallyLineKey(line) !== key);
}

/** R28: who counted a shelf does not count it again. */
function decideShelf(
  { productId, code, name, lotId }: ToldGoods,
  state: TallyState,
  { mode, ownRecounts }: TallyRules,
): TallyDecision | null {
  const locationId = state.place?.id ?? null;
  if (mode === 'count' && ownRecounts?.has(shelfKey({ productId, lotId, locationId }))) {
    return refuse('recountByAnother', { code, name });
  }
  return null;
}

/** What a scan may be as the lot of goods that wait for it: a lot of theirs, or at a receipt any new code. */
function decideLot(waiting: TallyLine, state: TallyState, found: Scanned, rules: TallyRules): TallyDecision {
  const { productId, code, name, unit, shelfLifeDays } = waiting;
  const told = { code, name, unit };
  if (found.products.length > 0 && found.reading.lot === null) return refuse('lotFirst', told);
  if (found.documents.length > 0 || found.locations.length > 0) return refuse('lotFirst', told);
  const { text, gtin, damage } = found.reading;
  // A whole label names its goods too: the lot on the label of others is not the lot of these.
  const isOfOthers = gtin !== null && found.reading.lot !== null && found.products.every(({ id }) => id !== productId);
  if (isOfOthers) return refuse('lotFirst', told);
  const isArticle = text.length > SHORT_ARTICLE && found.reading.lot === null;
  if (isArticle && damage !== null) return refuse('damaged', { text });
  if (isArticle && gtin !== null) return refuse('lotFirst', told);
  const lot = found.lots.find((each) => each.productId === productId);
  const lotCode = lot?.code ?? found.reading.lot ?? text;
  const [other] = found.lots;
  if (!lot && lotCode.length > LONGEST_CODE) return refuse('codeTooLong', { ...told, most: LONGEST_CODE });
  if (!lot && rules.mode !== 'receive') {
    return other
      ? refuse('lotOfOther', { ...told, lot: other.code, other: other.productName })
      : refuse('unknownLot', { ...told, lot: lotCode });
  }
  const day = dayOf({ productId, tracking: 'lot', lotCode, shelfLifeDays }, lot, found, state, rules);
  const { expiresOn, said } = day;
  if (!said && isTooOld(expiresOn, state, rules)) return refuse('lotExpired', { ...told, expiresOn });
  const entry = { kind: 'lot', lotId: lot?.id ?? null, lotCode, ...kept(day) } as const;
  const line: TallyLine = { ...waiting, ...entry };
  const { rejectReason: _, ...goods } = line;
  const decision = finish({ ...goods, kind: 'goods', text }, state, rules);
  if (decision.kind !== 'taken') return decision;
  const from = 'from' in decision.entry ? decision.entry.from : undefined;
  return asDiffering({ kind: 'taken', entry: from ? { ...entry, from } : entry, line }, day, state);
}

/** So long is an article number that a shop's scanner reads: a piece's own number of that length is one by chance. */
const LONG_ARTICLE = 13;

/** Receive: what a scan may be as the number of a piece: any code that is not known for something else. */
function decideNumber(goods: TallyLine, state: TallyState, found: Scanned, rules: TallyRules): TallyDecision {
  const { productId, code, name, unit } = goods;
  const told = { code, name, unit };
  const { text, gtin, lot, serial: said, damage } = found.reading;
  const isOfOthers = gtin !== null && (said !== null || text.length >= LONG_ARTICLE);
  const isOwn = said !== null && found.products.some(({ id }) => id === productId);
  const isKnown = found.products.length > 0 || found.locations.length > 0 || found.documents.length > 0;
  if (!isOwn && (isKnown || isOfOthers || lot !== null)) return refuse('serialFirst', told);
  if (damage === 'elements') return refuse('damaged', { text });
  const serial = found.serials.find((each) => each.productId === productId);
  if (!serial && (said ?? text).length > LONGEST_CODE) return refuse('codeTooLong', { ...told, most: LONGEST_CODE });
  const wrong = decideSerial(
    serial,
    ONE_UNIT,
    state,
    { ...found, reading: { ...found.reading, serial: said ?? text } },
    rules,
  );
  if (wrong) return wrong;
  const over = tooMuch(productId, ONE_UNIT, state, rules);
  if (over) return refuse('tooMuch', { ...told, quantity: ONE_UNIT, left: over.left });
  const serialCode = serial?.code ?? said ?? text;
  const piece = { serialId: serial?.id ?? null, serialCode, at: rules.now };
  const { rejectReason: _, ...line } = { ...goods, ...piece, quantity: ONE_UNIT };
  const decision = finish({ ...line, kind: 'goods', text }, state, rules);
  if (decision.kind !== 'taken') return decision;
  return { kind: 'taken', entry: { kind: 'serial', ...piece }, line: { ...goods, ...piece } };
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
  // What a count did not find may be found by the next one.
  if (mode === 'count' && serial?.state === 'missing') return null;
  if (mode !== 'takeIn' && !isHere) return refuse('serialNotHere', { serial: code });
  return null;
}
