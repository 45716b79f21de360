/**
 * Whether what stands here agrees with what the tables say: source sum, sum here, difference, and the rows behind. Guards:
 * - every row of the source counts, also one that was left out: what is missing here shows;
 * - both sides are added up by themselves, ours from the database, never from what the run said.
 */
import type {
  OpeningItemRow,
  OpeningLimitRow,
  OpeningOrderRow,
  OpeningStockRow,
} from '#shared/domains/reports/queries/opening-balances.ts';
import type { ImportValue } from '#shared/kernel/import-fields.ts';
import { extendPrice, toMinor } from '#shared/kernel/money.ts';
import type { QueryReply } from '#shared/protocol/bridge.ts';
import { type CheckedRow, checkRows } from '../import/check-rows.ts';
import type { ImportDefaults } from '../import/plan-import.ts';
import type { OpeningPart } from './opening-plan.ts';

export const measures = ['stockQuantity', 'stockValue', 'receivables', 'prepayments', 'orders', 'limits'] as const;
export type Measure = (typeof measures)[number];

/** One row on both sides: null where a side has none. In 1/10,000 for quantities, else in minor units. */
export interface SumRow {
  readonly key: string;
  readonly source: number | null;
  readonly here: number | null;
}

export interface SumLine {
  readonly measure: Measure;
  /** The warehouse or the currency. */
  readonly group: string;
  /** What amounts are in; null: quantities. */
  readonly currency: string | null;
  readonly source: number;
  readonly here: number;
  readonly rows: readonly SumRow[];
}

export interface SumsQuestion {
  readonly parts: readonly OpeningPart[];
  readonly defaults: ImportDefaults;
  readonly warehouses: readonly { readonly id: string; readonly code: string; readonly name: string }[];
  readonly query: (name: string, args: unknown) => Promise<QueryReply>;
}

/** Both sides by measure, group and key. */
class Tally {
  readonly #lines = new Map<
    string,
    { measure: Measure; group: string; currency: string | null; rows: Map<string, SumRow> }
  >();

  add(
    side: 'source' | 'here',
    measure: Measure,
    group: string,
    currency: string | null,
    key: string,
    amount: number,
  ): void {
    const name = `${measure}\n${group}`;
    const line = this.#lines.get(name) ?? { measure, group, currency, rows: new Map<string, SumRow>() };
    this.#lines.set(name, line);
    const row = line.rows.get(key) ?? { key, source: null, here: null };
    line.rows.set(key, { ...row, [side]: (row[side] ?? 0) + amount });
  }

  lines(): SumLine[] {
    const sum = (rows: readonly SumRow[], side: 'source' | 'here') =>
      rows.reduce((total, row) => total + (row[side] ?? 0), 0);
    return [...this.#lines.values()]
      .map(({ rows: byKey, ...line }) => {
        const rows = [...byKey.values()];
        return { ...line, rows, source: sum(rows, 'source'), here: sum(rows, 'here') };
      })
      .sort((a, b) => measures.indexOf(a.measure) - measures.indexOf(b.measure) || (a.group < b.group ? -1 : 1));
  }
}

/** Adds up the tables and what the database has of opening balances. */
export async function compareSums(question: SumsQuestion): Promise<SumLine[]> {
  const tally = new Tally();
  const targets = new Set(question.parts.map((part) => part.target));
  if (targets.has('stock')) await compareStock(question, tally);
  for (const kind of ['receivable', 'prepayment'] as const) {
    if (targets.has(`${kind}s`)) await compareItems(question, kind, tally);
  }
  if (targets.has('orders')) await compareOrders(question, tally);
  if (targets.has('customers')) await compareLimits(question, tally);
  return tally.lines();
}

const PAGE_ROWS = 500;

async function readAll<Row extends { readonly id: string }>(
  question: SumsQuestion,
  name: string,
  args: object = {},
): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const reply = await question.query(name, { ...args, after: rows.at(-1)?.id ?? null, limitRows: PAGE_ROWS });
    if (!reply.ok) throw new Error(reply.reason.code);
    const page = reply.rows as Row[];
    rows.push(...page);
    if (page.length < PAGE_ROWS) return rows;
  }
}

type Values = Readonly<Record<string, ImportValue>>;
const text = (values: Values, field: string): string => String(values[field] ?? '');
const figure = (values: Values, field: string): number | null => {
  const value = values[field];
  return typeof value === 'number' ? value : null;
};

/** The rows of all tables of a kind, as they can be read. */
function rowsOf({ parts }: SumsQuestion, target: OpeningPart['target']): CheckedRow[] {
  return parts
    .filter((part) => part.target === target)
    .flatMap(({ plan: { source } }) =>
      checkRows({ ...source.main, file: 'main', fields: source.target.fields, keyField: null }),
    );
}

