/**
 * What a table of a company's opening holds, by its headings, its sheet and its file. Guards: a table is taken for
 * something only where every column that it needs is there; whatever a person chose for such headings before goes first.
 */
import { foldHeading, type ImportField } from '#shared/kernel/import-fields.ts';
import { importTargets, type TargetKind, targetKinds } from '../import/import-targets.ts';
import { type ColumnMatch, matchColumns, unmatchedFields } from '../import/match-columns.ts';
import type { Sheet } from '../import/sheet.ts';

/** Lines of orders come in a table of their own, or beside their heads in one. */
export const tableKinds = [...targetKinds, 'orderLines', 'ordersWithLines'] as const;
export type TableKind = (typeof tableKinds)[number];

/** sure: the headings and a name say so, or a person did before; likely: the headings; unsure: a column is missing. */
export type Confidence = 'remembered' | 'sure' | 'likely' | 'unsure';

export interface Recognised {
  /** Null: it looks like nothing that is known. */
  readonly kind: TableKind | null;
  readonly confidence: Confidence;
  readonly columns: ColumnMatch;
}

/** A mapping that a person once made by hand. */
export interface RememberedMapping {
  readonly kind: string;
  readonly headings: string;
  readonly columns: ColumnMatch;
}

/** Headings as mappings are remembered by: the same again, however they are spaced or cased. */
export const headingsKey = (headings: readonly string[]): string => headings.map(foldHeading).join('|').slice(0, 8_000);

/** The fields of a table; those of heads and lines together where one table holds both. */
export function fieldsOfKind(kind: TableKind): readonly ImportField[] {
  if (kind === 'orderLines') return importTargets.orders.lineFields ?? [];
  if (kind !== 'ordersWithLines') return importTargets[kind].fields;
  const heads = importTargets.orders.fields;
  const names = new Set(heads.map((field) => field.name));
  return [...heads, ...(importTargets.orders.lineFields ?? []).filter((field) => !names.has(field.name))];
}

/** What people call such a table: words in the names of files and sheets. */
const nameWords: Readonly<Record<TableKind, RegExp>> = {
  products: /product|item|goods|sku|产品|商品|物料|货品|存货档案/i,
  suppliers: /supplier|vendor|供应商|供货商/i,
  customers: /customer|client|客户(?!联系)/i,
  contacts: /contact|联系人/i,
  stock: /stock|inventory|on.?hand|库存|结存|存量/i,
  receivables: /receivable|open.?item|outstanding|invoice|应收|欠款|未收/i,
  prepayments: /prepay|advance|deposit|预收|预付款|订金/i,
  orders: /order(?!.*(line|detail))|订单(?!明细|行)/i,
  orderLines: /order.*(line|detail)|订单(明细|行)/i,
  ordersWithLines: /order|订单/i,
};

/** Recognises a table; kinds that need more of its columns win over those that need fewer. */
export function recogniseTable(
  sheet: Pick<Sheet, 'fileName' | 'sheetName' | 'headings'>,
  remembered: readonly RememberedMapping[],
): Recognised {
  const key = headingsKey(sheet.headings);
  const known = remembered.find((mapping) => mapping.headings === key && isTableKind(mapping.kind));
  if (known && isTableKind(known.kind)) {
    return { kind: known.kind, confidence: 'remembered', columns: onlyColumns(known, sheet.headings.length) };
  }
  const names = [sheet.sheetName ?? '', sheet.fileName];
  const found = tableKinds.map((kind) => rate(kind, sheet.headings, names)).sort((a, b) => b.score - a.score);
  const [best] = found;
  if (!best || best.score <= 0) return { kind: null, confidence: 'unsure', columns: {} };
  const { kind, columns, isComplete, isNamed } = best;
  return { kind, columns, confidence: isComplete ? (isNamed ? 'sure' : 'likely') : 'unsure' };
}

function rate(kind: TableKind, headings: readonly string[], names: readonly string[]) {
  const fields = fieldsOfKind(kind);
  const columns = matchColumns(fields, headings);
  const matched = fields.filter((field) => (columns[field.name] ?? null) !== null);
  const required = fields.filter((field) => field.required);
  const found = required.length - unmatchedFields(fields, columns).length;
  const isComplete = found === required.length;
  // The sheet's name says more than that of the file, which may hold all of them.
  const named = names.findIndex((name) => nameWords[kind].test(name));
  const nameScore = named < 0 ? 0 : 3 - named;
  const used = matched.length / Math.max(1, headings.length);
  const score = (isComplete ? 4 + required.length / 4 : (2 * found) / required.length - 1) + used * 3 + nameScore;
  return { kind, columns, isComplete, isNamed: named >= 0, score: matched.length === 0 ? 0 : score };
}

const isTableKind = (kind: string): kind is TableKind => tableKinds.some((each) => each === kind);

/** Columns that the table has; what a later version of the mapping's fields adds is matched by nobody. */
function onlyColumns({ columns }: RememberedMapping, count: number): ColumnMatch {
  return Object.fromEntries(
    Object.entries(columns).map(([field, column]) => [field, column !== null && column < count ? column : null]),
  );
}

/** The kind of rows that a table brings. */
export const targetOfKind = (kind: TableKind): TargetKind =>
  kind === 'orderLines' || kind === 'ordersWithLines' ? 'orders' : kind;
