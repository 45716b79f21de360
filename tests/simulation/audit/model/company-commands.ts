/** What an administrator, or who keeps the books, sets for the whole company (R7, R11, R12, R43, R46, R80). */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { applied, type Ended, type ModelledRun, rejected } from './command-run.ts';
import { userNameOf } from './order-commands.ts';
import { dayAt, offsetOf } from './posting.ts';
import { reachesCustomer } from './reach.ts';

const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;

/** A row under a code of its own, new or changed; what went keeps its code. */
const saveCoded =
  (table: string): ModelledRun =>
  (rows, given, act) => {
    const { id, ...told } = given as { id: string; code: string } & ModelRow;
    if (rows.find(table, (row) => row.code === told.code && row.id !== id).length > 0)
      return rejected('admin.codeTaken', { code: told.code });
    const known = rows.get(table, id);
    if (known) rows.update(table, known, told, act);
    else rows.insert(table, { id, ...told }, act);
    return applied;
  };

/** Paid at once: no days. */
const savePaymentTerms: ModelledRun = (rows, given, act) => {
  const told = given as ModelRow;
  return saveCoded('paymentTerms')(rows, { ...told, days: told.kind === 'cash' ? 0 : told.days }, act);
};

/** R11: one is the default, and that one works; the currency of its books is said once. */
const saveLegalEntity: ModelledRun = (rows, given, act) => {
  const { id, ...told } = given as { id: string } & ModelRow;
  const { code = null, name = null } = told;
  const known = rows.get('legalEntities', id);
  const others = rows.find('legalEntities', (row) => row.id !== id);
  if (others.some((row) => row.code === code)) return rejected('admin.codeTaken', { code });
  if (known && known.baseCurrency !== told.baseCurrency) {
    const params = { name: known.name ?? null, currency: known.baseCurrency ?? null };
    return rejected('admin.baseCurrencyFixed', params);
  }
  if (told.isDefault === 1 && told.active === 0) return rejected('admin.defaultEntityInactive', { name });
  const defaults = others.filter((row) => row.isDefault === 1);
  if (told.isDefault === 0 && defaults.length === 0) return rejected('admin.defaultEntityNeeded', { name });
  if (told.isDefault === 1) for (const row of defaults) rows.update('legalEntities', row, { isDefault: 0 }, act);
  if (known) rows.update('legalEntities', known, told, act);
  else rows.insert('legalEntities', { id, ...told }, act);
  return applied;
};

/** R7: a prefix is of one kind of document. A company has a series of each kind from its first day. */
const saveDocumentSeries: ModelledRun = (rows, given, act) => {
  const { kind, prefix, digits } = given as { kind: string; prefix: string; digits: number };
  const [taken] = rows.find('documentSeries', (row) => row.prefix === prefix && row.kind !== kind);
  if (taken) return rejected('admin.prefixTaken', { prefix, kind: taken.kind ?? null });
  const [known] = rows.find('documentSeries', (row) => row.kind === kind);
  if (known) rows.update('documentSeries', known, { prefix, digits }, act);
  return applied;
};

const whole = (least: number, most: number) => (text: string) =>
  Number.isInteger(Number(text)) && Number(text) >= least && Number(text) <= most;
const share = whole(0, 10_000);
const days = whole(0, 365);
const oneOf =
  (...texts: string[]) =>
  (text: string): boolean =>
    texts.includes(text);

/** Every setting that a person changes, and what it can be. */
const settingFits: Readonly<Record<string, (text: string) => boolean>> = {
  'company.name': () => true,
  'company.utcOffsetMinutes': whole(-840, 840),
  'sales.priceMode': oneOf('taxExclusive', 'taxInclusive'),
  'sales.taxRounding': oneOf('perLine', 'perDocument'),
  'sales.discountLimit': share,
  'sales.contractWarningDays': days,
  'sales.heldReservationDays': days,
  'sales.quoteValidDays': days,
  'sales.largeOrderMinor': whole(0, 1e14),
  'sales.roundTo': oneOf('off', 'jiao', 'yuan', 'tenYuan'),
  'crm.poolDays': days,
  'billing.paymentTermsDays': days,
  'billing.overdueHoldDays': days,
  'billing.invoicePolicy': oneOf('delivery', 'order'),
  'billing.releaseDays': days,
  'billing.taxCode': (text) => text.length <= 20,
  'inventory.unit': (text) => text.length <= 20,
  'inventory.pickTolerance': share,
  'inventory.receiptTolerance': share,
  'inventory.countThreshold': share,
  'reports.discountRate': share,
  'security.leaseDays': whole(1, 365),
  'security.spokenCodeHours': whole(1, 72),
};
const fixed = ['company.currency', 'security.recoveryKey'];

