/**
 * From tables to commands, in the order in which a company opens. Guards:
 * - a part is tried after the rows that it names (products, customers) have been tried before it in the same breath, so
 *   that a dry run of an empty company says what the run will say;
 * - a table of heads and one of lines are one part; one that holds both is read as two.
 */

import type { BuiltRow } from '../import/build-rows.ts';
import type { RowProblem } from '../import/check-rows.ts';
import { type ImportTarget, importTargets, type TargetKind, targetKinds } from '../import/import-targets.ts';
import type { ColumnMatch } from '../import/match-columns.ts';
import {
  commandArgs,
  type ImportDefaults,
  type ImportPlan,
  type ImportSource,
  planImport,
  sortProblems,
} from '../import/plan-import.ts';
import type { Sheet } from '../import/sheet.ts';
import { type TableKind, targetOfKind } from './recognise-table.ts';

/** A table that somebody brought. */
export interface OpeningTable {
  readonly id: string;
  readonly sheet: Sheet;
  /** Null: left out. */
  readonly kind: TableKind | null;
  readonly columns: ColumnMatch;
}

/** What goes into commands of one kind from one table, or from heads and lines. */
export interface OpeningPart {
  readonly target: TargetKind;
  /** The table that its rows stand in; heads of orders. */
  readonly table: OpeningTable;
  readonly lines: OpeningTable | null;
  readonly plan: ImportPlan;
  /** Rows that a dry run found here already as they are: nobody sends them. */
  readonly unchanged: number;
}

/** A part before it is planned. */
type PartSource = Pick<OpeningPart, 'table' | 'lines'> & { readonly source: ImportSource };

/** The sources of all parts in order; orders without the table of their lines are missing. */
export function sourcesOf(tables: readonly OpeningTable[]): PartSource[] {
  const lines = tables.find((table) => table.kind === 'orderLines') ?? null;
  return targetKinds.flatMap((target) =>
    tables.flatMap((table): PartSource[] => {
      if (table.kind === null || table.kind === 'orderLines' || targetOfKind(table.kind) !== target) return [];
      const main = { sheet: table.sheet, columns: table.columns };
      if (target !== 'orders')
        return [{ source: { target: importTargets[target], main, lines: null }, table, lines: null }];
      const whole = table.kind === 'ordersWithLines' ? { main: headsOf(table), lines: main } : null;
      const second = whole?.lines ?? (lines ? { sheet: lines.sheet, columns: lines.columns } : null);
      if (!second) return [];
      const source = { target: importTargets.orders, main: whole?.main ?? main, lines: second };
      return [{ source, table, lines: whole ? table : lines }];
    }),
  );
}

/** Of a table that repeats an order's head on each of its lines: the first of each. */
function headsOf({ sheet, columns }: OpeningTable): ImportSource['main'] {
  const column = columns.importKey ?? null;
  const seen = new Set<string>();
  const rows = sheet.rows.filter((row) => {
    const key = column === null ? '' : (row.cells[column] ?? '').normalize('NFKC').trim();
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return { sheet: { ...sheet, rows }, columns };
}

export async function planParts(
  tables: readonly OpeningTable[],
  newIds: (count: number) => Promise<readonly string[]>,
): Promise<OpeningPart[]> {
  const parts: OpeningPart[] = [];
  for (const { source, table, lines } of sourcesOf(tables)) {
    const plan = await planImport(source, newIds);
    parts.push({ target: source.target.kind, table, lines, plan, unchanged: 0 });
  }
  return parts;
}

/** The arguments of a part's command. @param contactsFollow a table of contacts comes after the customers */
export function openingArgs(
  target: ImportTarget,
  importId: string,
  defaults: ImportDefaults,
  rows: readonly unknown[],
  contactsFollow: boolean,
): Readonly<Record<string, unknown>> {
  const args = commandArgs(target, importId, defaults, rows);
  return target.kind === 'customers' ? { ...args, contactsFollow } : args;
}

const textOf = (row: unknown, field: string): string | null => {
  const value = (row as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'string' ? value : null;
};

/** Codes that a row names and that must be there before it. */
function namedBy(target: TargetKind, row: unknown): { products: string[]; customers: string[] } {
  const customer = textOf(row, 'customerCode');
  const product = textOf(row, 'productCode');
  const { lines = [] } = row as { readonly lines?: readonly unknown[] };
  const products = target === 'orders' ? lines.flatMap((line) => textOf(line, 'productCode') ?? []) : [product ?? ''];
  return { products: products.filter(Boolean), customers: customer === null ? [] : [customer] };
}

const LIMIT_ROWS_BEFORE = 50;

/** What tries a part's rows as they will be met: the rows that they name come first. */
export function makeForerunners(
  parts: readonly OpeningPart[],
  argsOf: (target: ImportTarget, rows: readonly unknown[]) => Readonly<Record<string, unknown>>,
): (target: TargetKind, rows: readonly BuiltRow[]) => { name: string; args: unknown }[] {
  const byCode = (target: TargetKind) =>
    new Map(
      parts
        .filter((part) => part.target === target)
        .flatMap((part) => part.plan.rows.map(({ row }) => [textOf(row, 'code') ?? '', row] as const)),
    );
  const products = byCode('products');
  const customers = byCode('customers');
  return (target, rows) => {
    const named = rows.map(({ row }) => namedBy(target, row));
    const commandsFor = (
      kind: 'products' | 'customers',
      codes: readonly string[],
      known: ReadonlyMap<string, unknown>,
    ) => {
      const wanted = [...new Set(codes)].flatMap((code) => known.get(code) ?? []);
      const cuts = Array.from({ length: Math.ceil(wanted.length / LIMIT_ROWS_BEFORE) }, (_, at) =>
        wanted.slice(at * LIMIT_ROWS_BEFORE, (at + 1) * LIMIT_ROWS_BEFORE),
      );
      return cuts.map((cut) => ({ name: importTargets[kind].command, args: argsOf(importTargets[kind], cut) }));
    };
    return [
      ...commandsFor(
        'products',
        named.flatMap((each) => each.products),
        products,
      ),
      ...commandsFor(
        'customers',
        named.flatMap((each) => each.customers),
        customers,
      ),
    ];
  };
}

/**
 * A part without what a dry run left out, and without the chunks that would change nothing.
 * @param found what the dry run said of its rows  @param news whether each of its chunks would write anything
 */
export function afterDryRun(part: OpeningPart, found: readonly RowProblem[], news: readonly boolean[]): OpeningPart {
  const bad = new Set(found.map((problem) => `${problem.file}:${problem.line}`));
  const isGood = (row: BuiltRow) =>
    !bad.has(`main:${row.line}`) && !row.memberLines.some((line) => bad.has(`lines:${line}`));
  const good = part.plan.chunks.map((chunk) => chunk.filter(isGood));
  const chunks = good.filter((chunk, at) => news[at] && chunk.length > 0);
  const unchanged = good.reduce((sum, chunk, at) => sum + (news[at] ? 0 : chunk.length), 0);
  const left = part.plan.rows.length - good.reduce((sum, chunk) => sum + chunk.length, 0);
  const problems = sortProblems([...part.plan.problems, ...found]);
  const plan = { ...part.plan, chunks, problems, leftOut: part.plan.leftOut + left };
  return { ...part, plan, unchanged };
}
