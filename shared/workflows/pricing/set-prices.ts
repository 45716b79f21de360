/**
 * R40: prices of a list, and of a customer. Guards:
 * - a unit is the product's own, or one of those it is counted in, exactly (R31);
 * - a price below the floor asks for whoever may approve it (R9): what stands in a list is asked for no more, line by
 *   line.
 */
import { z } from 'zod';
import { companySettings } from '../../domains/admin/api.ts';
import { exchangePrice, isCurrencyInUse } from '../../domains/billing/api.ts';
import { customerForDocument } from '../../domains/crm/api.ts';
import { productsForDocument, unitsOfProducts } from '../../domains/inventory/api.ts';
import {
  customerPricesSchema,
  listPricesSchema,
  type PriceArgs,
  priceListById,
  writeCustomerPrices,
  writeListPrices,
} from '../../domains/sales/api.ts';
import { defineCommand, type WriteContext } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { calendarDateAt } from '../../kernel/instants.ts';
import type { CurrencyCode } from '../../kernel/money.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/table.ts';

/** Who may let an order go below the floor may set prices below it. */
const APPROVE = 'sales.approveDiscount';

const priceRefusals = {
  'inventory.productGone': 'reject',
  'sales.unitGone': 'reject',
  'sales.priceBelowFloorList': 'reject',
} as const;
const priceTables = ['products', 'productUnits', 'settings', 'exchangeRates'] as const;

type PricedIn = PriceArgs & { readonly currency: CurrencyCode };

/**
 * @throws Refusal of the first price that cannot be set; ends of prices are always possible
 */
async function checkPrices(tx: Tx, prices: readonly PricedIn[], context: WriteContext): Promise<void> {
  const said = prices.filter(({ unitPrice }) => unitPrice !== null);
  if (said.length === 0) return;
  const ids = said.map(({ productId }) => productId);
  const products = await productsForDocument(tx, ids);
  const units = await unitsOfProducts(tx, ids);
  const { 'company.currency': home, 'company.utcOffsetMinutes': offset } = await companySettings(tx);
  const day = calendarDateAt(context.now, offset);
  const mayGoBelow = context.actor.permissions.has(APPROVE);
  for (const { productId, soldUnit, unitRatio, unitPrice, currency: to } of said) {
    const product = products.get(productId);
    if (!product || unitPrice === null) continue;
    const isKnown = units.some(
      (unit) => unit.productId === productId && unit.name === soldUnit && unit.ratio === unitRatio,
    );
    if (soldUnit !== null && !isKnown)
      throw new Refusal('sales.unitGone', { product: product.code, unit: soldUnit, ratio: unitRatio });
    if (product.floorPrice === null || mayGoBelow) continue;
    const exchange = { from: product.currency, to, home, day };
    const floor = await exchangePrice(tx, product.floorPrice, exchange);
    if (floor !== null && unitPrice < floor * unitRatio) {
      const params = { product: product.code, price: unitPrice, floor: floor * unitRatio, currency: to };
      throw new Refusal('sales.priceBelowFloorList', params);
    }
  }
}

/** Sets prices of a list, or ends them. */
export const setPrices = defineCommand({
  name: 'sales.setPrices',
  version: 1,
  kind: 'request',
  permission: 'sales.managePrices',
  args: z.strictObject({ priceListId: idSchema, prices: listPricesSchema }),
  reads: ['priceLists', 'priceListItems', ...priceTables],
  writes: ['priceListItems'],
  refusals: { 'sales.priceListGone': 'reject', ...priceRefusals },
  async run(tx, { priceListId, prices }, context) {
    const list = await priceListById(tx, priceListId);
    if (!list) throw context.refusal('sales.priceListGone');
    const { code, name, currency } = list;
    await checkPrices(
      tx,
      prices.map((price) => ({ ...price, currency })),
      context,
    );
    await writeListPrices(tx, priceListId, prices, context);
    return { code, name };
  },
  subject: ({ prices }, { code: document, name: party }) => ({ document, party, rows: prices.length }),
});

/** Sets what one customer pays, or ends it. */
export const setCustomerPrices = defineCommand({
  name: 'sales.setCustomerPrices',
  version: 1,
  kind: 'request',
  permission: 'sales.managePrices',
  args: z.strictObject({ customerId: idSchema, prices: customerPricesSchema }),
  reads: ['customers', 'customerPrices', 'currencies', ...priceTables],
  writes: ['customerPrices'],
  refusals: { 'crm.customerGone': 'reject', 'billing.unknownCurrency': 'reject', ...priceRefusals },
  async run(tx, { customerId, prices }, context) {
    const customer = await customerForDocument(tx, customerId, context.actor);
    const { 'company.currency': home } = await companySettings(tx);
    const wanted = new Set(prices.filter(({ unitPrice }) => unitPrice !== null).map(({ currency }) => currency));
    for (const currency of wanted)
      if (currency !== home && currency !== customer.currency && !(await isCurrencyInUse(tx, currency)))
        throw context.refusal('billing.unknownCurrency', { currency });
    await checkPrices(tx, prices, context);
    await writeCustomerPrices(tx, customerId, prices, context);
    return { code: customer.code, name: customer.name };
  },
  subject: ({ customerId, prices }, { code: document, name: party }) => ({
    ...{ document, party, customerId },
    rows: prices.length,
  }),
});
