/** All triggers of a database, generated from the descriptors: one for each table and event, and those of the search. */
import type { BalanceRule, Table } from '#shared/kernel/table.ts';
import { type Dialect, quoted, type Side } from '../database.ts';
import { auditParts } from './audit.ts';
import { balanceParts } from './balances.ts';
import { guardParts, modeGuard } from './guard.ts';
import { anyOf, changed, noParts, rowEvents, type TriggerDefinition, TriggerLanguage } from './language.ts';
import { preImageParts } from './pre-images.ts';
import { scopeLogParts } from './scope-log.ts';
import { movedBelow } from './scope-moves.ts';
import { searchTriggers } from './search.ts';
import { contextTrigger } from './tx-context.ts';

/** Every trigger of ours begins so: by that they are found and dropped. */
export const TRIGGER_PREFIX = 'satchel_';

export function triggerDefinitions(
  dialect: Dialect,
  side: Side,
  tables: readonly Table[],
  balances: readonly BalanceRule[],
): TriggerDefinition[] {
  if (side === 'device' && dialect !== 'sqlite') throw new Error('a device keeps its rows in SQLite');
  const language = new TriggerLanguage(dialect);
  const synced = tables.filter(({ residence }) => residence === 'synced');
  const byName = new Map(synced.map((table) => [table.name, table]));
  const ruled = synced.flatMap((table) => {
    const parts = [
      guardParts(language, table),
      side === 'device' ? preImageParts(language, table) : scopeLogParts(language, table, synced, byName),
      balanceParts(language, table, balances, byName),
      side === 'server' ? auditParts(language, table) : noParts(),
    ];
    return rowEvents.map(
      (event): TriggerDefinition => ({
        name: `${TRIGGER_PREFIX}${table.name}_${event}`,
        table: table.name,
        event,
        body: parts.flatMap((part) => part[event]).join('\n  '),
        when: modeGuard(language, table),
      }),
    );
  });
  if (side === 'device') return [...ruled, ...synced.flatMap(searchTriggers)];
  if (dialect === 'postgres') return [contextTrigger(TRIGGER_PREFIX), ...ruled];
  return [...ruled, ...synced.flatMap((table) => moveTrigger(language, table, synced, byName))];
}

/**
 * SQLite compiles all triggers of a table into each statement that may fire them, and forty kinds of rows hang on a
 * customer: what a move does stands apart, where only a statement that may move a row pays for it.
 */
function moveTrigger(
  language: TriggerLanguage,
  table: Table,
  synced: readonly Table[],
  byName: ReadonlyMap<string, Table>,
): TriggerDefinition[] {
  const { keys, statements } = movedBelow(language, table, synced, byName);
  if (statements.length === 0) return [];
  return [
    {
      name: `${TRIGGER_PREFIX}${table.name}_move`,
      table: table.name,
      event: 'update',
      of: keys,
      body: statements.join('\n  '),
      when: `${anyOf(keys.map(changed))} AND ${modeGuard(language, table)}`,
    },
  ];
}

export function createTriggerSql(dialect: Dialect, trigger: TriggerDefinition): string[] {
  const name = quoted(trigger.name);
  const of = trigger.of === undefined ? '' : ` OF ${trigger.of.map(quoted).join(', ')}`;
  const on = `AFTER ${trigger.event.toUpperCase()}${of} ON ${quoted(trigger.table)} FOR EACH ROW`;
  if (dialect === 'sqlite') return [`CREATE TRIGGER ${name} ${on} WHEN ${trigger.when} BEGIN\n  ${trigger.body}\nEND`];
  return [
    `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $satchel$${functionBody(trigger)}$satchel$`,
    `CREATE TRIGGER ${name} ${on} EXECUTE FUNCTION ${name}()`,
  ];
}

/** PostgreSQL: the function's text, as pg_proc keeps it. */
export function functionBody(trigger: TriggerDefinition): string {
  return `
BEGIN
  ${trigger.when}
  ${trigger.body}
  RETURN NULL;
END`;
}
