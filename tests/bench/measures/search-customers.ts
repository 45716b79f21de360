/**
 * Finding a customer by what is typed, while sync applies changed customers: two and three hanzi, pinyin, initials, the
 * middle of a phone number, the beginning of a code; parts of real names, as common as they are. In process: a reader's
 * connection, beside a thread that writes. At the screen: the window's own question, while its device pulls from a
 * server that never rests. The raw side is the full-text statement alone, for the first page, without the ranking.
 */
import { constants, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { matchExpression } from '#db/search/find.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { applyRowsBeside } from '../apply-rows-beside.ts';
import { ask } from '../ask.ts';
import { timeQuestions } from '../at-the-screen.ts';
import { makeChangedCustomers } from '../changed-customers.ts';
import { type BenchCompany, companyAt } from '../company.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { startPouringServer } from '../pouring-server.ts';
import { median, percentile, time } from '../statistics.ts';
import { type Searchable, type SearchKind, searchKinds, typedSearches } from '../typed-searches.ts';
import { openBenchWindow } from '../window.ts';

const MOST_P50_MS = 1;
const MOST_P99_MS = 5;
const MOST_P99_AT_SCREEN_MS = 15;
const PAGE_ROWS = 50;

export const measure: Measure = {
  about: 'customers by hanzi, pinyin, initials, phone and code while sync applies rows, in process and at the screen',
  async run(bench) {
    const original = await bench.company();
    const path = join(bench.folder, 'data.sqlite');
    copyFileSync(original.path, path, constants.COPYFILE_FICLONE);
    const company = await companyAt(path, original);
    const searches = readSearches(company, bench.isQuick ? 120 : 400);
    return [await inProcess(bench, company, searches), await atTheScreen(bench, original, searches)];
  },
};

type Searches = readonly { readonly kind: SearchKind; readonly search: string }[];

/** Searches of all kinds, in turn, for customers from all over the table. */
function readSearches(company: BenchCompany, customers: number): Searches {
  const raw = company.openRawReader();
  try {
    const count = raw.prepare('SELECT count(*) FROM "customers"').pluck().get() as number;
    const rows = raw.prepare('SELECT "code", "name", "phone" FROM "customers" ORDER BY "id"').all() as Searchable[];
    const step = Math.max(1, Math.floor(count / customers));
    const typed = typedSearches(rows.filter((_, place) => place % step === 0).slice(0, customers));
    return Array.from({ length: customers }, (_, place) =>
      searchKinds.flatMap((kind) => (typed[kind][place] ? [{ kind, search: typed[kind][place] }] : [])),
    ).flat();
  } finally {
    raw.close();
  }
}

const questionOf = (search: string): object => ({ search, cursor: null, limit: PAGE_ROWS });

async function inProcess(bench: Bench, company: BenchCompany, searches: Searches): Promise<Finding> {
  const reader = company.openReader();
  const raw = company.openRawReader();
  const endApplying = applyRowsBeside(company);
  try {
    const statement = raw.prepare(
      `SELECT c.* FROM "search_customers" CROSS JOIN "searchDocuments" AS d ON d."docId" = "search_customers".rowid
         JOIN "customers" AS c ON c."id" = d."rowId"
        WHERE "search_customers" MATCH ? ORDER BY "search_customers".rowid DESC LIMIT ${PAGE_ROWS}`,
    );
    const product = (search: string) => ask<Page<unknown>>(reader, company, 'crm.customerList', questionOf(search));
    for (const { search } of searches.slice(0, 100)) await product(search);
    const all: { kind: SearchKind; ms: number; rawMs: number }[] = [];
    for (let round = 0; round < (bench.isQuick ? 2 : 3); round += 1) {
      for (const { kind, search } of searches) {
        const rawMs = await time(() => statement.all(matchExpression(search)));
        all.push({ kind, ms: await time(() => product(search)), rawMs });
      }
    }
    const [p50, p99] = [
      median(all.map(({ ms }) => ms)),
      percentile(
        all.map(({ ms }) => ms),
        0.99,
      ),
    ];
    const ofKinds = searchKinds.map((kind) => [
      kind,
      percentile(
        all.flatMap((each) => (each.kind === kind ? [each.ms] : [])),
        0.99,
      ),
    ]);
    return {
      value: p99,
      unit: 'ms',
      ratio: p50 / median(all.map(({ rawMs }) => rawMs)),
      against: 'the full-text statement alone (p50 both)',
      goal: `p50 ≤ ${MOST_P50_MS} ms, p99 ≤ ${MOST_P99_MS} ms`,
      ok: p50 <= MOST_P50_MS && p99 <= MOST_P99_MS,
      parts: { p50, ...Object.fromEntries(ofKinds), searches: all.length, appliedRows: await endApplying() },
    };
  } finally {
    raw.close();
    await reader.close();
  }
}

async function atTheScreen(bench: Bench, company: BenchCompany, searches: Searches): Promise<Finding> {
  const reader = company.openReader();
  const customers = await reader.kysely.selectFrom('customers').selectAll().orderBy('id').execute();
  await reader.close();
  const server = await startPouringServer(company, makeChangedCustomers(customers));
  const window = await openBenchWindow(bench.folder, company, bench.say, server.url);
  try {
    const before = server.pulls;
    const args = searches.map(({ search }) => questionOf(search));
    const { queries } = await timeQuestions(window.page, 'crm.customerList', args, {
      warmUps: 50,
      rounds: bench.isQuick ? 600 : 2_000,
    });
    const [p50, p99] = [median(queries), percentile(queries, 0.99)];
    return {
      part: 'screen',
      value: p99,
      unit: 'ms',
      ratio: null,
      against: 'nothing: the goal is absolute',
      goal: `p99 ≤ ${MOST_P99_AT_SCREEN_MS} ms`,
      ok: p99 <= MOST_P99_AT_SCREEN_MS,
      parts: { p50, pullsMeanwhile: server.pulls - before },
    };
  } finally {
    await window.close();
    await server.close();
  }
}
