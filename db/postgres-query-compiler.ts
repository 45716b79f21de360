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

/** Names of columns that are not null in every table that has them. */
export function neverNullNames(tables: readonly Table[]): ReadonlySet<string> {
  const never = new Set<string>();
  const sometimes = new Set<string>();
  for (const table of tables) {
    for (const [name, column] of Object.entries(table.columns)) (column.nullable ? sometimes : never).add(name);
  }
  for (const name of sometimes) never.delete(name);
  return never;
}

export class SatchelPostgresQueryCompiler extends PostgresQueryCompiler {
  readonly #neverNull: ReadonlySet<string>;
  readonly #tableNames: ReadonlySet<string>;
  /** Per select that is being compiled, innermost last: whether its plain columns keep their NOT NULL. */
  readonly #selects: { readonly plainSources: boolean; readonly aliases: ReadonlySet<string> }[] = [];

  constructor(tables: readonly Table[]) {
    super();
    this.#neverNull = neverNullNames(tables);
    this.#tableNames = new Set(tables.map((table) => table.name));
  }

  protected override visitSelectQuery(node: SelectQueryNode): void {
    this.#selects.push({ plainSources: this.#hasPlainSources(node), aliases: computedAliases(node) });
    super.visitSelectQuery(node);
    this.#selects.pop();
  }

  protected override visitOrderByItem(node: OrderByItemNode): void {
    super.visitOrderByItem(node);
    if (node.nulls !== undefined || this.#isNeverNull(node.orderBy)) return;
    this.append(isDescending(node) ? ' nulls last' : ' nulls first');
  }

  #hasPlainSources(node: SelectQueryNode): boolean {
    const sources = [...(node.from?.froms ?? []), ...(node.joins ?? []).map((join) => join.table)];
    const joinsKeepRows = (node.joins ?? []).every((join) => join.joinType === 'InnerJoin');
    return joinsKeepRows && sources.every((source) => this.#isKnownTable(source));
  }

  #isKnownTable(source: OperationNode): boolean {
    const table = AliasNode.is(source) ? source.node : source;
    return TableNode.is(table) && this.#tableNames.has(table.table.identifier.name);
  }

  #isNeverNull(expression: OperationNode): boolean {
    const select = this.#selects.at(-1);
    if (!select?.plainSources || !ReferenceNode.is(expression) || !ColumnNode.is(expression.column)) return false;
    const name = expression.column.column.name;
    const namesAlias = expression.table === undefined && select.aliases.has(name);
    return this.#neverNull.has(name) && !namesAlias;
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