const changeSettings: ModelledRun = (rows, given, act) => {
  const { changes } = given as { changes: { key: string; value: string }[] };
  for (const { key: setting, value } of changes) {
    if (fixed.includes(setting)) return rejected('admin.settingFixed', { setting });
    const fits = settingFits[setting];
    if (!fits) return rejected('admin.unknownSetting', { setting });
    if (value.trim() === '' || !fits(value)) return rejected('admin.badSetting', { setting, value });
  }
  for (const { key: id, value } of changes) {
    const known = rows.get('settings', id);
    if (!known) rows.insert('settings', { id, value }, act);
    else if (known.value !== value) rows.update('settings', known, { value }, act);
  }
  return applied;
};

/** R80: what was said of a day last. */
const setHolidays: ModelledRun = (rows, given, act) => {
  const { days: said } = given as { days: { id: string; day: string; name: string; kind: string | null }[] };
  for (const { id, day, name, kind } of new Map(said.map((each) => [each.day, each])).values()) {
    const [known] = rows.find('holidays', (row) => row.day === day);
    const isSaid = isLive(known);
    if (kind === null) {
      if (isSaid) rows.update('holidays', known, { deletedAt: act.now }, act);
    } else if (!known) rows.insert('holidays', { id, day, name, kind }, act);
    else if (!isSaid || known.name !== name || known.kind !== kind)
      rows.update('holidays', known, { name, kind, deletedAt: null }, act);
  }
  return applied;
};

function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** R12: months close one after the other, when they are over; the last one opens again. */
const changePeriod =
  (state: 'open' | 'closed', refuse: (month: string, lastClosed: string | null, today: string) => Ended | null) =>
  (rows: BusinessRows, given: unknown, act: Parameters<ModelledRun>[2]): Ended => {
    const { legalEntityId, month, periodId: id } = given as Record<'legalEntityId' | 'month' | 'periodId', string>;
    if (!rows.get('legalEntities', legalEntityId)) return rejected('admin.entityGone', {});
    const own = rows.find('periods', (row) => row.legalEntityId === legalEntityId);
    const closed = own.filter((row) => row.state === 'closed').map((row) => String(row.month));
    const refused = refuse(month, closed.sort().at(-1) ?? null, dayAt(act.now, offsetOf(rows)).slice(0, 7));
    if (refused) return refused;
    const changed = {
      state,
      changedAt: act.now,
      changedBy: act.userId,
      changedByName: userNameOf(rows, act.userId),
    };
    const known = own.find((row) => row.month === month);
    if (known) rows.update('periods', known, changed, act);
    else rows.insert('periods', { id, legalEntityId, month, ...changed }, act);
    return applied;
  };

const closePeriod = changePeriod('closed', (month, lastClosed, today) => {
  if (lastClosed !== null && month <= lastClosed) return rejected('admin.periodIsClosed', { month });
  const first = lastClosed === null ? month : monthAfter(lastClosed);
  if (month > first) return rejected('admin.earlierMonthOpen', { month: first });
  return month >= today ? rejected('admin.monthNotOver', { month }) : null;
});

const reopenPeriod = changePeriod('open', (month, lastClosed) => {
  if (lastClosed === null || month > lastClosed) return rejected('admin.periodIsOpen', { month });
  return month < lastClosed ? rejected('admin.laterMonthClosed', { month: lastClosed }) : null;
});

const saveCurrency: ModelledRun = (rows, given, act) => {
  const { id, code, active } = given as { id: string; code: string; active: number };
  const [known] = rows.find('currencies', (row) => row.code === code);
  if (!known) rows.insert('currencies', { id, code, active }, act);
  else if (known.active !== active) rows.update('currencies', known, { active }, act);
  return applied;
};

const setExchangeRate: ModelledRun = (rows, given, act) => {
  const { id, currency, validFrom, rate } = given as Record<'id' | 'currency' | 'validFrom', string> & { rate: number };
  if (rows.find('currencies', (row) => row.code === currency).length === 0)
    return rejected('billing.unknownCurrency', { currency });
  const [known] = rows.find('exchangeRates', (row) => row.currency === currency && row.validFrom === validFrom);
  if (!known) rows.insert('exchangeRates', { id, currency, validFrom, rate }, act);
  else if (known.rate !== rate) rows.update('exchangeRates', known, { rate }, act);
  return applied;
};

