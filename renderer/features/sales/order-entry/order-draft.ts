/**
 * An order that is being written. Guards:
 * - nothing that was typed is lost: every change is a new whole draft that can be saved as it is;
 * - a line whose price nobody touched follows the list price, a typed price stays as typed;
 * - a way out that was chosen for a short line holds until its quantity changes.
 */
import { z } from 'zod';
import { calendarDateSchema } from '#shared/kernel/instants.ts';
import { basisPointsSchema, ONE_UNIT, quantitySchema, unitPriceSchema } from '#shared/kernel/money.ts';

/** Kind of the drafts of orders in the device's database. */
export const ORDER_DRAFT = 'order';

const lineSchema = z.object({
  /** Unique within the draft, never used again. */
  key: z.int(),
  productId: z.string(),
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  taxCode: z.string(),
  /** In base units, whatever unit it is sold in. */
  quantity: quantitySchema,
  /** R31: null and 1 where it is sold in base units. */
  soldUnit: z.string().nullable().default(null),
  unitRatio: z.int().min(1).default(1),
  /** Of one unit as it is sold. Null: the price that is found, whatever it becomes. */
  manualPrice: unitPriceSchema.nullable(),
  /** The product's own price of one base unit, as last seen: what is shown until prices are found. */
  listPrice: unitPriceSchema,
  discount: basisPointsSchema,
  /** R41: in a row with it. */
  secondDiscount: basisPointsSchema.default(0),
  /** Given away to be tried. */
  isSample: z.boolean().default(false),
  /** The person has seen that it is short and leaves the rest on back-order. */
  backOrderKept: z.boolean(),
});
export type DraftLine = z.infer<typeof lineSchema>;

const draftSchema = z.object({
  number: z.string(),
  exposureEntryId: z.string(),
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  /** Null until a customer is chosen: the company's. */
  currency: z.string().nullable(),
  warehouseId: z.string().nullable(),
  /** The person chose it: nothing suggests another one any more. */
  warehouseChosen: z.boolean().default(false),
  requestedOn: calendarDateSchema.nullable(),
  paymentTermsDays: z.int().nullable(),
  lines: z.array(lineSchema),
  /** R41: off the whole document, as a percentage or as an amount. */
  documentDiscount: basisPointsSchema.default(0),
  documentDiscountMinor: z.int().min(0).default(0),
  /** 抹零: the total is rounded down to whole units. */
  roundsDown: z.boolean().default(false),
  /** What it came to when its page was last saved, in its currency: lists of drafts have no price lists at hand. */
  totalMinor: z.int().nullable().default(null),
  nextKey: z.int(),
  /** What is being typed into the field for the next line. */
  nextText: z.string().default(''),
  /** The rejected command that confirming this sends a new one in place of. */
  replaces: z.string().nullable().default(null),
});
export type OrderDraft = z.infer<typeof draftSchema>;

/** The draft in a saved body, or null when it is none (written by a later version, or damaged). */
export function readOrderDraft(body: unknown): OrderDraft | null {
  const parsed = draftSchema.safeParse(body);
  return parsed.success ? parsed.data : null;
}

export function emptyOrderDraft(number: string, exposureEntryId: string): OrderDraft {
  return {
    number,
    exposureEntryId,
    customerId: null,
    customerName: null,
    currency: null,
    warehouseId: null,
    warehouseChosen: false,
    requestedOn: null,
    paymentTermsDays: null,
    lines: [],
    documentDiscount: 0,
    documentDiscountMinor: 0,
    roundsDown: false,
    totalMinor: null,
    nextKey: 1,
    nextText: '',
    replaces: null,
  };
}

/** Nothing in it that a person would miss. */
export function isEmptyDraft(draft: OrderDraft): boolean {
  return draft.customerId === null && draft.lines.length === 0 && draft.nextText.trim() === '';
}

/** What a line needs to know of its product. */
export interface LineProduct {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly taxCode: string;
  readonly basePrice: number;
}

