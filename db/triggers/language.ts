/**
 * What the trigger generators say, in both databases' words. A generator gives statements per row event; install.ts
 * puts all statements of a table and event into one trigger. `NEW`, `OLD` and the upsert are the same in both.
 */
import { type Dialect, literal, quoted } from '../database.ts';
import { type ContextColumn, contextSetting } from './tx-context.ts';

export type RowEvent = 'insert' | 'update' | 'delete';
export const rowEvents: readonly RowEvent[] = ['insert', 'update', 'delete'];

/** Statements for the rows of one table, by event, in the order in which they must run. */
export type TriggerParts = { readonly [Event in RowEvent]: string[] };

export const noParts = (): TriggerParts => ({ insert: [], update: [], delete: [] });

export interface InsertSelect {
  readonly into: string;
  /** Column ← SQL expression. */
  readonly values: Readonly<Record<string, string>>;
  /** Further sources, as `"table" AS alias`. */
  readonly from?: readonly string[];
  readonly where?: readonly string[];
  /** Over NEW and OLD only: whether to look at all. */
  readonly when?: readonly string[];
  /** What follows `ON CONFLICT`; without it the row is always a new one. */
  readonly onConflict?: string;
}

export interface TriggerDefinition {
  readonly name: string;
  readonly table: string;
  readonly event: RowEvent;
  /** Fires for updates that name one of these columns alone; others do not even compile it. */
  readonly of?: readonly string[];
  /** Between BEGIN and END. */
  readonly body: string;
  /** SQLite: the WHEN clause. PostgreSQL: what stands before the body. */
  readonly when: string;
}

export class TriggerLanguage {
  readonly dialect: Dialect;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  /** A value of txContext. On PostgreSQL from the settings that stand for it (tx-context.ts). */
  context(column: ContextColumn): string {
    return this.dialect === 'sqlite' ? `context.${quoted(column)}` : contextSetting(column);
  }

  insertSelect(statement: InsertSelect): string {
    const columns = Object.keys(statement.values).map(quoted).join(', ');
    const expressions = Object.values(statement.values).join(', ');
    const when = statement.when ?? [];
    const sqlite = this.dialect === 'sqlite';
    const from = [...(sqlite && readsContext(statement) ? ['"txContext" AS context'] : []), ...(statement.from ?? [])];
    const where = [
      ...(sqlite && readsContext(statement) ? ['context."id" = 1'] : []),
      ...(sqlite ? when : []),
      ...(statement.where ?? []),
    ];
    const text = [
      `INSERT INTO ${quoted(statement.into)} (${columns}) SELECT ${expressions}`,
      from.length > 0 ? ` FROM ${from.join(', ')}` : '',
      // Without WHERE, SQLite would take ON CONFLICT for a join's ON.
      where.length > 0 ? ` WHERE ${where.join(' AND ')}` : sqlite ? ' WHERE true' : '',
      statement.onConflict === undefined ? ';' : ` ON CONFLICT ${statement.onConflict};`,
    ].join('');
    return sqlite || when.length === 0 ? text : `IF ${when.join(' AND ')} THEN ${text} END IF;`;
  }

  /** Ends the statement that fired the trigger. The condition is over NEW, OLD and rows, not over txContext. */
  raiseWhen(condition: string, message: string): string {
    return this.dialect === 'sqlite'
      ? `SELECT ${this.raise(message)} WHERE ${condition};`
      : `IF ${condition} THEN ${this.raise(message)} END IF;`;
  }

  raise(message: string): string {
    return this.dialect === 'sqlite'
      ? `RAISE(ABORT, ${literal(message)})`
      : `RAISE EXCEPTION USING MESSAGE = ${literal(message)}, ERRCODE = 'integrity_constraint_violation';`;
  }
}

function readsContext(statement: InsertSelect): boolean {
  const texts = [...Object.values(statement.values), ...(statement.where ?? []), ...(statement.when ?? [])];
  return texts.some((text) => text.includes('context.'));
}

/** `NEW."customerId"` */
export function cell(row: 'NEW' | 'OLD', column: string): string {
  return `${row}.${quoted(column)}`;
}

export function changed(column: string): string {
  return `${cell('NEW', column)} IS DISTINCT FROM ${cell('OLD', column)}`;
}

export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? (conditions[0] ?? '') : `(${conditions.join(' OR ')})`;
}
