import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate } from '../../kernel/instants.ts';
import type { Minor } from '../../kernel/money.ts';
import { insertRows, prepareQuery } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { type CreditAnswer, decideCredit, totalExposure } from './rules/credit-limit.ts';
import type { Terms } from './rules/due-date.ts';
import type { DatedTaxRate } from './rules/tax-rate.ts';

export { creditReach } from './credit-reach.ts';
export { exchangePrice, rateOfDay } from './exchange-price.ts';
export { explainCredit } from './explain-credit.ts';
export { type OpenItemImportRow, openItemImportRowSchema, openItemKinds } from './model.ts';
export { openedItems, paymentTermsByWord, saveOpeningItem } from './opening-items.ts';
export type { DatedTaxRate } from './rules/tax-rate.ts';
export { addUnbilled, setUnshippedExposure, takeUnbilled } from './unbilled.ts';

/** Every dated tax rate: a handful of rows. */
export async function datedTaxRates(tx: Tx): Promise<DatedTaxRate[]> {
  return taxRatesByDate(tx, {});
}

const taxRatesByDate = prepareQuery(
  (tx) =>
    tx
      .selectFrom('taxRates')
      .select(['code', 'rate', 'validFrom'])
      .where('deletedAt', 'is', null)
      .orderBy('code')
      .orderBy('validFrom')
      .orderBy('id'),
  'taxRates',
);

/** A rate of a tax code from a day on; whether it may be, the caller has asked. */
export async function addTaxRateRow(tx: Tx, rate: DatedTaxRate & { id: string }, context: WriteContext): Promise<void> {
  const { code, validFrom } = rate;
  const [takenBack] = await tx
    .selectFrom('taxRates')
    .select('id')
    .where('code', '=', code)
    .where('validFrom', '=', validFrom)
    .orderBy('id')
    .execute();
  if (!takenBack) return insertRows(tx, 'taxRates', [{ ...rate, ...context.created() }]);
  await tx
    .updateTable('taxRates')
    .set({ rate: rate.rate, deletedAt: null, ...context.updated() })
    .where('id', '=', takenBack.id)
    .execute();
}

/** Takes back a rate that nothing was made with. */
export async function removeTaxRateRow(
  tx: Tx,
  { code, validFrom }: Pick<DatedTaxRate, 'code' | 'validFrom'>,
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('taxRates')
    .set({ deletedAt: context.now, ...context.updated() })
    .where('code', '=', code)
    .where('validFrom', '=', validFrom)
    .execute();
}

/** Whether documents may be in a currency beside the company's own. */
export async function isCurrencyInUse(tx: Tx, code: string): Promise<boolean> {
  return (await activeCurrency(tx, { code })).length > 0;
}

const activeCurrency = prepareQuery(
  (tx, given: { code: string }) =>
    tx.selectFrom('currencies').select('id').where('code', '=', given.code).where('active', '=', 1).orderBy('id'),
  'currencies',
);

/** Every customer's terms can be one of these: a handful of rows, by id (R11). */
export async function termsById(tx: Tx): Promise<Map<string, Terms>> {
  const rows = await tx.selectFrom('paymentTerms').select(['id', 'kind', 'days']).orderBy('id').execute();
  return new Map(rows.map(({ id, kind, days }) => [id, { kind, days }]));
}

/** Terms of payment by id (R11). */
export async function paymentTermsById(
  tx: Tx,
  id: string,
): Promise<Pick<Row<'paymentTerms'>, 'kind' | 'days' | 'name' | 'active'> | null> {
  const [terms] = await tx
    .selectFrom('paymentTerms')
    .select(['kind', 'days', 'name', 'active'])
    .where('id', '=', id)
    .orderBy('id')
    .execute();
  return terms ?? null;
}

/** Asks ahead for what decides on a payer's credit. */
export async function askForCredit(tx: Tx, customerId: string, currency: string): Promise<void> {
  await exposureById.ahead(tx, { id: `${customerId}:${currency}` });
  await creditAccount.ahead(tx, { customerId, currency });
  await oldestReceivable.ahead(tx, { customerId });
}

/** What a payer's open orders come to, as they count into the exposure (R54). */
export async function openOrdersOf(tx: Tx, customerId: string, currency: string): Promise<Minor> {
  const [exposure] = await exposureById(tx, { id: `${customerId}:${currency}` });
  return exposure?.openOrdersMinor ?? 0;
}

const exposureById = prepareQuery((tx, given: { id: string }) =>
  tx
    .selectFrom('exposures')
    .select(['openOrdersMinor', 'unbilledMinor', 'receivablesMinor', 'prepaymentsMinor'])
    .where('id', '=', given.id)
    .orderBy('id'),
);

/** R54, R55: would this order put its payer on credit hold? Reads balances and open receivables only. */
export async function assessCredit(
  tx: Tx,
  order: { customerId: string; currency: string; totalMinor: Minor; today: CalendarDate; overdueHoldDays: number },
): Promise<CreditAnswer> {
  const { customerId, currency } = order;
  const [account] = await creditAccount(tx, { customerId, currency });
  const [exposure] = await exposureById(tx, { id: `${customerId}:${currency}` });
  const [oldest] = await oldestReceivable(tx, { customerId });
  return decideCredit({
    limitMinor: account?.limitMinor ?? null,
    limitValidUntil: account?.validUntil ?? null,
    exposureMinor: exposure ? totalExposure(exposure) : 0,
    orderMinor: order.totalMinor,
    oldestDueOn: oldest?.dueOn ?? null,
    today: order.today,
    overdueHoldDays: order.overdueHoldDays,
  });
}

