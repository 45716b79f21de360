/** A product as a person types it, and what of it is sent: only what was changed. */
import { z } from 'zod';
import type { ProductCard } from '#shared/domains/inventory/queries/product-card.ts';
import { barcodeKind } from '#shared/domains/inventory/rules/barcode.ts';
import { formatDecimal, parseDecimal } from '#shared/kernel/money.ts';

const SCALE = 4;

export type Tracking = 'none' | 'lot' | 'serial';

export interface UnitDraft {
  readonly id: string;
  readonly name: string;
  readonly ratio: string;
  readonly forSale: boolean;
  readonly forPurchase: boolean;
}

export interface BarcodeDraft {
  readonly id: string;
  /** Null: one base unit. */
  readonly unitId: string | null;
  readonly code: string;
}

export interface ReorderDraft {
  readonly warehouseId: string;
  readonly reorderPoint: string;
  readonly maximum: string;
  readonly multiple: string;
  readonly safetyStock: string;
  readonly leadDays: string;
  readonly supplierId: string | null;
  readonly isComputed: boolean;
}

export interface ProductDraft {
  readonly code: string;
  readonly name: string;
  readonly otherName: string;
  readonly brand: string;
  readonly category: string;
  readonly unit: string;
  readonly packaging: string;
  readonly basePrice: string;
  readonly floorPrice: string;
  readonly taxCode: string;
  readonly tracking: Tracking;
  readonly shelfLifeDays: string;
  readonly weightGrams: string;
  readonly reorderPoint: string;
  readonly pictureHash: string | null;
  readonly barcode: string;
  readonly units: readonly UnitDraft[];
  readonly barcodes: readonly BarcodeDraft[];
}

/** What a new product begins with. */
export interface Defaults {
  readonly unit: string;
  readonly taxCode: string;
  readonly currency: string;
}

const figureText = (value: number | null | undefined): string =>
  value === null || value === undefined || value === 0 ? '' : formatDecimal(value, SCALE);
const wholeText = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

export function productDraftOf(card: ProductCard | null, defaults: Defaults): ProductDraft {
  const product = card?.product;
  return {
    code: product?.code ?? '',
    name: product?.name ?? '',
    otherName: product?.otherName ?? '',
    brand: product?.brand ?? '',
    category: product?.category ?? '',
    unit: product?.unit ?? defaults.unit,
    packaging: product?.packaging ?? '',
    basePrice: product ? formatDecimal(product.basePrice, SCALE) : '',
    floorPrice: figureText(product?.floorPrice),
    taxCode: product?.taxCode ?? defaults.taxCode,
    tracking: product?.tracking ?? 'none',
    shelfLifeDays: wholeText(product?.shelfLifeDays),
    weightGrams: wholeText(product?.weightGrams),
    reorderPoint: figureText(product?.reorderPoint),
    pictureHash: product?.pictureHash ?? null,
    barcode: product?.barcode ?? '',
    units: (card?.units ?? []).map((unit) => ({
      ...unit,
      ratio: String(unit.ratio),
      forSale: unit.forSale === 1,
      forPurchase: unit.forPurchase === 1,
    })),
    barcodes: card?.barcodes ?? [],
  };
}

const typedArgs = z.object({
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  units: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        ratio: z.number(),
        forSale: z.boolean(),
        forPurchase: z.boolean(),
      }),
    )
    .nullable(),
  barcodes: z.array(z.object({ id: z.string(), unitId: z.string().nullable(), code: z.string() })).nullable(),
});
const figures: ReadonlySet<string> = new Set(['basePrice', 'floorPrice', 'reorderPoint']);

/** The arguments of `inventory.saveProduct` as they were typed, over what stands. */
export function productDraftWith(standing: ProductDraft, args: unknown): ProductDraft {
  const read = typedArgs.safeParse(args);
  if (!read.success) return standing;
  const { pictureHash, currency: _currency, ...fields } = read.data.fields;
  const typed = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'number' && figures.has(name) ? formatDecimal(value, SCALE) : String(value ?? ''),
  ]);
  return {
    ...standing,
    ...(Object.fromEntries(typed) as Partial<ProductDraft>),
    ...(pictureHash === undefined ? {} : { pictureHash: typeof pictureHash === 'string' ? pictureHash : null }),
    units: read.data.units?.map((unit) => ({ ...unit, ratio: String(unit.ratio) })) ?? standing.units,
    barcodes: read.data.barcodes ?? standing.barcodes,
  };
}

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** A figure as it was typed; `undefined` where it cannot be read, null where nothing was typed. */
function figure(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const value = parseDecimal(text, SCALE);
  return value === null || value < 0 ? undefined : value;
}

