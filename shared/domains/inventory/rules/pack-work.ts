/**
 * One order being packed (R25): what was kept of it tells what lies in which parcel. Guards:
 * - only what was picked is packed: of its lot, by its number, and no more of it;
 * - the same entries make the same state, so that a killed device comes back to the same parcel.
 */
import { ONE_UNIT, type Quantity } from '../../../kernel/money.ts';
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
  | { readonly kind: 'pack'; readonly lineId: string; readonly text: string | null; readonly quantity: Quantity }
  /** The box is full: what follows goes into the next one. */
  | { readonly kind: 'nextParcel' }
  | { readonly kind: 'carrier'; readonly carrierId: string | null; readonly name: string | null }
  | { readonly kind: 'tracking'; readonly text: string }
  | { readonly kind: 'weight'; readonly grams: number };

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
  for (const entry of entries) {
    if (entry.kind === 'carrier') carrier = { id: entry.carrierId, name: entry.name };
    else if (entry.kind === 'tracking') trackingNumber = entry.text;
    else if (entry.kind === 'weight') weightGrams = entry.grams;
    else if (entry.kind === 'nextParcel') {
      if (!isEmpty) parcel += 1;
      isEmpty = true;
    } else {
      const into = parcel;
      isEmpty &&= !states.some(({ line }) => line.id === entry.lineId);
      states = states.map((state) => (state.line.id === entry.lineId ? put(state, into, entry.quantity) : state));
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
  return { lines: states, parcel, isWhole, carrier, trackingNumber, weightGrams };
}

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
  | 'otherDocument';

export type PackDecision =
  | {
      readonly kind: 'packed';
      readonly entry: Extract<PackEntry, { kind: 'pack' }>;
      readonly line: PackedGoods;
    }
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
    return lotIds.length === 0 || line.lotId === null || lotIds.includes(line.lotId);
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
  const open = fits.find(({ line, packed }) => packed + quantity <= line.quantity);
  if (!open) {
    const left = fits.reduce((sum, { line, packed }) => sum + line.quantity - packed, 0);
    return refuse('tooMuch', { ...name, quantity, left });
  }
  const entry = { kind: 'pack', lineId: open.line.id, text: reading.text, quantity } as const;
  return { kind: 'packed', entry, line: open.line };
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

function refuseNothing({ reading, products, lots, serials, documents }: Scanned): PackDecision {
  const { text } = reading;
  const [product] = products;
  if (product) return refuse('wrongProduct', { code: product.code, name: product.name });
  const [piece] = [...serials, ...lots];
  if (piece) return refuse('wrongProduct', { code: piece.productCode, name: piece.productName });
  const [document] = documents;
  if (document) return refuse('otherDocument', { number: document.number });
  if (reading.damage !== null) return refuse('damaged', { text });
  return refuse(reading.gtin === null ? 'unknown' : 'foreign', { text });
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
