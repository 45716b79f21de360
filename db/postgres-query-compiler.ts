/**
 * Sorts NULLs as SQLite does: first when ascending, last when descending; PostgreSQL's own order is the other way.
 * Columns that are never null keep the plain clause, so that their indexes still serve the order.
 */
import {
  AliasNode,
  ColumnNode,
  IdentifierNode,
  type OperationNode,
  type OrderByItemNode,
  PostgresQueryCompiler,
  RawNode,
  ReferenceNode,
  type SelectQueryNode,
  TableNode,
} from 'kysely';
import type { Table } from '#shared/kernel/table.ts';

/** By column: whether it may be null. */
type Columns = ReadonlyMap<string, boolean>;

export class SatchelPostgresQueryCompiler extends PostgresQueryCompiler {
  readonly #tables: ReadonlyMap<string, Columns>;
  /** Per select that is being compiled, innermost last. */
  readonly #selects: {
    readonly sources: ReadonlyMap<string, Columns> | null;
    readonly aliases: ReadonlySet<string>;
  }[] = [];

  constructor(tables: readonly Table[]) {
    super();
    this.#tables = new Map(
      tables.map(({ name, columns }) => [
        name,
        new Map(Object.entries(columns).map(([column, { nullable }]) => [column, nullable === true])),
      ]),
    );
  }

  protected override visitSelectQuery(node: SelectQueryNode): void {
    this.#selects.push({ sources: this.#plainSources(node), aliases: computedAliases(node) });
    super.visitSelectQuery(node);
    this.#selects.pop();
  }

  protected override visitOrderByItem(node: OrderByItemNode): void {
    super.visitOrderByItem(node);
    if (node.nulls !== undefined || this.#isNeverNull(node.orderBy)) return;
    this.append(isDescending(node) ? ' nulls last' : ' nulls first');
  }

  /** The tables that are read, by the names that they go by there; null where a column may lose its NOT NULL. */
  #plainSources(node: SelectQueryNode): ReadonlyMap<string, Columns> | null {
    const joins = node.joins ?? [];
    if (!joins.every((join) => join.joinType === 'InnerJoin')) return null;
    const sources = new Map<string, Columns>();
    for (const source of [...(node.from?.froms ?? []), ...joins.map((join) => join.table)]) {
      const table = AliasNode.is(source) ? source.node : source;
      const columns = TableNode.is(table) ? this.#tables.get(table.table.identifier.name) : undefined;
      if (!columns || !TableNode.is(table)) return null;
      const alias = AliasNode.is(source) && IdentifierNode.is(source.alias) ? source.alias.name : null;
      sources.set(alias ?? table.table.identifier.name, columns);
    }
    return sources;
  }

  #isNeverNull(expression: OperationNode): boolean {
    const select = this.#selects.at(-1);
    if (!select?.sources || !ReferenceNode.is(expression) || !ColumnNode.is(expression.column)) return false;
    const name = expression.column.column.name;
    if (expression.table === undefined && select.aliases.has(name)) return false;
    const of = expression.table?.table.identifier.name;
    const tables = of === undefined ? [...select.sources.values()] : [select.sources.get(of)];
    const found = tables.flatMap((columns) => columns?.get(name) ?? []);
    return found.length > 0 && !found.includes(true);
  }
}

/** Output names that are not simply a column of that name: a sum may be null whatever its alias says. */
function computedAliases(node: SelectQueryNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { selection } of node.selections ?? []) {
    if (AliasNode.is(selection) && IdentifierNode.is(selection.alias)) names.add(selection.alias.name);
  }
  return names;
}

function isDescending(node: OrderByItemNode): boolean {
  return (
    node.direction !== undefined && RawNode.is(node.direction) && node.direction.sqlFragments.join('').trim() === 'desc'
  );
}
