/** Columns that quotes, contracts, returns and their lines have alike: what is agreed reads the same wherever it stands. */
import {
  amount,
  basisPoints,
  instant,
  integer,
  json,
  nullable,
  oneOf,
  quantity,
  reference,
  text,
  unitPrice,
} from '../../../kernel/table.ts';

/** R11: who signs, who buys, where it goes, who is billed and who pays; names as they were when it was made. */
export const partyColumns = {
  legalEntityId: reference(),
  legalEntityName: text(),
  customerId: reference(),
  customerCode: text(),
  customerName: text(),
  contactName: nullable(text()),
  phone: nullable(text()),
  shipToId: nullable(reference()),
  /** As it is printed. */
  shipTo: nullable(text()),
  billToId: reference(),
  billToName: text(),
  payerId: reference(),
  payerName: text(),
  /** The customer's when it was made, for analysis: who sees it goes with the customer. */
  territoryId: reference(),
} as const;

export const termColumns = {
  currency: text(),
  /** R46: 1/1,000,000 of the base currency for one unit of the document's. */
  exchangeRate: integer(),
  baseCurrency: text(),
  /** R42. */
  priceMode: oneOf('taxExclusive', 'taxInclusive'),
  /** R44. */
  taxRounding: oneOf('perLine', 'perDocument'),
  paymentTermsId: nullable(reference()),
  paymentTermsKind: oneOf('cash', 'net', 'monthEnd'),
  paymentTermsDays: integer(),
} as const;

export const totalColumns = {
  /** R41: where there is a percentage, the amount is what it came to. */
  documentDiscount: basisPoints(),
  documentDiscountMinor: amount(),
  /** 抹零: what was taken off the total with tax. */
  roundedOffMinor: amount(),
  netMinor: amount(),
  taxMinor: amount(),
  totalMinor: amount(),
  lineCount: integer(),
} as const;

/** R10: what it was made from. */
export const sourceColumns = {
  sourceKind: nullable(
    oneOf('quote', 'contract', 'order', 'return', 'campaign', 'lead', 'opportunity', 'ticket', 'import'),
  ),
  sourceId: nullable(reference()),
  sourceNumber: nullable(text()),
  campaignId: nullable(reference()),
  leadId: nullable(reference()),
  opportunityId: nullable(reference()),
  ticketId: nullable(reference()),
} as const;

/** R10: who made it, when, and on which device. */
export const madeColumns = {
  madeAt: instant(),
  madeBy: reference(),
  madeByName: text(),
  deviceCode: text(),
} as const;

/** What a line says of its product and of the unit that it is sold in (R31). */
export const productColumns = {
  productId: reference(),
  productCode: text(),
  productName: text(),
  /** The base unit. */
  unit: text(),
  /** Null and ratio 1: it is sold in base units. */
  soldUnit: nullable(text()),
  unitRatio: integer(),
} as const;

/** A line with its price and why it is that (R40, R41, R45). */
export const pricedColumns = {
  ...productColumns,
  /** In base units. */
  quantity: quantity(),
  /** Of one unit as it is sold, as the list price is. */
  unitPrice: unitPrice(),
  listPrice: unitPrice(),
  priceSource: oneOf('base', 'list', 'group', 'customer', 'contract', 'quote', 'manual', 'imported', 'free'),
  priceSourceId: nullable(reference()),
  /** A list of {code, params}. */
  priceReasons: json(),
  discount: basisPoints(),
  secondDiscount: basisPoints(),
  promotionId: nullable(reference()),
  promotionDiscount: basisPoints(),
  promotionMinor: amount(),
  lineKind: oneOf('goods', 'free', 'gift', 'sample'),
  freeForLineId: nullable(reference()),
  /** Its shares of what was taken off the document; net and tax are what is left. */
  documentDiscountMinor: amount(),
  roundedOffMinor: amount(),
  taxCode: text(),
  taxRate: basisPoints(),
  netMinor: amount(),
  taxMinor: amount(),
} as const;

/** What people are told of a document's parties, terms and totals, in this order. */
export const toldParty = {
  customerName: 'text',
  contactName: 'text',
  phone: 'text',
  shipTo: 'text',
  payerName: 'text',
} as const;

export const toldTotals = {
  documentDiscountMinor: 'amount',
  roundedOffMinor: 'amount',
  netMinor: 'amount',
  taxMinor: 'amount',
  totalMinor: 'amount',
} as const;

export const toldPrice = {
  productName: 'text',
  quantity: 'quantity',
  unitPrice: 'price',
  discount: 'percent',
  secondDiscount: 'percent',
  taxRate: 'percent',
} as const;