const ratesOf = (rows: BusinessRows, code: string): ModelRow[] =>
  rows.find('taxRates', (row) => row.code === code && isLive(row));

/** R43: no rate is written over, and days that documents were made on keep theirs. */
const addTaxRate: ModelledRun = (rows, given, act) => {
  const { id, code, rate, validFrom } = given as Record<'id' | 'code' | 'validFrom', string> & { rate: number };
  const [taxCode, day] = [code, validFrom];
  const own = ratesOf(rows, code);
  if (own.some((row) => row.validFrom === validFrom)) return rejected('billing.taxRateExists', { taxCode, day });
  const today = dayAt(act.now, offsetOf(rows));
  if (validFrom < today && own.some((row) => String(row.validFrom) <= today))
    return rejected('billing.taxRateInUse', { taxCode, day });
  const [takenBack] = rows.find('taxRates', (row) => row.code === code && row.validFrom === validFrom);
  if (takenBack) rows.update('taxRates', takenBack, { rate, deletedAt: null }, act);
  else rows.insert('taxRates', { id, code, rate, validFrom }, act);
  return applied;
};

const removeTaxRate: ModelledRun = (rows, given, act) => {
  const { code: taxCode, validFrom: day } = given as { code: string; validFrom: string };
  const own = ratesOf(rows, taxCode).filter((row) => row.validFrom === day);
  if (own.length === 0) return rejected('billing.taxRateGone', { taxCode, day });
  if (day <= dayAt(act.now, offsetOf(rows))) return rejected('billing.taxRateInUse', { taxCode, day });
  for (const row of own) rows.update('taxRates', row, { deletedAt: act.now }, act);
  return applied;
};

const assignPaymentTerms: ModelledRun = (rows, given, act) => {
  const { customerId, paymentTermsId } = given as { customerId: string; paymentTermsId: string };
  const customer = rows.get('customers', customerId);
  if (!isLive(customer) || !reachesCustomer(customer, act)) return rejected('crm.customerGone', {});
  const terms = rows.get('paymentTerms', paymentTermsId);
  if (!terms || terms.active === 0) return rejected('billing.termsGone', { customer: customer.name ?? null });
  const paymentTermsDays: Cell = terms.days ?? null;
  rows.update('customers', customer, { paymentTermsId, paymentTermsDays }, act);
  return applied;
};

/** R30: orders that come take it. */
const setMinimumLife: ModelledRun = (rows, given, act) => {
  const { customerId, minimumLifeDays } = given as { customerId: string; minimumLifeDays: number };
  const customer = rows.get('customers', customerId);
  if (!isLive(customer) || !reachesCustomer(customer, act)) return rejected('crm.customerGone', {});
  rows.update('customers', customer, { minimumLifeDays }, act);
  return applied;
};

const company = 'admin.manageCompany';
const periods = 'admin.managePeriods';
const rates = 'billing.manageRates';

/** By `name@version`: the right that it takes, and what it does. */
export const companyCommands: Readonly<Record<string, { readonly permission: string; readonly run: ModelledRun }>> = {
  'admin.saveLegalEntity@1': { permission: company, run: saveLegalEntity },
  'admin.saveTerritory@1': { permission: company, run: saveCoded('territories') },
  'inventory.saveWarehouse@1': { permission: company, run: saveCoded('warehouses') },
  'admin.saveDocumentSeries@1': { permission: company, run: saveDocumentSeries },
  'admin.changeSettings@1': { permission: company, run: changeSettings },
  'admin.setHolidays@1': { permission: company, run: setHolidays },
  'admin.closePeriod@1': { permission: periods, run: closePeriod },
  'admin.reopenPeriod@1': { permission: periods, run: reopenPeriod },
  'admin.reopenPeriod@2': { permission: periods, run: reopenPeriod },
  'billing.saveCurrency@1': { permission: rates, run: saveCurrency },
  'billing.setExchangeRate@1': { permission: rates, run: setExchangeRate },
  'billing.savePaymentTerms@1': { permission: company, run: savePaymentTerms },
  'billing.addTaxRate@1': { permission: rates, run: addTaxRate },
  'billing.removeTaxRate@1': { permission: rates, run: removeTaxRate },
  'crm.assignPaymentTerms@1': { permission: 'crm.assignPaymentTerms', run: assignPaymentTerms },
  'crm.setMinimumLife@1': { permission: 'sales.confirmOrder', run: setMinimumLife },
};