async function compareStock(question: SumsQuestion, tally: Tally): Promise<void> {
  const { warehouses, defaults } = question;
  const { currency } = defaults;
  const costs = new Map(
    rowsOf(question, 'products').map(({ values }) => [text(values, 'code'), figure(values, 'averageCost')]),
  );
  const here = await readAll<OpeningStockRow>(question, 'reports.openingStock');
  const valued = here.some((row) => row.averageCost !== null);
  const own = warehouses.find((each) => each.id === defaults.warehouseId);
  for (const { values } of rowsOf(question, 'stock')) {
    const quantity = figure(values, 'onHand');
    if (quantity === null) continue;
    const word = text(values, 'warehouseCode');
    const place = word === '' ? own : warehouses.find((each) => each.code === word || each.name === word);
    const key = text(values, 'productCode');
    const group = place?.name ?? word;
    tally.add('source', 'stockQuantity', group, null, key, quantity);
    const cost = figure(values, 'unitCost') ?? costs.get(key) ?? null;
    if (cost !== null && valued)
      tally.add('source', 'stockValue', group, currency, key, extendPrice(quantity, cost, [], currency));
  }
  for (const row of here) {
    tally.add('here', 'stockQuantity', row.warehouseName, null, row.productCode, row.opening);
    if (row.averageCost === null) continue;
    const value = extendPrice(row.opening, row.averageCost, [], currency);
    tally.add('here', 'stockValue', row.warehouseName, currency, row.productCode, value);
  }
}

/** Where a row names no currency it is the customer's. */
function customerCurrencies(question: SumsQuestion): (code: string) => string {
  const told = new Map(
    rowsOf(question, 'customers').map(({ values }) => [text(values, 'code'), text(values, 'currency')]),
  );
  return (code) => told.get(code) || question.defaults.currency;
}

async function compareItems(question: SumsQuestion, kind: 'receivable' | 'prepayment', tally: Tally): Promise<void> {
  const measure = `${kind}s` as const;
  const currencyOf = customerCurrencies(question);
  const here = await readAll<OpeningItemRow>(question, 'reports.openingItems', { kind });
  const keyOf = (customer: string, document: string) => `${customer} · ${document}`;
  const known = new Map(here.map((row) => [keyOf(row.customerCode, row.documentNumber), row.currency]));
  for (const { values } of rowsOf(question, measure)) {
    const open = figure(values, 'openAmount');
    if (open === null) continue;
    const customer = text(values, 'customerCode');
    const key = keyOf(customer, text(values, 'documentNumber'));
    const currency = text(values, 'currency') || known.get(key) || currencyOf(customer);
    const minor = toMinor(Math.abs(open), currency) ?? 0;
    tally.add('source', measure, currency, currency, key, open < 0 ? -minor : minor);
  }
  for (const row of here) {
    const key = keyOf(row.customerCode, row.documentNumber);
    tally.add('here', measure, row.currency, row.currency, key, row.openingMinor ?? 0);
  }
}

async function compareOrders(question: SumsQuestion, tally: Tally): Promise<void> {
  const currencyOf = customerCurrencies(question);
  const here = await readAll<OpeningOrderRow>(question, 'reports.openingOrders');
  const known = new Map(here.map((row) => [row.importKey ?? '', row.currency]));
  const heads = new Map(
    rowsOf(question, 'orders')
      .filter(({ values }) => figure(values, 'shippedOn') === null && text(values, 'shippedOn') === '')
      .map(({ values }) => [text(values, 'importKey'), text(values, 'customerCode')]),
  );
  for (const { plan } of question.parts.filter((part) => part.target === 'orders')) {
    const { lines, target } = plan.source;
    if (!lines || !target.lineFields) continue;
    for (const { values } of checkRows({ ...lines, file: 'lines', fields: target.lineFields, keyField: null })) {
      const key = text(values, 'importKey');
      const customer = heads.get(key);
      const quantity = figure(values, 'quantity');
      const unitPrice = figure(values, 'unitPrice');
      if (customer === undefined || quantity === null || unitPrice === null) continue;
      const currency = known.get(key) ?? currencyOf(customer);
      const amount = extendPrice(quantity, unitPrice, [figure(values, 'discount') ?? 0], currency);
      tally.add('source', 'orders', currency, currency, key, amount);
    }
  }
  for (const row of here) {
    const amount = row.priceMode === 'taxInclusive' ? row.totalMinor : row.netMinor;
    tally.add('here', 'orders', row.currency, row.currency, row.importKey ?? '', amount);
  }
}

async function compareLimits(question: SumsQuestion, tally: Tally): Promise<void> {
  const told = rowsOf(question, 'customers').filter(({ values }) => figure(values, 'creditLimit') !== null);
  if (told.length === 0) return;
  const here = await readAll<OpeningLimitRow>(question, 'reports.openingLimits');
  const known = new Map(here.map((row) => [row.customerCode, row]));
  for (const { values } of told) {
    const code = text(values, 'code');
    const row = known.get(code);
    const currency = row?.currency ?? (text(values, 'currency') || question.defaults.currency);
    tally.add('source', 'limits', currency, currency, code, toMinor(figure(values, 'creditLimit') ?? 0, currency) ?? 0);
    if (row) tally.add('here', 'limits', currency, currency, code, row.limitMinor);
    // A code that stands twice counts once here.
    known.delete(code);
  }
}
