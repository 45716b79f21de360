/**
 * Everything that the house can run and store, from the list in domains/all.ts. Guards: no two commands share a name
 * and version, no two queries or tables a name.
 */
import * as domains from './domains/all.ts';
import { type AnyCommand, commandKey } from './kernel/command.ts';
import type { DemoPart } from './kernel/demo.ts';
import type { Manifest } from './kernel/domain.ts';
import type { AnyQuery } from './kernel/query.ts';
import type { BalanceRule, Columns, Table } from './kernel/table.ts';
import { workflows } from './workflows/index.ts';

export type * from './domains/all.ts';
export type * from './kernel/tables.ts';

/** Everything that device and server can run and store; tests may build a smaller or larger one. */
export interface Registry {
  /** By `name@version`. */
  readonly commands: ReadonlyMap<string, AnyCommand>;
  readonly queries: ReadonlyMap<string, AnyQuery>;
  /** Synced tables. */
  readonly tables: readonly Table<string, Columns>[];
  readonly balances: readonly BalanceRule[];
  /** The newest version of a command: what a screen of this version issues. */
  latestCommand(name: string): AnyCommand | undefined;
}

/** Joins manifests into a registry; throws on double names. */
export function buildRegistry(parts: readonly Manifest[]): Registry {
  const commands = new Map<string, AnyCommand>();
  const latest = new Map<string, AnyCommand>();
  for (const command of parts.flatMap((part) => part.commands)) {
    addOnce(commands, commandKey(command.name, command.version), command);
    const newest = latest.get(command.name);
    if (!newest || newest.version < command.version) latest.set(command.name, command);
  }
  const queries = new Map<string, AnyQuery>();
  for (const query of parts.flatMap((part) => part.queries)) addOnce(queries, query.name, query);
  const tables = new Map<string, Table<string, Columns>>();
  for (const table of parts.flatMap((part) => part.tables)) addOnce(tables, table.name, table);
  return {
    commands,
    queries,
    tables: [...tables.values()],
    balances: parts.flatMap((part) => part.balances),
    latestCommand: (name) => latest.get(name),
  };
}

function addOnce<Value>(map: Map<string, Value>, key: string, value: Value): void {
  if (map.has(key)) throw new Error(`${key} is registered twice`);
  map.set(key, value);
}

export const registry: Registry = buildRegistry([...Object.values(domains), workflows]);
export const { commands, queries, latestCommand } = registry;
export const allTables = registry.tables;
export const allBalances = registry.balances;

/** What the domains bring to the demo company; loaded only here. */
export async function loadDemoParts(): Promise<readonly DemoPart[]> {
  const manifests: readonly Manifest[] = [...Object.values(domains), workflows];
  return (await Promise.all(manifests.map(async ({ demo }) => (await demo?.()) ?? []))).flat();
}
