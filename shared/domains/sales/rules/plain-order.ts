/** What an order and a line have that nobody said anything special about: as rows of before have it, and their columns' defaults. */

/** Nothing taken off a document, in percent, as an amount, or rounded (R41). */
export const nothingOff = { documentDiscount: 0, documentDiscountMinor: 0, roundedOffMinor: 0 } as const;

/** Beside the parties, the dates and what it comes to. */
export const plainHead = {
  legalEntityId: '',
  legalEntityName: '',
  shipToId: null,
  exchangeRate: 1_000_000,
  baseCurrency: '',
  paymentTermsId: null,
  paymentTermsKind: 'net',
  promisedOn: null,
  sourceKind: null,
  sourceId: null,
  sourceNumber: null,
  campaignId: null,
  leadId: null,
  opportunityId: null,
  ticketId: null,
  ...nothingOff,
  holdReason: null,
} as const;

/** How a line is sold and what is taken off it: in base units, with one discount at most. */
export const plainPrice = {
  soldUnit: null,
  unitRatio: 1,
  secondDiscount: 0,
  promotionId: null,
  promotionDiscount: 0,
  promotionMinor: 0,
  lineKind: 'goods',
  freeForLineId: null,
} as const;

/** Beside the product, the price and how far it is delivered. */
export const plainLine = {
  ...plainPrice,
  priceSourceId: null,
  priceReasons: '[]',
  documentDiscountMinor: 0,
  roundedOffMinor: 0,
  contractLineId: null,
  quoteLineId: null,
  requestedOn: null,
  promisedOn: null,
  returned: 0,
  invoiced: 0,
  credited: 0,
  invoicedMinor: 0,
  creditedMinor: 0,
} as const;
