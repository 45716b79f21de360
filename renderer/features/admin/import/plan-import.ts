import type { ImportProblem } from '#shared/kernel/import-fields.ts';
import { buildChunks } from './build-chunks.ts';
import { type BuiltRow, type BuiltRows, buildOrders, buildRows, countIds } from './build-rows.ts';
import { type CheckedRow, type CheckQuestion, checkRowsInSlices, problemAt, type RowProblem } from './check-rows.ts';
import type { ImportTarget } from './import-targets.ts';
import { type JoinedOrder, joinOrders } from './join-orders.ts';
import type { ColumnMatch } from './match-columns.ts';
import type { Sheet } from './sheet.ts';

/** The files of an import with the columns that were chosen. */
export interface ImportSource {
  readonly target: ImportTarget;
  readonly main: { readonly sheet: Sheet; readonly columns: ColumnMatch };
  /** Orders only. */
  readonly lines: { readonly sheet: Sheet; readonly columns: ColumnMatch } | null;
}

/** Everything that is known before the database is asked. */
export interface ImportPlan {
  readonly source: ImportSource;
  readonly rows: readonly BuiltRow[];
  readonly chunks: readonly (readonly BuiltRow[])[];
  readonly problems: readonly RowProblem[];
  /** Orders that were shipped already. */
  readonly shipped: number;
  /** Rows of the main file that are left out because of a problem. */
  readonly leftOut: number;
}

/** Values for `args` beside the rows. */
export interface ImportDefaults {
  readonly territoryId: string | null;
  readonly warehouseId: string | null;
  readonly paymentTermsDays: number;
  readonly currency: string;
  readonly unit: string;
  readonly taxCode: string;
  /** The day of the import: when goods came of which the file does not say it. */
  readonly today: string;
}

function questionsOf({ target, main, lines }: ImportSource): { main: CheckQuestion; lines: CheckQuestion | null } {
  return {
    main: {
      ...main,
      file: 'main',
      fields: target.fields,
      keyField: target.keyField,
      keyBeside: target.keyBeside ?? [],
    },
    lines: lines && target.lineFields ? { ...lines, file: 'lines', fields: target.lineFields, keyField: null } : null,
  };
}

/**
 * Reads, checks, joins and cuts: what could be sent, and what cannot be taken and why.
 * @param newIds ids for the rows; the same plan keeps them, so that a chunk sent twice makes nothing twice
 */
export async function planImport(
  source: ImportSource,
  newIds: (count: number) => Promise<readonly string[]>,
): Promise<ImportPlan> {
  const questions = questionsOf(source);
  const checked = await checkRowsInSlices(questions.main, pause);
  if (source.target.kind === 'orders' && questions.lines) {
    const sides = { heads: questions.main, lines: questions.lines };
    const joined = joinOrders(checked, await checkRowsInSlices(questions.lines, pause), sides);
    const takeId = await idsFor(newIds, countIds('orders', [], joined.orders));
    const built = buildOrders(joined.orders, sides, takeId);
    return finish(source, questions.main, built, [...joined.problems, ...built.problems], {
      shipped: joined.shipped,
      leftOut: joined.ordersLeftOut + joined.orders.length - built.rows.length,
    });
  }
  const { kind } = source.target;
  if (kind === 'orders') throw new Error('open orders need the file of their lines');
  const good = checked.filter((row) => row.problems.length === 0);
  const takeId = await idsFor(newIds, countIds(kind, good, noOrders));
  const built = await buildInSlices(kind, good, questions.main, takeId);
  const problems = [...checked.flatMap((row: CheckedRow) => row.problems), ...built.problems];
  return finish(source, questions.main, built, problems, { shipped: 0, leftOut: checked.length - built.rows.length });
}

const noOrders: readonly JoinedOrder[] = [];

