import { companySettings } from '../../domains/admin/api.ts';
import { isCurrencyInUse } from '../../domains/billing/api.ts';
import { productsForDocument } from '../../domains/inventory/api.ts';
import {
  endPromotionRow,
  insertPromotion,
  isGroupOpen,
  isPromotionCodeTaken,
  promotionById,
  promotionSchema,
} from '../../domains/sales/api.ts';
import { whatGivesNothing } from '../../domains/sales/rules/pricing/promotion-shape.ts';
import { defineCommand } from '../../kernel/command.ts';

/**
 * R40: makes a promotion, or a new version of one; the version before counts no more. Orders keep what they were given.
 * Two people who change the same one do not undo each other: the second is told.
 */
export const savePromotion = defineCommand({
  name: 'sales.savePromotion',
  version: 1,
  kind: 'request',
  permission: 'sales.managePrices',
  args: promotionSchema,
  reads: ['promotions', 'customerGroups', 'currencies', 'settings', 'products'],
  writes: ['promotions', 'promotionRules'],
  refusals: {
    'sales.promotionGone': 'reject',
    'sales.promotionChanged': 'reject',
    'admin.codeTaken': 'reject',
    'sales.promotionEmpty': 'reject',
    'sales.groupGone': 'reject',
    'billing.unknownCurrency': 'reject',
    'inventory.productGone': 'reject',
  },
  async run(tx, promotion, context) {
    const { seriesId, replacesId, code, name, groupId, currency, rules } = promotion;
    const before = replacesId === null ? null : await promotionById(tx, replacesId);
    if (before === undefined || (before && before.seriesId !== seriesId)) throw context.refusal('sales.promotionGone');
    if (before && before.knownUntil !== null) throw context.refusal('sales.promotionChanged', { name: before.name });
    if (await isPromotionCodeTaken(tx, promotion)) throw context.refusal('admin.codeTaken', { code });
    const rule = whatGivesNothing(promotion);
    if (rule !== null) throw context.refusal('sales.promotionEmpty', { rule });
    if (groupId !== null && groupId !== before?.groupId && !(await isGroupOpen(tx, groupId)))
      throw context.refusal('sales.groupGone');
    if (currency !== null && currency !== before?.currency) {
      const { 'company.currency': home } = await companySettings(tx);
      if (currency !== home && !(await isCurrencyInUse(tx, currency)))
        throw context.refusal('billing.unknownCurrency', { currency });
    }
    const productIds = rules.flatMap(({ productId, giftProductId }) => [productId ?? [], giftProductId ?? []].flat());
    if (productIds.length > 0) await productsForDocument(tx, productIds);
    if (before) await endPromotionRow(tx, before, context);
    await insertPromotion(tx, promotion, context);
    return { code, name };
  },
  subject: ({ code, name }) => ({ document: code, party: name }),
  makes: ({ id }) => [id],
  withdraw: ({ id, replacesId }) =>
    replacesId === null ? { name: 'sales.endPromotion', args: { promotionId: id } } : null,
});
