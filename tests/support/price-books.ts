/** Price books for tests: a product at 10.00 a piece, a customer without anything of their own, and rows to add. */

import type {
  ContractPrice,
  CustomerPrice,
  ListPrice,
  PriceBook,
  PricedProduct,
  PriceList,
  PriceRow,
  PricingTerms,
  Promotion,
  PromotionRule,
} from '#shared/domains/sales/rules/pricing/price-book.ts';
import type { AskedLine } from '#shared/domains/sales/rules/pricing/price-document.ts';

export const terms: PricingTerms = { day: '2026-11-23', at: 1_000, currency: 'CNY' };

export const makeProduct = (change: Partial<PricedProduct> = {}): PricedProduct => ({
  id: 'mug',
  category: 'tableware',
  brand: 'Jing',
  basePrice: 100_000,
  currency: 'CNY',
  taxCode: 'standard',
  ...change,
});

/** Ten pieces of the mug where nothing else is said. */
export const askFor = (change: Partial<AskedLine> = {}): AskedLine => ({
  key: 'line',
  product: makeProduct(),
  unitRatio: 1,
  quantity: 100_000,
  manualPrice: null,
  agreed: null,
  contractLineId: null,
  isSample: false,
  ...change,
});

export const makeBook = (change: Partial<PriceBook> = {}): PriceBook => ({
  customer: { id: 'customer', groupId: 'group', priceListId: 'list', territoryId: 'north', taxCode: null },
  groupName: 'Hotels',
  contracts: [],
  customerPrices: [],
  lists: [],
  listPrices: [],
  promotions: [],
  gifts: [],
  taxRates: { standard: 1_300, food: 900, exempt: 0 },
  exchangeRates: { CNY: 1_000_000, USD: 7_200_000 },
  ...change,
});

const row: PriceRow = {
  ...{ id: 'row', productId: 'mug', unitRatio: 1, minQuantity: 0, unitPrice: 90_000, priority: 0 },
  ...{ validFrom: '2026-01-01', validUntil: null, knownFrom: 0, knownUntil: null },
};

export const customerPrice = (change: Partial<CustomerPrice> = {}): CustomerPrice => ({
  ...row,
  currency: 'CNY',
  ...change,
});

export const listPrice = (change: Partial<ListPrice> = {}): ListPrice => ({ ...row, priceListId: 'list', ...change });

export const priceList = (change: Partial<PriceList> = {}): PriceList => ({
  ...{ id: 'list', name: 'Wholesale', kind: 'list', groupId: null, currency: 'CNY' },
  ...{ validFrom: '2026-01-01', validUntil: null, priority: 0, isDefault: 0 },
  ...change,
});

export const contractPrice = (change: Partial<ContractPrice> = {}): ContractPrice => ({
  ...{ id: 'contract line', contractId: 'contract', number: 'CT-K7-000012', currency: 'CNY' },
  ...{ validFrom: '2026-01-01', validUntil: '2026-12-31', productId: 'mug', unitRatio: 1, minQuantity: 0 },
  ...{ unitPrice: 80_000, discount: 0, leftQuantity: null, leftMinor: null, knownFrom: 0 },
  ...change,
});

export const promotionRule = (change: Partial<PromotionRule> = {}): PromotionRule => ({
  ...{ position: 1, productId: null, category: null, brand: null, minQuantity: 0, minMinor: 0 },
  ...{ discount: 0, amountMinor: 0, buyQuantity: 0, freeQuantity: 0, giftProductId: null, giftQuantity: 0 },
  limitTimes: null,
  ...change,
});

/** Of a line, 10 % off everything where nothing else is said. */
export const promotion = (change: Partial<Promotion> = {}): Promotion => ({
  ...{ id: 'promotion', code: 'SPRING', name: 'Spring', kind: 'percent', appliesTo: 'line', stacks: 0, priority: 0 },
  ...{ currency: null, groupId: null, territoryId: null, minMinor: null },
  ...{ validFrom: '2026-01-01', validUntil: null, knownFrom: 0, knownUntil: null },
  rules: [promotionRule({ discount: 1_000 })],
  ...change,
});
