// Long because what was packed, what a scan means for it and what is still missing are reckoned from the same lines.
/**
 * One order being packed (R25): what was kept of it tells what lies in which parcel. Guards:
 * - only what was picked is packed: of its lot, by its number, and no more of it;
 * - where several lots of the goods were picked, a code without a lot counts for none before it was told which (R25);
 * - the same entries make the same state, so that a killed device comes back to the same parcel.
 */
import { type Minor, ONE_UNIT, type Quantity } from '../../../kernel/money.ts';
import { packingDifferences } from './packing.ts';
import type { Scanned } from './scanned.ts';
import { toBaseUnits } from './units.ts';

/** What was picked for one line, of one lot or one piece. */
export interface PackedGoods {
  readonly id: string;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly weightGrams: number | null;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly serialId: string | null;
  readonly serialCode: string | null;
  /** Picked and not sent. */
  readonly quantity: Quantity;
}

/** One thing that the packer did, as the device keeps it. */
export type PackEntry =
  | {
      readonly kind: 'pack';
      readonly lineId: string;
      readonly text: string | null;
      readonly quantity: Quantity;
      /** A case that was picked in parts: what of it other lines hold. */
      readonly others?: readonly { readonly lineId: string; readonly quantity: Quantity }[];
      /** More of what was scanned last: how many it is was typed. */
      readonly isTyped?: boolean;
      /** Its lot is sure: the label said it, or the packer did. */
      readonly isLotTold?: boolean;
    }
  /** The box is full: what follows goes into the next one. */
  | { readonly kind: 'nextParcel' }
  | { readonly kind: 'carrier'; readonly carrierId: string | null; readonly name: string | null }
  | { readonly kind: 'tracking'; readonly text: string }
  | { readonly kind: 'weight'; readonly grams: number }
  /** What the carrier takes for it, in the company's currency. */
  | { readonly kind: 'freight'; readonly minor: Minor }
  | UnpackedEntry;

/** F2: what was told as damaged or missing. It is booked already, and changes the lines; the parcels stay as they are. */
export interface UnpackedEntry {
  readonly kind: 'unpacked';
  readonly lineId: string;
  readonly name: string;
  readonly unit: string;
  readonly quantity: Quantity;
  readonly reason: 'damaged' | 'notFound';
  /** The booking, and its movements: by them it is taken back. */
  readonly unpickId: string;
  readonly outId: string;
  readonly inId: string;
}

export interface PackLineState<Line extends PackedGoods = PackedGoods> {
  readonly line: Line;
  readonly packed: Quantity;
  readonly parts: readonly { readonly parcel: number; readonly quantity: Quantity }[];
}

export interface PackState<Line extends PackedGoods = PackedGoods> {
  readonly lines: readonly PackLineState<Line>[];
  /** The one that is open, from 1. */
  readonly parcel: number;
  /** R25: packed is picked, line by line and lot by lot. */
  readonly isWhole: boolean;
  readonly carrier: { readonly id: string | null; readonly name: string | null } | null;
  readonly trackingNumber: string | null;
  readonly weightGrams: number | null;
  readonly freightMinor: Minor | null;
  /** The goods scanned last, how many of them lie in the open parcel, and how many more were picked; null: none yet. */
  readonly last: { readonly line: Line; readonly quantity: Quantity; readonly left: Quantity } | null;
  /** By product: the lot that was told last. The bare code of the goods counts for it. */
  readonly toldLots: ReadonlyMap<string, string>;
}

/** Where an order stands after what was kept of it. Entries of lines that are gone count for nothing. */
export function foldPack<Line extends PackedGoods>(
  lines: readonly Line[],
  entries: readonly PackEntry[],
): PackState<Line> {
  let states: PackLineState<Line>[] = lines.map((line) => ({ line, packed: 0, parts: [] }));
  let parcel = 1;
  let isEmpty = true;
  let carrier: PackState['carrier'] = null;
  let trackingNumber: string | null = null;
  let weightGrams: number | null = null;
  let freightMinor: Minor | null = null;
  let lastId: string | null = null;
  const toldLots = new Map<string, string>();
  for (const entry of entries) {
    if (entry.kind === 'carrier') carrier = { id: entry.carrierId, name: entry.name };
    else if (entry.kind === 'tracking') trackingNumber = entry.text;
    else if (entry.kind === 'weight') weightGrams = entry.grams;
    else if (entry.kind === 'freight') freightMinor = entry.minor;
    else if (entry.kind === 'nextParcel') {
      if (!isEmpty) parcel += 1;
      isEmpty = true;
      lastId = null;
    } else if (entry.kind === 'pack') {
      const into = parcel;
      lastId = entry.lineId;
      const goods = entry.isLotTold ? lines.find(({ id }) => id === entry.lineId) : undefined;
      if (goods?.lotId) toldLots.set(goods.productId, goods.lotId);
      for (const { lineId, quantity } of [entry, ...(entry.others ?? [])]) {
        isEmpty &&= !states.some(({ line }) => line.id === lineId);
        states = states.map((state) => (state.line.id === lineId ? put(state, into, quantity) : state));
      }
    }
  }
  const portionsOf = (of: (state: PackLineState) => Quantity) =>
    states.map((state) => ({
      pickLineId: state.line.id,
      lotId: state.line.lotId,
      serialId: state.line.serialId,
      quantity: of(state),
    }));
  const differences = packingDifferences(
    portionsOf(({ line }) => line.quantity),
    portionsOf(({ packed }) => packed),
  );
  const isWhole = states.length > 0 && differences.length === 0;
  const found = states.find(({ line }) => line.id === lastId);
  const whole = { lines: states, parcel, isWhole, carrier, trackingNumber, weightGrams, freightMinor, toldLots };
  if (!found || found.line.serialId !== null) return { ...whole, last: null };
  const like = likeIt(states, found.line);
  const left = like.reduce((sum, state) => sum + roomOf(state), 0);
  const here = like.flatMap(({ parts }) => parts).filter((part) => part.parcel === parcel);
  const inParcel = here.reduce((sum, { quantity }) => sum + quantity, 0);
  return { ...whole, last: { line: found.line, quantity: inParcel, left } };
}