function whole(text: string, least: number, most: number): number | null | undefined {
  if (text.trim() === '') return null;
  const value = /^\d{1,10}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

export type FieldName = Exclude<keyof ProductDraft, 'units' | 'barcodes' | 'pictureHash' | 'tracking'>;

const MOST_DAYS = 36_500;
const MOST_RATIO = 1_000_000;

function fieldsOf(draft: ProductDraft) {
  return {
    code: draft.code.trim(),
    name: draft.name.trim(),
    otherName: textOrNull(draft.otherName),
    brand: textOrNull(draft.brand),
    category: textOrNull(draft.category),
    unit: draft.unit.trim(),
    packaging: textOrNull(draft.packaging),
    basePrice: figure(draft.basePrice),
    floorPrice: figure(draft.floorPrice),
    taxCode: draft.taxCode,
    tracking: draft.tracking,
    shelfLifeDays: whole(draft.shelfLifeDays, 1, MOST_DAYS),
    weightGrams: whole(draft.weightGrams, 1, 1e9),
    reorderPoint: draft.reorderPoint.trim() === '' ? 0 : figure(draft.reorderPoint),
    pictureHash: draft.pictureHash,
    barcode: textOrNull(draft.barcode),
  };
}

/** Fields that cannot be taken as they were typed, by name; of units and barcodes by their ids. */
export function wrongFields(draft: ProductDraft, standing: ProductDraft): ReadonlySet<string> {
  const fields = fieldsOf(draft);
  const wrong = new Set<string>();
  for (const name of ['code', 'name', 'unit'] as const) if (fields[name] === '') wrong.add(name);
  if (fields.basePrice === null) wrong.add('basePrice');
  for (const [name, value] of Object.entries(fields)) if (value === undefined) wrong.add(name);
  const known = new Set([standing.barcode, ...standing.barcodes.map(({ code }) => code)]);
  const isCode = (code: string) => code !== '' && (known.has(code) || barcodeKind(code) !== null);
  if (fields.barcode !== null && !isCode(fields.barcode)) wrong.add('barcode');
  for (const { id, name, ratio } of draft.units) {
    const read = whole(ratio, 2, MOST_RATIO);
    if (name.trim() === '' || read === null || read === undefined) wrong.add(id);
  }
  for (const { id, code } of draft.barcodes) if (!isCode(code.trim())) wrong.add(id);
  return wrong;
}

/** The arguments of `inventory.saveProduct`: what differs from what stands; null: nothing does. */
export function productArgs(
  productId: string,
  draft: ProductDraft,
  {
    standing,
    isNew,
    currency,
  }: { readonly standing: ProductDraft; readonly isNew: boolean; readonly currency: string },
) {
  const [fields, before] = [fieldsOf(draft), fieldsOf(standing)];
  const changed = Object.entries(fields).filter(
    ([name, value]) => isNew || value !== before[name as keyof typeof before],
  );
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const units = isSame(draft.units, standing.units)
    ? null
    : draft.units.map(({ name, ratio, ...unit }) => ({ ...unit, name: name.trim(), ratio: Number(ratio) }));
  const barcodes =
    isSame(draft.barcodes, standing.barcodes) && units === null
      ? null
      : draft.barcodes.map(({ id, unitId, code }) => ({ id, unitId, code: code.trim() }));
  if (changed.length === 0 && units === null && barcodes === null) return null;
  return { productId, fields: { ...Object.fromEntries(changed), ...(isNew ? { currency } : {}) }, units, barcodes };
}

export function reorderDraftOf(card: ProductCard | null, warehouseId: string): ReorderDraft {
  const rule = card?.reorderRules.find((each) => each.warehouseId === warehouseId);
  return {
    warehouseId,
    reorderPoint: figureText(rule?.reorderPoint),
    maximum: figureText(rule?.maximum),
    multiple: figureText(rule?.multiple),
    safetyStock: figureText(rule?.safetyStock),
    leadDays: wholeText(rule?.leadDays),
    supplierId: rule?.supplierId ?? null,
    isComputed: rule?.isComputed === 1,
  };
}

const MOST_LEAD_DAYS = 1_000;

/** The rule as it is sent; null: there is none, `undefined`: something cannot be read. */
export function ruleOf(draft: ReorderDraft) {
  const { warehouseId: _warehouse, leadDays: days, supplierId, isComputed, ...figures } = draft;
  const read = Object.entries(figures).map(([name, text]) => [name, figure(text)] as const);
  const leadDays = whole(days, 0, MOST_LEAD_DAYS);
  if (leadDays === undefined || read.some(([, value]) => value === undefined)) return undefined;
  const isEmpty = leadDays === null && supplierId === null && !isComputed && read.every(([, value]) => value === null);
  if (isEmpty) return null;
  const figuresRead = new Map(read.map(([name, value]) => [name, value ?? 0]));
  const of = (name: keyof typeof figures): number => figuresRead.get(name) ?? 0;
  const settings = { reorderPoint: of('reorderPoint'), maximum: of('maximum'), multiple: of('multiple') };
  return { ...settings, safetyStock: of('safetyStock'), leadDays, supplierId, isComputed };
}