export interface NewLine {
  readonly product: LineProduct;
  readonly quantity: number;
  /** Left out or null: the list price. */
  readonly manualPrice?: number | null;
  readonly discount?: number;
  readonly secondDiscount?: number;
  /** R31: left out, base units. */
  readonly soldUnit?: string | null;
  readonly unitRatio?: number;
  readonly isSample?: boolean;
}

/** A unit that a line can be sold in. */
export interface SoldUnit {
  readonly name: string | null;
  readonly ratio: number;
}

export type DraftAction =
  | {
      readonly type: 'pickCustomer';
      readonly customer: {
        readonly id: string;
        readonly name: string;
        readonly currency: string;
        readonly paymentTermsDays: number;
      };
    }
  | { readonly type: 'setWarehouse'; readonly warehouseId: string }
  /** The warehouse that served this customer last; taken while nothing is chosen or entered. */
  | { readonly type: 'suggestWarehouse'; readonly warehouseId: string }
  | { readonly type: 'setRequestedOn'; readonly requestedOn: string | null }
  | { readonly type: 'setPaymentTerms'; readonly days: number }
  | { readonly type: 'addLines'; readonly lines: readonly NewLine[] }
  /** `unit`: what it is sold in from now on; left out: as before. */
  | { readonly type: 'setQuantity'; readonly key: number; readonly quantity: number; readonly unit?: SoldUnit }
  | { readonly type: 'setPrice'; readonly key: number; readonly price: number | null }
  | { readonly type: 'setDiscount'; readonly key: number; readonly discount: number; readonly secondDiscount: number }
  | { readonly type: 'setUnit'; readonly key: number; readonly unit: SoldUnit }
  | { readonly type: 'setSample'; readonly key: number; readonly isSample: boolean }
  | { readonly type: 'setDocumentDiscount'; readonly discount: number; readonly amountMinor: number }
  | { readonly type: 'setRoundsDown'; readonly roundsDown: boolean }
  | { readonly type: 'removeLine'; readonly key: number }
  | { readonly type: 'restoreLine'; readonly line: DraftLine; readonly at: number }
  | { readonly type: 'splitLine'; readonly key: number; readonly firstQuantity: number }
  | { readonly type: 'keepBackOrder'; readonly key: number }
  | { readonly type: 'setNextText'; readonly text: string }
  | { readonly type: 'refreshProducts'; readonly products: readonly LineProduct[] };

/** The draft after a change; the same object when nothing changed. */
export function changeDraft(draft: OrderDraft, action: DraftAction): OrderDraft {
  switch (action.type) {
    case 'pickCustomer': {
      const { id, name, currency, paymentTermsDays } = action.customer;
      return { ...draft, customerId: id, customerName: name, currency, paymentTermsDays };
    }
    case 'setWarehouse':
      return {
        ...draft,
        warehouseId: action.warehouseId,
        warehouseChosen: true,
        lines: draft.lines.map((line) => ({ ...line, backOrderKept: false })),
      };
    case 'suggestWarehouse':
      if (draft.warehouseChosen || draft.lines.length > 0) return draft;
      return draft.warehouseId === action.warehouseId ? draft : { ...draft, warehouseId: action.warehouseId };
    case 'setRequestedOn':
      return { ...draft, requestedOn: action.requestedOn };
    case 'setPaymentTerms':
      return { ...draft, paymentTermsDays: action.days };
    case 'addLines':
      return addLines(draft, action.lines);
    case 'setQuantity':
      return changeLine(draft, action.key, (before) => {
        const line = action.unit ? inUnit(before, action.unit) : before;
        return line.quantity === action.quantity ? line : { ...line, quantity: action.quantity, backOrderKept: false };
      });
    case 'setPrice':
      return changeLine(draft, action.key, (line) => ({ ...line, manualPrice: action.price }));
    case 'setDiscount': {
      const { discount, secondDiscount } = action;
      return changeLine(draft, action.key, (line) => ({ ...line, discount, secondDiscount }));
    }
    case 'setUnit':
      return changeLine(draft, action.key, (line) => inUnit(line, action.unit));
    case 'setSample':
      return changeLine(draft, action.key, (line) => ({ ...line, isSample: action.isSample, manualPrice: null }));
    case 'setDocumentDiscount':
      return { ...draft, documentDiscount: action.discount, documentDiscountMinor: action.amountMinor };
    case 'setRoundsDown':
      return { ...draft, roundsDown: action.roundsDown };
    case 'removeLine':
      return { ...draft, lines: draft.lines.filter((line) => line.key !== action.key) };
    case 'restoreLine':
      if (draft.lines.some((line) => line.key === action.line.key)) return draft;
      return { ...draft, lines: draft.lines.toSpliced(action.at, 0, action.line) };
    case 'splitLine':
      return splitLine(draft, action.key, action.firstQuantity);
    case 'keepBackOrder':
      return changeLine(draft, action.key, (line) => ({ ...line, backOrderKept: true }));
    case 'setNextText':
      return draft.nextText === action.text ? draft : { ...draft, nextText: action.text };
    case 'refreshProducts':
      return refreshProducts(draft, action.products);
  }
}

