import { companySettings } from '../../domains/admin/api.ts';
import { isCurrencyInUse } from '../../domains/billing/api.ts';
import {
  hasPrices,
  isGroupOpen,
  isListCodeTaken,
  priceListById,
  priceListSchema,
  writePriceList,
} from '../../domains/sales/api.ts';
import { defineCommand } from '../../kernel/command.ts';

/**
 * R40: makes a price list, or changes its head. Its currency stays while prices stand in it: they would mean something
 * else from one day to the next.
 */
export const savePriceList = defineCommand({
  name: 'sales.savePriceList',
  version: 1,
  kind: 'request',
  permission: 'sales.managePrices',
  args: priceListSchema,
  reads: ['priceLists', 'priceListItems', 'customerGroups', 'currencies', 'settings'],
  writes: ['priceLists'],
  refusals: {
    'admin.codeTaken': 'reject',
    'sales.groupGone': 'reject',
    'billing.unknownCurrency': 'reject',
    'sales.listCurrencyFixed': 'reject',
  },
  async run(tx, list, context) {
    const { id, code, name, groupId, currency } = list;
    if (await isListCodeTaken(tx, list)) throw context.refusal('admin.codeTaken', { code });
    const known = await priceListById(tx, id);
    // A group that went out of use since keeps its lists.
    if (groupId !== null && groupId !== known?.groupId && !(await isGroupOpen(tx, groupId)))
      throw context.refusal('sales.groupGone');
    if (currency !== known?.currency) {
      const { 'company.currency': home } = await companySettings(tx);
      if (currency !== home && !(await isCurrencyInUse(tx, currency)))
        throw context.refusal('billing.unknownCurrency', { currency });
      if (known && (await hasPrices(tx, id)))
        throw context.refusal('sales.listCurrencyFixed', { list: known.name, currency: known.currency });
    }
    await writePriceList(tx, list, known, context);
    return { code, name };
  },
  subject: ({ code, name }) => ({ document: code, party: name }),
  makes: ({ id }) => [id],
});
