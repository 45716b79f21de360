/** `sales.confirmOrder`: how a person's order is taken. Every version that was released runs for ever. */
import { stockReads, stockWrites } from '../../domains/inventory/api.ts';
import { firstAnswer } from '../../domains/sales/rules/first-answer.ts';
import { defineCommand } from '../../kernel/command.ts';
import {
  type FirstArgs,
  firstArgsSchema,
  secondArgsSchema,
  thirdArgsSchema,
  wishOfBefore,
  wishOfThird,
} from './order-wish.ts';
import { priceAsListed } from './price-as-listed.ts';
import { priceByBook } from './price-by-book.ts';
import { ORDER } from './pricing-ground.ts';
import { askAhead, type ConfirmedOrder, leaveStub, refusals, takeOrder } from './take-order.ts';

const writes = ['orders', 'orderLines', ...stockWrites, 'exposureEntries', 'exposures', 'approvals'] as const;
const reads = [
  ...(['settings', 'periods', 'legalEntities', 'users', 'userLimits', 'roleLimits', 'customers', 'products'] as const),
  ...(['warehouses', 'expectedReceipts', 'taxRates', 'creditAccounts', 'exposures', 'exposureEntries'] as const),
  ...(['exchangeRates', 'orders', 'ownerChanges'] as const),
  ...stockReads,
] as const;
/** What prices follow from (R40). */
const priceReads = [
  ...(['productUnits', 'customerGroups', 'priceLists', 'priceListItems', 'customerPrices'] as const),
  ...(['promotions', 'promotionRules'] as const),
] as const;

/** The same in all versions. */
const common = {
  name: ORDER,
  kind: 'request',
  fields: ['discount'],
  writes,
  refusals,
  ahead: askAhead,
  subject: (
    { customerId, currency }: Pick<FirstArgs, 'customerId' | 'currency'>,
    { number: document, customerName: party, totalMinor: amountMinor }: ConfirmedOrder,
  ) => ({ document, party, customerId, amountMinor, currency }),
  makes: ({ orderId }: Pick<FirstArgs, 'orderId'>) => [orderId],
  withdraw: ({ orderId }: Pick<FirstArgs, 'orderId'>) => ({ name: 'sales.cancelOrder', args: { orderId } }),
} as const;

/** By price lists and promotions, in any unit that the product has. */
export const confirmOrder = defineCommand({
  ...common,
  version: 3,
  args: thirdArgsSchema,
  reads: [...reads, ...priceReads],
  run: (tx, args, context) => takeOrder(tx, wishOfThird(args), priceByBook, context),
  stub: (tx, args, context) => leaveStub(tx, wishOfThird(args), context),
});

/** By the products' own prices. The arguments say what the device saw; the answer says who came first (R35). */
export const confirmOrderSecond = defineCommand({
  ...common,
  version: 2,
  args: secondArgsSchema,
  reads,
  run: (tx, args, context) => takeOrder(tx, wishOfBefore(args), priceAsListed, context),
  stub: (tx, args, context) => leaveStub(tx, wishOfBefore(args), context),
});

export const confirmOrderFirst = defineCommand({
  ...common,
  version: 1,
  args: firstArgsSchema,
  reads,
  run: (tx, args, context) =>
    takeOrder(tx, wishOfBefore(args), priceAsListed, {
      ...context,
      adjust: (code, params = {}) => context.adjust(code, firstAnswer(code, params)),
    }),
  stub: (tx, args, context) => leaveStub(tx, wishOfBefore(args), context),
});
