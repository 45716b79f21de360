import type { CalendarDate, Instant } from '../../../kernel/instants.ts';
import type { BasisPoints, CurrencyCode, Minor, Quantity, UnitPrice } from '../../../kernel/money.ts';
import type { Reason } from '../../../kernel/refusal.ts';
import { type DocumentTotals, documentTotals } from './document-totals.ts';
import { nothingOff, plainPrice } from './plain-order.ts';
import type { PricedLine, PriceMode, TaxRounding } from './price-line.ts';

/** Whom the order is for, as the document stores it. */
export interface OrderParty {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly contactName: string | null;
  readonly phone: string | null;
  readonly territoryId: string;
  /** R11: who is billed and who pays; without them the customer itself. */
  readonly billTo?: { readonly id: string; readonly name: string };
  readonly payer?: { readonly id: string; readonly name: string };
}

/** A product as a line stores it. */
export interface OrderedProduct {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly taxCode: string;
}

/** What is left out is not there: sold in base units, with one discount, for money. */
export interface AgreedLine {
  readonly id: string;
  readonly product: OrderedProduct;
  /** In base units. */
  readonly quantity: Quantity;
  /** Of one unit as it is sold, as the list price is. */
  readonly unitPrice: UnitPrice;
  readonly listPrice: UnitPrice;
  readonly priceSource: 'base' | 'list' | 'group' | 'customer' | 'contract' | 'quote' | 'manual' | 'imported' | 'free';
  readonly discount: BasisPoints;
  readonly taxRate: BasisPoints;
  /** R31: base units in one unit as it is sold. */
  readonly soldUnit?: string | null;
  readonly unitRatio?: number;
  /** R41: discounts in a row multiply. */
  readonly secondDiscount?: BasisPoints;
  readonly promotionId?: string | null;
  readonly promotionDiscount?: BasisPoints;
  readonly promotionMinor?: Minor;
  /** R40: the row of prices that it came from, and why it costs what it costs. */
  readonly priceSourceId?: string | null;
  readonly reasons?: readonly Reason[];
  readonly lineKind?: 'goods' | 'free' | 'gift' | 'sample';
  readonly freeForLineId?: string | null;
}

/** What is left out is nothing: no discount of the document's own, nothing rounded off (R41). */
export interface PriceTerms {
  readonly currency: CurrencyCode;
  readonly priceMode: PriceMode;
  readonly taxRounding: TaxRounding;
  readonly documentDiscount?: BasisPoints;
  readonly documentDiscountMinor?: Minor;
  readonly roundedOffMinor?: Minor;
}

/** Everything that was agreed, before amounts are computed. */
export interface AgreedOrder extends PriceTerms {
  readonly id: string;
  readonly importKey: string | null;
  readonly warehouseId: string;
  readonly orderedOn: CalendarDate;
  readonly requestedOn: CalendarDate | null;
  /** R10: left out where nobody promised a day. */
  readonly promisedOn?: CalendarDate | null;
  readonly paymentTermsDays: number;
  readonly shipTo: string | null;
  readonly note: string | null;
  readonly confirmedAt: Instant;
  readonly confirmedBy: string;
  readonly confirmedByName: string;
  readonly deviceCode: string;
}

export interface OrderStanding {
  readonly number: string;
  readonly creditHold: 0 | 1;
  readonly approvalHold: 0 | 1;
}

/** What each line got of the stock (R22). */
export interface LineStock {
  readonly reserved: Quantity;
  readonly backOrdered: Quantity;
}

const noAmounts = { netMinor: 0, taxMinor: 0, documentDiscountMinor: 0, roundedOffMinor: 0 } as const;

/** Tax and totals of agreed lines, for the credit check before the document is written. */
export function totalOf(lines: readonly AgreedLine[], terms: PriceTerms): Minor {
  return totalsOf(lines, terms).totalMinor;
}

/** Amounts of agreed lines and of their order (R41, R42, R44, R45). */
export function totalsOf(lines: readonly PricedLine[], terms: PriceTerms): DocumentTotals {
  return documentTotals(lines, { ...nothingOff, ...terms });
}

/**
 * The rows of an order: its head and its lines, amounts computed once (R42, R44), with each line's share of what is taken
 * off the document (R45); names and terms stored as agreed.
 */
export function composeOrder(
  agreed: AgreedOrder,
  party: OrderParty,
  agreedLines: readonly AgreedLine[],
  stock: readonly LineStock[],
  standing: OrderStanding,
) {
  const totals = totalsOf(agreedLines, agreed);
  const lines = agreedLines.map(({ product, ...line }, index) => ({
    id: line.id,
    orderId: agreed.id,
    position: index + 1,
    productId: product.id,
    productCode: product.code,
    productName: product.name,
    unit: product.unit,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    listPrice: line.listPrice,
    priceSource: line.priceSource,
    discount: line.discount,
    taxCode: product.taxCode,
    taxRate: line.taxRate,
    ...(totals.lines[index] ?? noAmounts),
    soldUnit: line.soldUnit ?? plainPrice.soldUnit,
    unitRatio: line.unitRatio ?? plainPrice.unitRatio,
    secondDiscount: line.secondDiscount ?? plainPrice.secondDiscount,
    promotionId: line.promotionId ?? plainPrice.promotionId,
    promotionDiscount: line.promotionDiscount ?? plainPrice.promotionDiscount,
    promotionMinor: line.promotionMinor ?? plainPrice.promotionMinor,
    priceSourceId: line.priceSourceId ?? null,
    priceReasons: JSON.stringify(line.reasons ?? []),
    lineKind: line.lineKind ?? plainPrice.lineKind,
    freeForLineId: line.freeForLineId ?? plainPrice.freeForLineId,
    reserved: stock[index]?.reserved ?? 0,
    backOrdered: stock[index]?.backOrdered ?? 0,
    shipped: 0,
  }));
  const head = {
    ...agreed,
    ...standing,
    state: 'open' as const,
    manualHold: 0 as const,
    customerId: party.id,
    customerCode: party.code,
    customerName: party.name,
    contactName: party.contactName,
    phone: party.phone,
    territoryId: party.territoryId,
    billToId: (party.billTo ?? party).id,
    billToName: (party.billTo ?? party).name,
    payerId: (party.payer ?? party).id,
    payerName: (party.payer ?? party).name,
    sourceKind: agreed.importKey === null ? null : ('import' as const),
    documentDiscount: agreed.documentDiscount ?? 0,
    documentDiscountMinor: totals.documentDiscountMinor,
    roundedOffMinor: totals.roundedOffMinor,
    netMinor: totals.netMinor,
    taxMinor: totals.taxMinor,
    totalMinor: totals.totalMinor,
    lineCount: lines.length,
    backOrderedLines: lines.filter((line) => line.backOrdered > 0).length,
  };
  return { head, lines };
}