const creditAccount = prepareQuery((tx, given: { customerId: string; currency: string }) =>
  tx
    .selectFrom('creditAccounts')
    .select(['limitMinor', 'validUntil'])
    .where('id', '=', given.customerId)
    .where('currency', '=', given.currency)
    .where('deletedAt', 'is', null)
    .orderBy('id'),
);

const oldestReceivable = prepareQuery((tx, given: { customerId: string }) =>
  tx
    .selectFrom('exposureEntries')
    .select('dueOn')
    .where('customerId', '=', given.customerId)
    .where('kind', '=', 'receivable')
    .where('deletedAt', 'is', null)
    .where('dueOn', 'is not', null)
    .orderBy('dueOn')
    .orderBy('id')
    .limit(1),
);

/** An open order as far as its payer's exposure is concerned. */
export interface OpenOrderFigures {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly currency: string;
  readonly totalMinor: Minor;
}

/** Counts an order that was not there before into its payer's exposure (R54). */
export async function addOpenOrderExposure(
  tx: Tx,
  order: OpenOrderFigures,
  entryId: string,
  context: WriteContext,
): Promise<void> {
  await insertRows(tx, 'exposureEntries', [
    {
      id: entryId,
      customerId: order.customerId,
      documentId: order.id,
      documentNumber: order.number,
      kind: 'openOrder',
      amountMinor: order.totalMinor,
      currency: order.currency,
      dueOn: null,
      ...context.created(),
    },
  ]);
}

/**
 * Counts an open order into its payer's exposure (R54), or corrects what it counts for.
 * @param entryId id of the entry if the order has none yet
 */
export async function setOpenOrderExposure(
  tx: Tx,
  order: OpenOrderFigures,
  entryId: string,
  context: WriteContext,
): Promise<void> {
  const [known] = await openOrderEntry(tx, { documentId: order.id });
  if (!known) return addOpenOrderExposure(tx, order, entryId, context);
  await tx
    .updateTable('exposureEntries')
    .set({ amountMinor: order.totalMinor, ...context.updated() })
    .where('id', '=', known.id)
    .execute();
}

const openOrderEntry = prepareQuery((tx, given: { documentId: string }) =>
  tx
    .selectFrom('exposureEntries')
    .select('id')
    .where('documentId', '=', given.documentId)
    .where('kind', '=', 'openOrder')
    .where('deletedAt', 'is', null)
    .orderBy('id'),
);

/** Corrects what an open order counts for in its payer's exposure (R54). */
export async function correctOpenOrderExposure(
  tx: Tx,
  orderId: string,
  totalMinor: Minor,
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('exposureEntries')
    .set({ amountMinor: totalMinor, ...context.updated() })
    .where('documentId', '=', orderId)
    .where('kind', '=', 'openOrder')
    .where('deletedAt', 'is', null)
    .execute();
}

/** Takes an order out of its payer's exposure: cancelled, closed short or shipped in full. */
export async function endOpenOrderExposure(tx: Tx, orderId: string, context: WriteContext): Promise<void> {
  await tx
    .updateTable('exposureEntries')
    .set({ deletedAt: context.now, ...context.updated() })
    .where('documentId', '=', orderId)
    .where('kind', '=', 'openOrder')
    .where('deletedAt', 'is', null)
    .execute();
}

export interface CreditLimit {
  readonly customerId: string;
  readonly limitMinor: Minor;
  readonly currency: string;
}

/** Sets payers' credit limits, each payer once; returns those for whom anything changed. */
export async function setCreditLimits(
  tx: Tx,
  limits: readonly CreditLimit[],
  context: WriteContext,
): Promise<Set<string>> {
  if (limits.length === 0) return new Set();
  const rows = await tx
    .selectFrom('creditAccounts')
    .select(['id', 'limitMinor', 'currency'])
    .where(
      'id',
      'in',
      limits.map((limit) => limit.customerId),
    )
    .orderBy('id')
    .execute();
  const accounts = new Map(rows.map((row) => [row.id, row]));
  const changed = limits.filter(({ customerId, limitMinor, currency }) => {
    const known = accounts.get(customerId);
    return !known || known.limitMinor !== limitMinor || known.currency !== currency;
  });
  const fresh = changed.filter((limit) => !accounts.has(limit.customerId));
  if (fresh.length > 0) {
    await tx
      .insertInto('creditAccounts')
      .values(fresh.map((limit) => ({ id: limit.customerId, ...limit, validUntil: null, ...context.created() })))
      .execute();
  }
  for (const { customerId, limitMinor, currency } of changed.filter((limit) => accounts.has(limit.customerId))) {
    await tx
      .updateTable('creditAccounts')
      .set({ limitMinor, currency, ...context.updated() })
      .where('id', '=', customerId)
      .execute();
  }
  return new Set(changed.map((limit) => limit.customerId));
}
