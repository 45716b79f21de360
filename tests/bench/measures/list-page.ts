/**
 * One page of a list as a screen reads it: fifty customers from the middle of all, by name; the newest open orders.
 * The raw side reads the same rows with a prepared statement of the same SQL and the same cursor.
 */
import type { SqliteDatabase } from '#db/sqlite.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { ask } from '../ask.ts';
import { timeQuestions } from '../at-the-screen.ts';
import type { BenchCompany } from '../company.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import type { Statement } from '../raw-sqlite.ts';
import { median, timeInTurns } from '../statistics.ts';

const MOST_RATIO = 2;
const MOST_OVER_PING_MS = 2;
const PAGE_ROWS = 50;

/** One list: the screen's question, and what answers it raw. */
interface List {
  readonly label: string;
  readonly query: string;
  readonly args: object;
  readonly sql: string;
  readonly values: readonly (string | bigint)[];
}

const customerColumns = [
  'id',
  'code',
  'name',
  'contactName',
  'phone',
  'city',
  'country',
  'territoryId',
  'currency',
  'paymentTermsDays',
];
const orderColumns = [
  ...['id', 'number', 'state', 'creditHold', 'approvalHold', 'manualHold', 'customerId', 'customerName', 'warehouseId'],
  ...[
    'currency',
    'orderedOn',
    'requestedOn',
    'totalMinor',
    'lineCount',
    'backOrderedLines',
    'confirmedAt',
    'confirmedByName',
  ],
];
const listOf = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');

/** @param middle the row after which the page of customers begins */
function makeLists(middle: { readonly id: string; readonly name: string }): List[] {
  const { id, name } = middle;
  return [
    {
      label: 'customers',
      query: 'crm.customerList',
      args: { search: '', cursor: { key: name, id }, limit: PAGE_ROWS },
      sql: `SELECT ${listOf(customerColumns)} FROM "customers" WHERE "deletedAt" IS NULL AND ("name" > ? OR ("name" = ? AND "id" > ?)) ORDER BY "name", "id" LIMIT ${PAGE_ROWS + 1}`,
      values: [name, name, id],
    },
    {
      label: 'open orders',
      query: 'sales.orderList',
      args: { search: '', filter: 'open', warehouseId: null, customerId: null, cursor: null, limit: PAGE_ROWS },
      sql: `SELECT ${listOf(orderColumns)} FROM "orders" WHERE "deletedAt" IS NULL AND "state" = ? ORDER BY "confirmedAt" DESC, "id" DESC LIMIT ${PAGE_ROWS + 1}`,
      values: ['open'],
    },
  ];
}

export const measure: Measure = {
  about: `${PAGE_ROWS} sorted and filtered rows of a long list, against a prepared statement of the same rows; and at the screen`,
  async run(bench) {
    const company = await bench.company();
    const reader = company.openReader();
    const raw = company.openRawReader();
    try {
      const count = raw.prepare('SELECT count(*) FROM "customers"').pluck().get() as number;
      const middle = raw.prepare('SELECT "id", "name" FROM "customers" ORDER BY "name", "id" LIMIT 1 OFFSET ?');
      const lists = makeLists(middle.get(Math.floor(count / 2)) as { id: string; name: string });
      const timings = [];
      for (const list of lists) timings.push(await timeList(bench, reader, company, raw.prepare(list.sql), list));
      return [inProcess(timings, count), await atTheScreen(bench, lists, timings)];
    } finally {
      raw.close();
      await reader.close();
    }
  },
};

interface ListTiming {
  readonly label: string;
  readonly productMs: number;
  readonly rawMs: number;
}

async function timeList(
  bench: Bench,
  reader: SqliteDatabase,
  company: BenchCompany,
  statement: Statement,
  { label, query, args, values }: List,
): Promise<ListTiming> {
  const product = () => ask<Page<CustomerListRow | OrderListRow>>(reader, company, query, args);
  const [page, rows] = [(await product()).rows, statement.all(...values).slice(0, PAGE_ROWS)];
  if (JSON.stringify(page) !== JSON.stringify(rows) || page.length < PAGE_ROWS)
    throw new Error(`${label}: the sides read different rows`);
  const rounds = bench.isQuick ? 200 : 1_000;
  const timings = await timeInTurns(
    { warmUps: 100, rounds },
    { product, raw: () => statement.all(...values).slice(0, PAGE_ROWS) },
  );
  return { label, productMs: median(timings.product), rawMs: median(timings.raw) };
}

function inProcess(timings: readonly ListTiming[], customers: number): Finding {
  const worst = timings.toSorted((a, b) => b.productMs / b.rawMs - a.productMs / a.rawMs)[0];
  if (!worst) throw new Error('no list');
  const ratio = worst.productMs / worst.rawMs;
  return {
    value: worst.productMs,
    unit: 'ms',
    ratio,
    against: 'a prepared statement of the same rows',
    goal: `≤ ${MOST_RATIO}×`,
    ok: ratio <= MOST_RATIO,
    parts: { rows: customers, ...Object.fromEntries(timings.map((each) => [each.label, each.productMs / each.rawMs])) },
  };
}

async function atTheScreen(bench: Bench, lists: readonly List[], timings: readonly ListTiming[]): Promise<Finding> {
  const { page } = await bench.window();
  const overs: { label: string; ms: number; allowedMs: number }[] = [];
  for (const [place, list] of lists.entries()) {
    const rounds = { warmUps: 30, rounds: bench.isQuick ? 200 : 500 };
    const { queries, pings } = await timeQuestions(page, list.query, [list.args], rounds);
    const allowedMs = median(pings) + (timings[place]?.productMs ?? 0) + MOST_OVER_PING_MS;
    overs.push({ label: list.label, ms: median(queries), allowedMs });
  }
  const worst = overs.toSorted((a, b) => b.ms / b.allowedMs - a.ms / a.allowedMs)[0];
  if (!worst) throw new Error('no list');
  return {
    part: 'screen',
    value: worst.ms,
    unit: 'ms',
    ratio: worst.ms / worst.allowedMs,
    against: 'what is allowed: a ping to the device thread, the query in process, and 2 ms',
    goal: '≤ ping + query + 2 ms',
    ok: worst.ms <= worst.allowedMs,
    parts: Object.fromEntries(overs.map(({ label, ms }) => [label, ms])),
  };
}