function changeLine(draft: OrderDraft, key: number, change: (line: DraftLine) => DraftLine): OrderDraft {
  return { ...draft, lines: draft.lines.map((line) => (line.key === key ? change(line) : line)) };
}

/**
 * R31: as many of the other unit as there were of this one: who says boxes after the figure means boxes. A price that was
 * typed was one of the unit before.
 */
function inUnit(line: DraftLine, { name, ratio }: SoldUnit): DraftLine {
  if (line.soldUnit === name && line.unitRatio === ratio) return line;
  const count = line.quantity / line.unitRatio;
  return {
    ...line,
    soldUnit: name,
    unitRatio: ratio,
    quantity: count * ratio,
    manualPrice: null,
    backOrderKept: false,
  };
}

function addLines(draft: OrderDraft, added: readonly NewLine[]): OrderDraft {
  const lines = added.map(
    ({ product, quantity, manualPrice = null, discount = 0, secondDiscount = 0, ...sold }, index): DraftLine => ({
      key: draft.nextKey + index,
      productId: product.id,
      code: product.code,
      name: product.name,
      unit: product.unit,
      taxCode: product.taxCode,
      quantity,
      soldUnit: sold.soldUnit ?? null,
      unitRatio: sold.unitRatio ?? 1,
      manualPrice,
      listPrice: product.basePrice,
      discount,
      secondDiscount,
      isSample: sold.isSample ?? false,
      backOrderKept: false,
    }),
  );
  return { ...draft, lines: [...draft.lines, ...lines], nextKey: draft.nextKey + lines.length };
}

/** What is there goes first; the rest becomes a line of its own that is meant to wait. */
function splitLine(draft: OrderDraft, key: number, firstQuantity: number): OrderDraft {
  const at = draft.lines.findIndex((line) => line.key === key);
  const line = draft.lines[at];
  if (!line || firstQuantity <= 0 || firstQuantity >= line.quantity) return draft;
  // What is there need not be whole boxes.
  const isWhole = firstQuantity % (line.unitRatio * ONE_UNIT) === 0;
  const sold = isWhole ? line : { ...line, soldUnit: null, unitRatio: 1, manualPrice: null };
  const first = { ...sold, quantity: firstQuantity };
  const rest = { ...sold, key: draft.nextKey, quantity: line.quantity - firstQuantity, backOrderKept: true };
  return { ...draft, lines: draft.lines.toSpliced(at, 1, first, rest), nextKey: draft.nextKey + 1 };
}

function refreshProducts(draft: OrderDraft, products: readonly LineProduct[]): OrderDraft {
  const byId = new Map(products.map((product) => [product.id, product]));
  let changed = false;
  const lines = draft.lines.map((line) => {
    const product = byId.get(line.productId);
    if (!product) return line;
    const { code, name, unit, taxCode, basePrice } = product;
    const same =
      line.code === code &&
      line.name === name &&
      line.unit === unit &&
      line.taxCode === taxCode &&
      line.listPrice === basePrice;
    if (same) return line;
    changed = true;
    return { ...line, code, name, unit, taxCode, listPrice: basePrice };
  });
  return changed ? { ...draft, lines } : draft;
}

/** One piece, the quantity that a new line starts with. */
export const ONE_PIECE = ONE_UNIT;
