/** Puts the triggers of the present descriptors into a database, and takes them out for migrations. */
import type { BalanceRule, Table } from '#shared/kernel/table.ts';
import { type Dialect, dialectOf, type Handle, quoted, runSql, type Side } from '../database.ts';
import { createTriggerSql, functionBody, TRIGGER_PREFIX, triggerDefinitions } from './definitions.ts';
import type { TriggerDefinition } from './language.ts';

interface InstalledTrigger {
  readonly name: string;
  readonly table: string;
  /** SQLite: the whole statement. PostgreSQL: the function's body. */
  readonly text: string;
}

/**
 * Makes the database's triggers those of the descriptors; touches nothing when they are so already.
 * @param tx a transaction, so that there is never a moment without them
 * @returns whether anything was changed
 */
export async function installTriggers(
  tx: Handle,
  side: Side,
  tables: readonly Table[],
  balances: readonly BalanceRule[],
): Promise<boolean> {
  const dialect = dialectOf(tx);
  const wanted = wantedTriggers(dialect, side, tables, balances);
  const installed = await installedTriggers(tx);
  if (areSame(installed, wanted)) return false;
  await drop(tx, installed);
  for (const trigger of wanted.triggers) {
    for (const statement of createTriggerSql(dialect, trigger)) await runSql(tx, statement);
  }
  return true;
}

/** Whether the database's triggers are those of the descriptors already: a look, for which no transaction is needed. */
export async function areTriggersOf(
  handle: Handle,
  side: Side,
  tables: readonly Table[],
  balances: readonly BalanceRule[],
): Promise<boolean> {
  return areSame(await installedTriggers(handle), wantedTriggers(dialectOf(handle), side, tables, balances));
}

interface Wanted {
  readonly balances: readonly BalanceRule[];
  readonly triggers: readonly TriggerDefinition[];
  readonly byName: ReadonlyMap<string, InstalledTrigger>;
}

/** By dialect and side. */
const known = new WeakMap<readonly Table[], Map<string, Wanted>>();

/** Written once for the same descriptors: a process opens many databases with them (another person's, a backup). */
function wantedTriggers(
  dialect: Dialect,
  side: Side,
  tables: readonly Table[],
  balances: readonly BalanceRule[],
): Wanted {
  const kinds = known.get(tables) ?? new Map<string, Wanted>();
  known.set(tables, kinds);
  const before = kinds.get(`${dialect} ${side}`);
  if (before?.balances === balances) return before;
  const triggers = triggerDefinitions(dialect, side, tables, balances);
  const byName = new Map(triggers.map((trigger) => [trigger.name, expected(dialect, trigger)]));
  const wanted: Wanted = { balances, triggers, byName };
  kinds.set(`${dialect} ${side}`, wanted);
  return wanted;
}

/** Takes all triggers of ours out. */
export async function dropTriggers(tx: Handle): Promise<void> {
  await drop(tx, await installedTriggers(tx));
}

async function drop(tx: Handle, installed: readonly InstalledTrigger[]): Promise<void> {
  for (const { name, table } of installed) {
    if (dialectOf(tx) === 'sqlite') await runSql(tx, `DROP TRIGGER ${quoted(name)}`);
    else {
      await runSql(tx, `DROP TRIGGER ${quoted(name)} ON ${quoted(table)}`);
      await runSql(tx, `DROP FUNCTION ${quoted(name)}()`);
    }
  }
}

async function installedTriggers(tx: Handle): Promise<InstalledTrigger[]> {
  if (dialectOf(tx) === 'sqlite') {
    return runSql<InstalledTrigger>(
      tx,
      `SELECT name AS "name", tbl_name AS "table", sql AS "text" FROM sqlite_schema
        WHERE type = 'trigger' AND substr(name, 1, ${TRIGGER_PREFIX.length}) = '${TRIGGER_PREFIX}' ORDER BY name`,
    );
  }
  return runSql<InstalledTrigger>(
    tx,
    `SELECT t.tgname::text AS "name", c.relname::text AS "table", p.prosrc AS "text"
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
      WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
        AND starts_with(t.tgname::text, '${TRIGGER_PREFIX}') ORDER BY t.tgname`,
  );
}

function expected(dialect: Dialect, trigger: TriggerDefinition): InstalledTrigger {
  const text = dialect === 'sqlite' ? (createTriggerSql(dialect, trigger)[0] ?? '') : functionBody(trigger);
  return { name: trigger.name, table: trigger.table, text };
}

/** By what they are: the texts are long, and compare faster than they can be looked up. */
function areSame(installed: readonly InstalledTrigger[], { byName }: Wanted): boolean {
  const isWanted = ({ name, table, text }: InstalledTrigger): boolean => {
    const wanted = byName.get(name);
    return wanted?.table === table && wanted.text === text;
  };
  return installed.length === byName.size && installed.every(isWanted);
}