/** Lets the window answer. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const SLICE_ROWS = 500;

async function buildInSlices(...[kind, checked, side, takeId]: Parameters<typeof buildRows>): Promise<BuiltRows> {
  const rows: BuiltRow[] = [];
  const problems: RowProblem[] = [];
  for (let at = 0; at < checked.length; at += SLICE_ROWS) {
    if (at > 0) await pause();
    const slice = buildRows(kind, checked.slice(at, at + SLICE_ROWS), side, takeId);
    rows.push(...slice.rows);
    problems.push(...slice.problems);
  }
  return { rows, problems };
}

function finish(
  source: ImportSource,
  question: CheckQuestion,
  built: { readonly rows: readonly BuiltRow[] },
  problems: readonly RowProblem[],
  counts: { readonly shipped: number; readonly leftOut: number },
): ImportPlan {
  const { chunks, tooLarge } = buildChunks(built.rows);
  const large = tooLarge.map((row) =>
    problemAt(question, row.line, source.target.keyField, { code: 'import.rowTooLarge', params: {} }),
  );
  return {
    source,
    rows: chunks.flat(),
    chunks,
    problems: sortProblems([...problems, ...large]),
    shipped: counts.shipped,
    leftOut: counts.leftOut + tooLarge.length,
  };
}

async function idsFor(newIds: (count: number) => Promise<readonly string[]>, count: number): Promise<() => string> {
  const ids = count === 0 ? [] : await newIds(count);
  let next = 0;
  return () => {
    const id = ids[next];
    next += 1;
    if (id === undefined) throw new Error('fewer ids than rows');
    return id;
  };
}

/** Problems that the command found, with heading and cell; each is at a row of the main file or at an order's line. */
export function nameCommandProblems(plan: ImportPlan, problems: readonly ImportProblem[]): RowProblem[] {
  const questions = questionsOf(plan.source);
  const inLines = (column: string | null) =>
    questions.lines !== null && column !== null && !(column in questions.main.columns);
  return problems.map(({ line, column, code, params }) => {
    const question = inLines(column) && questions.lines ? questions.lines : questions.main;
    return problemAt(question, line, column, { code, params });
  });
}

/** The plan without the rows that a dry run left out. */
export function withoutProblems(plan: ImportPlan, found: readonly RowProblem[]): ImportPlan {
  const bad = new Set(found.map((problem) => `${problem.file}:${problem.line}`));
  const rows = plan.rows.filter(
    (row) => !bad.has(`main:${row.line}`) && !row.memberLines.some((line) => bad.has(`lines:${line}`)),
  );
  return {
    ...plan,
    rows,
    chunks: buildChunks(rows).chunks,
    problems: sortProblems([...plan.problems, ...found]),
    leftOut: plan.leftOut + plan.rows.length - rows.length,
  };
}

/** First the main file, then the lines, each from the top. */
export function sortProblems(problems: readonly RowProblem[]): RowProblem[] {
  return [...problems].sort(
    (left, right) => Number(left.file === 'lines') - Number(right.file === 'lines') || left.line - right.line,
  );
}

/** The command's arguments for some rows. */
export function commandArgs(
  target: ImportTarget,
  importId: string,
  defaults: ImportDefaults,
  rows: readonly unknown[],
): Readonly<Record<string, unknown>> {
  const { territoryId, warehouseId, paymentTermsDays, currency, unit, taxCode, today: openedOn } = defaults;
  switch (target.kind) {
    case 'customers':
      return { importId, territoryId, currency, paymentTermsDays, contactsFollow: false, rows };
    case 'products':
      return { importId, currency, defaultUnit: unit, defaultTaxCode: taxCode, rows };
    case 'stock':
      return { importId, warehouseId, openedOn, rows };
    case 'suppliers':
      return { importId, currency, paymentTermsDays, rows };
    case 'contacts':
      return { importId, rows };
    case 'receivables':
      return { importId, kind: 'receivable', rows };
    case 'prepayments':
      return { importId, kind: 'prepayment', rows };
    case 'orders':
      return { importId, warehouseId, orders: rows };
  }
}
