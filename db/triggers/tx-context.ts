/**
 * PostgreSQL only: what txContext holds, as settings of the running transaction. A trigger runs for each row, and to read
 * a setting costs a thirtieth of reading the table's one row. Guards:
 * - the settings follow every write to the table, and a roll-back to a savepoint takes both back;
 * - they end with their transaction: in a new one nothing is set, and synced rows cannot be written.
 */
import { literal, quoted } from '../database.ts';
import type { TriggerDefinition } from './language.ts';

const columns = ['mode', 'seq', 'version', 'actorId', 'now'] as const;
export type ContextColumn = Exclude<(typeof columns)[number], 'mode'>;

const settingOf = (column: (typeof columns)[number]): string => literal(`satchel.${column}`);

/** The mode, or null or empty before a transaction has set it. */
export const CONTEXT_MODE = `current_setting(${settingOf('mode')}, true)`;

/** SQL of a value of txContext. */
export function contextSetting(column: ContextColumn): string {
  const value = `current_setting(${settingOf(column)})`;
  return column === 'actorId' ? value : `${value}::bigint`;
}

/** The trigger that sets them. @param prefix what names of our triggers begin with */
export function contextTrigger(prefix: string): TriggerDefinition {
  // One expression in an IF is evaluated in place; a statement of its own would be planned and run.
  const sets = columns.map((column) => `set_config(${settingOf(column)}, NEW.${quoted(column)}::text, true)`);
  const body = `IF ${sets.join(' || ')} IS NULL THEN RETURN NULL; END IF;`;
  return { name: `${prefix}txContext_update`, table: 'txContext', event: 'update', when: '', body };
}