/** What was picked of the same goods and lot, be it for several lines of the order. */
const likeIt = <Line extends PackedGoods>(states: readonly PackLineState<Line>[], { productId, lotId }: PackedGoods) =>
  states.filter(({ line }) => line.productId === productId && line.lotId === lotId && line.serialId === null);

const roomOf = ({ line, packed }: PackLineState): Quantity => Math.max(0, line.quantity - packed);

/** F4: how many of the goods at hand the open parcel has in all, typed; null: that many may not be, or are there. */
export function decidePackQuantity({ lines, last }: PackState, quantity: Quantity): PackEntry | null {
  if (!last || quantity <= last.quantity) return null;
  const [first, ...others] = spread(quantity - last.quantity, likeIt(lines, last.line));
  if (!first) return null;
  const entry = { kind: 'pack', lineId: first.line.id, text: null, quantity: first.part, isTyped: true } as const;
  const also = others.map(({ line, part }) => ({ lineId: line.id, quantity: part }));
  return also.length === 0 ? entry : { ...entry, others: also };
}

/** What cannot be packed of a line at the most: what lies in a parcel is taken out first. */
export const mostUnpacked = (state: PackLineState): Quantity => roomOf(state);

function put<Line extends PackedGoods>(
  state: PackLineState<Line>,
  parcel: number,
  quantity: Quantity,
): PackLineState<Line> {
  const known = state.parts.some((part) => part.parcel === parcel);
  const parts = known
    ? state.parts.map((part) => (part.parcel === parcel ? { parcel, quantity: part.quantity + quantity } : part))
    : [...state.parts, { parcel, quantity }];
  return { ...state, packed: state.packed + quantity, parts };
}

/** Why nothing was packed; the screen has a sentence for each. */
export type PackRefusal =
  | 'damaged'
  | 'unknown'
  | 'foreign'
  | 'unknownPack'
  | 'wrongProduct'
  | 'wrongLot'
  | 'wrongSerial'
  | 'needsSerial'
  | 'tooMuch'
  | 'place'
  | 'otherDocument';

export type PackDecision =
  | {
      readonly kind: 'packed';
      readonly entry: Extract<PackEntry, { kind: 'pack' }>;
      readonly line: PackedGoods;
      /** In all, over the lines that it was picked for. */
      readonly quantity: Quantity;
    }
  /** Several lots of the goods were picked, and the code says none of them. */
  | { readonly kind: 'whichLot'; readonly lines: readonly PackedGoods[] }
  | {
      readonly kind: 'refused';
      readonly why: PackRefusal;
      readonly params: Readonly<Record<string, string | number | null>>;
    };

const refuse = (why: PackRefusal, params: Readonly<Record<string, string | number | null>> = {}): PackDecision => ({
  kind: 'refused',
  why,
  params,
});

