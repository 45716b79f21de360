/**
 * What prices follow from, as it was known at one time (R40): read from the tables of a device or of the server, plain
 * data here. Rows that nobody may use any more can be among it; the rules leave them out.
 */
import type { Id } from '../../../../kernel/ids.ts';
import type { CalendarDate, Instant } from '../../../../kernel/instants.ts';
import type { BasisPoints, CurrencyCode, Minor, Quantity, UnitPrice } from '../../../../kernel/money.ts';

/** When a row holds, and who knew of it: a price is never changed, another one takes its place. */
export interface Dated {
  readonly validFrom: CalendarDate;
  /** The last day; null: until it is ended. */
  readonly validUntil: CalendarDate | null;
  readonly knownFrom: Instant;
  /** From then on another row counts, or none. */
  readonly knownUntil: Instant | null;
}

export interface PriceRow extends Dated {
  readonly id: Id;
  readonly productId: Id;
  /** R31: base units in the unit that the price is of; 1 is the product's own. */
  readonly unitRatio: number;
  /** In base units: from so much of the product in one document. */
  readonly minQuantity: Quantity;
  readonly unitPrice: UnitPrice;
  readonly priority: number;
}

export interface CustomerPrice extends PriceRow {
  readonly currency: CurrencyCode;
}

export interface ListPrice extends PriceRow {
  readonly priceListId: Id;
}

export interface PriceList {
  readonly id: Id;
  readonly name: string;
  readonly kind: 'list' | 'group';
  /** Of a group's list. */
  readonly groupId: Id | null;
  readonly currency: CurrencyCode;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate | null;
  readonly priority: number;
  /** For whoever has no list of their own, and for what such a list leaves out. */
  readonly isDefault: 0 | 1;
}

/** R4: a line of an active contract of the customer. */
export interface ContractPrice {
  /** The contract's line. */
  readonly id: Id;
  readonly contractId: Id;
  readonly number: string;
  readonly currency: CurrencyCode;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
  readonly productId: Id;
  readonly unitRatio: number;
  readonly minQuantity: Quantity;
  readonly unitPrice: UnitPrice;
  readonly discount: BasisPoints;
  /** In base units: not called off yet; null: without limit. */
  readonly leftQuantity: Quantity | null;
  /** Of the whole contract, as its lines' gross; null: without limit. */
  readonly leftMinor: Minor | null;
  /** When it was made: the newest goes first. */
  readonly knownFrom: Instant;
}

/** What a promotion asks for and gives; what is null or 0 is not asked for and not given. */
export interface PromotionRule {
  readonly position: number;
  readonly productId: Id | null;
  readonly category: string | null;
  readonly brand: string | null;
  /** In base units, of one product in the document. */
  readonly minQuantity: Quantity;
  /** What the goods it is for come to, before it. */
  readonly minMinor: Minor;
  readonly discount: BasisPoints;
  readonly amountMinor: Minor;
  /** n + m: beside each n paid ones m come free; a gift likewise. In base units. */
  readonly buyQuantity: Quantity;
  readonly freeQuantity: Quantity;
  readonly giftProductId: Id | null;
  readonly giftQuantity: Quantity;
  /** How often in one document; null: as often as it is earned. */
  readonly limitTimes: number | null;
}

export interface Promotion extends Dated {
  readonly id: Id;
  readonly code: string;
  readonly name: string;
  readonly kind: 'percent' | 'amount' | 'freeGoods' | 'gift' | 'sample' | 'rebate';
  readonly appliesTo: 'line' | 'document';
  readonly stacks: 0 | 1;
  readonly priority: number;
  /** Null: of any. */
  readonly currency: CurrencyCode | null;
  readonly groupId: Id | null;
  readonly territoryId: Id | null;
  /** What the document comes to before it; null: any. */
  readonly minMinor: Minor | null;
  readonly rules: readonly PromotionRule[];
}

/** A product as far as its price is concerned. */
export interface PricedProduct {
  readonly id: Id;
  readonly category: string | null;
  readonly brand: string | null;
  /** Of one base unit. */
  readonly basePrice: UnitPrice;
  readonly currency: CurrencyCode;
  readonly taxCode: string;
}

export interface PriceBook {
  readonly customer: {
    readonly id: Id;
    readonly groupId: Id | null;
    readonly priceListId: Id | null;
    readonly territoryId: Id | null;
    /** In place of the products' own. */
    readonly taxCode: string | null;
  };
  readonly groupName: string | null;
  readonly contracts: readonly ContractPrice[];
  readonly customerPrices: readonly CustomerPrice[];
  readonly lists: readonly PriceList[];
  readonly listPrices: readonly ListPrice[];
  readonly promotions: readonly Promotion[];
  /** Products that promotions give. */
  readonly gifts: readonly PricedProduct[];
  /** By tax code, on the day of the document (R43). */
  readonly taxRates: Readonly<Record<string, BasisPoints>>;
  /** By currency, on that day: millionths of the company's for one of it (R46). */
  readonly exchangeRates: Readonly<Record<CurrencyCode, number>>;
}

/** Of a customer who has nothing, where nothing is known: each line costs what its product costs. */
export const emptyBook: PriceBook = {
  customer: { id: '', groupId: null, priceListId: null, territoryId: null, taxCode: null },
  groupName: null,
  contracts: [],
  customerPrices: [],
  lists: [],
  listPrices: [],
  promotions: [],
  gifts: [],
  taxRates: {},
  exchangeRates: {},
};

/** When, and in which currency, a document is priced. */
export interface PricingTerms {
  /** The document's day. */
  readonly day: CalendarDate;
  /** As known then: a device prices by what it has, the server by what the device had. */
  readonly at: Instant;
  readonly currency: CurrencyCode;
}

/** Whether a row holds on the document's day, and was known. */
export function holds(row: Dated, { day, at }: Pick<PricingTerms, 'day' | 'at'>): boolean {
  return isValidOn(row, day) && row.knownFrom <= at && (row.knownUntil === null || at < row.knownUntil);
}

export function isValidOn(
  { validFrom, validUntil }: Pick<Dated, 'validFrom' | 'validUntil'>,
  day: CalendarDate,
): boolean {
  return validFrom <= day && (validUntil === null || day <= validUntil);
}
