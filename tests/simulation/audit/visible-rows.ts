/** Who sees which row, followed by the auditor itself along what the tables declare: not from the scope log. */
import type { Registry } from '#shared/registry.ts';
import { BusinessRows, type ModelRow } from './model/business-rows.ts';

type Rules = ReadonlyMap<string, Registry['tables'][number]['scopedBy']>;

/** The server's rows that somebody with these scopes sees. */
export function visibleRows(rows: BusinessRows, scopes: ReadonlySet<string>, registry: Registry): BusinessRows {
  const rules: Rules = new Map(registry.tables.map((table) => [table.name, table.scopedBy]));
  const visible = new BusinessRows();
  for (const { name } of registry.tables) {
    for (const [id, row] of rows.table(name)) {
      if (isVisible(rows, rules, name, row, scopes)) visible.place(name, id, row);
    }
  }
  return visible;
}

function isVisible(
  rows: BusinessRows,
  rules: Rules,
  table: string,
  row: ModelRow,
  scopes: ReadonlySet<string>,
): boolean {
  return (rules.get(table) ?? []).some((rule) => {
    const needs = rule.by !== 'root' && rule.right !== undefined ? `/${rule.right}` : '';
    if (rule.by === 'company') return scopes.has(`company${needs}`);
    if (rule.by === 'column')
      return row[rule.column] !== null && scopes.has(`${rule.kind}:${row[rule.column]}${needs}`);
    const root = rows.get(rule.table, row[rule.column]);
    return root !== undefined && isVisible(rows, rules, rule.table, root, scopes);
  });
}
