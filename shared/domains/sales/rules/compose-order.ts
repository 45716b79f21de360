import type { CalendarDate, Instant } from '../../../kernel/instants.ts';
import type { BasisPoints, CurrencyCode, Minor, Quantity, UnitPrice } from '../../../kernel/money.ts';
import { orderTotals } from './order-totals.ts';
import type { PriceMode, TaxRounding } from './price-line.ts';

/** Whom the order is for, as the document stores it. */
export interface OrderParty {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly contactName: string | null;
  readonly phone: string | null;
  readonly territoryId: string;
}

/** A product as a line stores it. */
export interface OrderedProduct {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly taxCode: string;
}

export interface AgreedLine {
  readonly id: string;
  readonly product: OrderedProduct;
  readonly quantity: Quantity;
  readonly unitPrice: UnitPrice;
  readonly listPrice: UnitPrice;
  readonly priceSource: 'base' | 'manual' | 'imported';
  readonly discount: BasisPoints;
  readonly taxRate: BasisPoints;
}

export interface PriceTerms {
  readonly currency: CurrencyCode;
  readonly priceMode: PriceMode;
  readonly taxRounding: TaxRounding;
}

/** Everything that was agreed, before amounts are computed. */
export interface AgreedOrder extends PriceTerms {
  readonly id: string;
  readonly importKey: string | null;
  readonly warehouseId: string;
  readonly orderedOn: CalendarDate;
  readonly requestedOn: CalendarDate | null;
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

/** Tax and totals of agreed lines, for the credit check before the document is written. */
export function totalOf(lines: readonly AgreedLine[], terms: PriceTerms): Minor {
  return orderTotals(lines, terms).totalMinor;
}

/** The rows of an order: its head and its lines, amounts computed once (R42, R44), names and terms stored as agreed. */
export function composeOrder(
  agreed: AgreedOrder,
  party: OrderParty,
  agreedLines: readonly AgreedLine[],
  stock: readonly LineStock[],
  standing: OrderStanding,
) {
  const totals = orderTotals(agreedLines, agreed);
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
    netMinor: totals.lines[index]?.netMinor ?? 0,
    taxMinor: totals.lines[index]?.taxMinor ?? 0,
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
    netMinor: totals.netMinor,
    taxMinor: totals.taxMinor,
    totalMinor: totals.totalMinor,
    lineCount: lines.length,
    backOrderedLines: lines.filter((line) => line.backOrdered > 0).length,
  };
  return { head, lines };
}
