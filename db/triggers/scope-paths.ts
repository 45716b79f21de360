/** Who sees a row, followed from its own columns or through its roots. */
import { scopeName } from '#shared/kernel/scope.ts';
import type { ScopeRule, Table } from '#shared/kernel/table.ts';
import { literal, quoted } from '../database.ts';
import { cell } from './language.ts';

type ColumnRule = Extract<ScopeRule, { by: 'column' }>;

export interface RootStep {
  readonly table: string;
  /** Column of the row before that holds the root's id. */
  readonly column: string;
  /** The row before may stand without it. */
  readonly optional: boolean;
}

/** One way to one scope: over the roots to a column that names it, or to the whole company. */
export interface ScopePath {
  readonly kind: 'company' | ColumnRule['kind'];
  readonly roots: readonly RootStep[];
  /** Column of the last root (or of the row itself); none for the company. */
  readonly column?: string;
  readonly nullable: boolean;
  /** What whoever sees it must be allowed beside. */
  readonly right?: string;
}

const LONGEST_CHAIN = 6;

/** All paths of a table, in the order of its rules. */
export function scopePaths(table: Table, tablesByName: ReadonlyMap<string, Table>, depth = 0): ScopePath[] {
  if (depth > LONGEST_CHAIN) throw new Error(`${table.name}: roots go in a circle`);
  return table.scopedBy.flatMap((rule): ScopePath[] => {
    const needs = rule.by !== 'root' && rule.right !== undefined ? { right: rule.right } : {};
    if (rule.by === 'company') return [{ kind: 'company', roots: [], nullable: false, ...needs }];
    if (rule.by === 'column') {
      const column = table.columns[rule.column];
      if (!column) throw new Error(`${table.name} is scoped by ${rule.column}, which it lacks`);
      return [{ kind: rule.kind, roots: [], column: rule.column, nullable: column.nullable, ...needs }];
    }
    const root = tablesByName.get(rule.table);
    if (!root || !table.columns[rule.column]) throw new Error(`${table.name}: no root ${rule.table} by ${rule.column}`);
    const step = { table: rule.table, column: rule.column, optional: rule.optional ?? false };
    return scopePaths(root, tablesByName, depth + 1).map((path) => ({ ...path, roots: [step, ...path.roots] }));
  });
}

/** The column of the row itself that a path begins with: when it changes, the row is seen elsewhere. */
export function pathKey(path: ScopePath): string | undefined {
  return path.roots[0]?.column ?? path.column;
}

export interface ScopeSource {
  /** SQL of the scope's id: `territory:<id>`. */
  readonly scope: string;
  readonly from: string[];
  readonly where: string[];
}

/** SQL that finds the scope of a row along a path. `row` is how the row's cells are written. */
export function scopeSource(path: ScopePath, rowCell: (column: string) => string, prefix: string): ScopeSource {
  const from: string[] = [];
  const where: string[] = [];
  let cellOf = rowCell;
  path.roots.forEach((step, position) => {
    const alias = `${prefix}${position}`;
    from.push(`${quoted(step.table)} AS ${alias}`);
    where.push(`${alias}."id" = ${cellOf(step.column)}`);
    cellOf = (column) => `${alias}.${quoted(column)}`;
  });
  if (path.column === undefined) return { scope: literal(scopeName('company', null, path.right)), from, where };
  if (path.nullable) where.push(`${cellOf(path.column)} IS NOT NULL`);
  const needs = path.right === undefined ? '' : ` || ${literal(`/${path.right}`)}`;
  return { scope: `${literal(`${path.kind}:`)} || ${cellOf(path.column)}${needs}`, from, where };
}

/** Rows that hang on a row of a table through roots: `steps` lead down from it to `table`. */
export interface DescendantChain {
  readonly table: Table;
  /** From the top down; each step's column is in the table below and names the row above. */
  readonly steps: readonly { readonly table: string; readonly column: string; readonly optional: boolean }[];
}

export function descendantChains(
  table: Table,
  tables: readonly Table[],
  above: DescendantChain['steps'] = [],
): DescendantChain[] {
  if (above.length > LONGEST_CHAIN) throw new Error(`${table.name}: roots go in a circle`);
  return tables.flatMap((child) =>
    child.scopedBy.flatMap((rule): DescendantChain[] => {
      if (rule.by !== 'root' || rule.table !== table.name) return [];
      const steps = [...above, { table: child.name, column: rule.column, optional: rule.optional ?? false }];
      return [{ table: child, steps }, ...descendantChains(child, tables, steps)];
    }),
  );
}

export interface DescendantSource {
  readonly rowCell: (column: string) => string;
  readonly from: readonly string[];
  readonly where: readonly string[];
}

/** SQL that finds the rows of a chain under the row whose id is `topId`. */
export function descendantSource(chain: DescendantChain, topId: string): DescendantSource {
  const from: string[] = [];
  const where: string[] = [];
  let above = topId;
  let rowCell = (column: string): string => cell('OLD', column);
  chain.steps.forEach((step, position) => {
    const alias = `below${position}`;
    from.push(`${quoted(step.table)} AS ${alias}`);
    where.push(`${alias}.${quoted(step.column)} = ${above}`);
    above = `${alias}."id"`;
    rowCell = (column) => `${alias}.${quoted(column)}`;
  });
  return { rowCell, from, where };
}
