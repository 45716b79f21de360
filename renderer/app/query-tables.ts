import { bridge } from './bridge.ts';

let tablesByQuery: Readonly<Record<string, readonly string[]>> = {};

/** Asks once which tables each query reads; called before the first screen. */
export async function loadQueryTables(): Promise<void> {
  tablesByQuery = await bridge().queryTables();
}

/** Whether a change of these tables can change the query's answer. A query that nobody declared counts as touched. */
export function readsAny(query: string, changed: ReadonlySet<string>): boolean {
  const tables = tablesByQuery[query];
  return tables === undefined || tables.some((table) => changed.has(table));
}