/** Decides one scan at the packing table. */
export function decidePackScan(state: PackState, found: Scanned): PackDecision {
  const { reading } = found;
  const goods = findGoods(state, found);
  if (!goods) return refuseNothing(found);
  const { lines, ratio, name } = goods;
  if (ratio === null) return refuse('unknownPack', name);
  const serial = found.serials.find(({ productId }) => productId === name.productId);
  if (serial && lines.every(({ line }) => line.serialId !== serial.id)) {
    return refuse('wrongSerial', { ...name, serial: serial.code });
  }
  const lotIds = found.lots.filter(({ productId }) => productId === name.productId).map(({ id }) => id);
  const fits = lines.filter(({ line }) => {
    if (serial) return line.serialId === serial.id;
    // A label that names a lot which nobody received, or which is one of other goods, does not stand for the picked one.
    const saysNoLot = lotIds.length === 0 && reading.lot === null;
    return saysNoLot || line.lotId === null || lotIds.includes(line.lotId);
  });
  if (fits.length === 0) {
    return refuse('wrongLot', {
      ...name,
      lot: found.lots[0]?.code ?? reading.lot,
      expected: lines[0]?.line.lotCode ?? null,
    });
  }
  // Each piece has a number of its own: which one it is, only that says.
  if (!serial && fits.every(({ line }) => line.serialId !== null)) return refuse('needsSerial', name);
  const quantity = toBaseUnits((reading.count ?? 1) * ONE_UNIT, ratio);
  const loose = serial ? fits : fits.filter(({ line }) => line.serialId === null);
  const saysLot = lotIds.length > 0;
  const ofLots = new Map(loose.map(({ line }) => [line.lotId, line]));
  const toldLot = state.toldLots.get(name.productId);
  const isOpen = !serial && !saysLot && ofLots.size > 1;
  const mayBe = isOpen ? loose.filter(({ line }) => line.lotId === toldLot) : loose;
  const [first, ...others] = spread(quantity, mayBe);
  if (!first && isOpen && spread(quantity, loose).length > 0) return { kind: 'whichLot', lines: [...ofLots.values()] };
  if (!first) {
    const left = fits.reduce((sum, { line, packed }) => sum + line.quantity - packed, 0);
    return refuse('tooMuch', { ...name, quantity, left });
  }
  const also = others.map(({ line, part }) => ({ lineId: line.id, quantity: part }));
  const entry = { kind: 'pack', lineId: first.line.id, text: reading.text, quantity: first.part } as const;
  const told = saysLot ? { ...entry, isLotTold: true } : entry;
  const whole = also.length === 0 ? told : { ...told, others: also };
  return { kind: 'packed', entry: whole, line: first.line, quantity };
}

/**
 * On one line where it has room for all of it, else over several of one lot, in their order: what is packed together was
 * picked lot by lot. Empty: they have no room for so much.
 */
function spread(
  quantity: Quantity,
  lines: readonly PackLineState[],
): { readonly line: PackedGoods; readonly part: Quantity }[] {
  const whole = lines.find((state) => quantity <= roomOf(state));
  if (whole) return [{ line: whole.line, part: quantity }];
  for (const lotId of new Set(lines.map(({ line }) => line.lotId))) {
    let left = quantity;
    const parts = lines.flatMap((state) => {
      const part = state.line.lotId === lotId ? Math.min(left, roomOf(state)) : 0;
      left -= part;
      return part > 0 ? [{ line: state.line, part }] : [];
    });
    if (left === 0) return parts;
  }
  return [];
}

interface FoundGoods {
  readonly lines: readonly PackLineState[];
  /** Base units in what bears the code. */
  readonly ratio: number | null;
  readonly name: { readonly productId: string; readonly code: string; readonly name: string; readonly unit: string };
}

/** What was picked of the goods that bear the code; null: nothing of them. */
function findGoods(state: PackState, { products, lots, serials }: Scanned): FoundGoods | null {
  const ids = [...products.map(({ id }) => id), ...[...serials, ...lots].map(({ productId }) => productId)];
  for (const productId of ids) {
    const lines = state.lines.filter(({ line }) => line.productId === productId);
    const [first] = lines;
    if (!first) continue;
    const product = products.find(({ id }) => id === productId);
    const { productCode: code, productName: name, unit } = first.line;
    return { lines, ratio: product ? product.unitRatio : 1, name: { productId, code, name, unit } };
  }
  return null;
}

function refuseNothing({ reading, products, lots, serials, locations, documents }: Scanned): PackDecision {
  const { text } = reading;
  const [product] = products;
  if (product) return refuse('wrongProduct', { code: product.code, name: product.name });
  const [piece] = [...serials, ...lots];
  if (piece) return refuse('wrongProduct', { code: piece.productCode, name: piece.productName });
  const [document] = documents;
  if (document) return refuse('otherDocument', { number: document.number });
  const [location] = locations;
  if (location) return refuse('place', { place: location.code });
  if (reading.damage !== null) return refuse('damaged', { text });
  return refuse(reading.gtin === null ? 'unknown' : 'foreign', { text });
}

/** What the customer goes on waiting for, by product, once this has left. @param onOrder what is open before it */
export function leftOnOrder<Open extends { readonly productId: string; readonly quantity: Quantity }>(
  onOrder: readonly Open[],
  { lines }: PackState,
): Open[] {
  const sent = (productId: string) =>
    lines.reduce((sum, { line, packed }) => sum + (line.productId === productId ? packed : 0), 0);
  return onOrder
    .map((open) => ({ ...open, quantity: open.quantity - sent(open.productId) }))
    .filter(({ quantity }) => quantity > 0);
}

/** The lines of `inventory.shipOrder`, without their ids. */
export function linesToShip<Line extends PackedGoods>({ lines }: PackState<Line>) {
  return lines.flatMap(({ line, parts }) => parts.map(({ parcel, quantity }) => ({ line, parcel, quantity })));
}

/** What the goods weigh by their products; null where one of them says nothing. */
export function weightOf({ lines }: PackState): number | null {
  let grams = 0;
  for (const { line, packed } of lines) {
    if (line.weightGrams === null) return null;
    grams += Math.round((line.weightGrams * packed) / ONE_UNIT);
  }
  return grams;
}
