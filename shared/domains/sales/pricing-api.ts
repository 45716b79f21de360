/** What workflows may do with prices; handed on by api.ts. */
export { type BookQuestion, type BookSources, loadPriceBook } from './pricing/select-book.ts';
export {
  hasPrices,
  isGroupOpen,
  isListCodeTaken,
  priceListById,
  writeCustomerPrices,
  writeListPrices,
  writePriceList,
} from './pricing/write-prices.ts';
export { endPromotionRow, insertPromotion, isPromotionCodeTaken, promotionById } from './pricing/write-promotions.ts';
export {
  customerPricesSchema,
  listPricesSchema,
  type PriceArgs,
  priceListSchema,
  promotionSchema,
} from './pricing-model.ts';
