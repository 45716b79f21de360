/**
 * Table descriptors: one description drives storage, triggers, sync and types.
 * Invariants:
 * - a synced table has an id, the audit columns, and names the scopes or the root row that decide who sees it;
 * - storage is text or integer only, so that SQLite and PostgreSQL hold the same values;
 * - a row's natural parent is inserted before it (the scope triggers look it up).
 */
import type { Generated, Kysely, Selectable, Transaction } from 'kysely';
import type { CalendarDate, Instant } from './instants.ts';

/** Every table of the product; each `tables.ts` merges its own in: `declare module … { interface Tables { … } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging from each tables.ts
export interface Tables {}

export type TableName = keyof Tables & string;
/** A row as it is read. */
export type Row<Name extends TableName> = Selectable<Tables[Name]>;
/** The handle inside a command: the only way to the database there. */
export type Tx = Transaction<Tables>;
/** The handle inside a query: reads only. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'fn' | 'dynamic' | 'with'>;

export interface Column<Value, HasDefault extends boolean = false> {
  readonly storage: 'text' | 'integer';
  readonly nullable: boolean;
  readonly default?: string | number;
  /** The only values allowed; checked by the database. */
  readonly values?: readonly (string | number)[];
  /** Holds the hash of a file: devices fetch what rows name. */
  readonly isFile?: true;
  /** Carries the TypeScript type; never set. */
  readonly valueType?: Value;
  readonly defaulted?: HasDefault;
}

const textColumn = <Value extends string>(): Column<Value> => ({ storage: 'text', nullable: false });
const integerColumn = <Value extends number>(): Column<Value> => ({ storage: 'integer', nullable: false });

export const text = (): Column<string> => textColumn();
/** Another row's id. No foreign key: synced tables stand alone. */
export const reference = (): Column<string> => textColumn();
export const calendarDate = (): Column<CalendarDate> => textColumn();
/** The SHA-256 of a file's bytes (64 hexadecimal digits), by which the file store names it. */
export const fileHash = (): Column<string> => ({ ...textColumn(), isFile: true });
/** JSON as text, only for what is never queried. */
export const json = (): Column<string> => textColumn();
export const integer = (): Column<number> => integerColumn();
export const instant = (): Column<Instant> => integerColumn();
/** Minor units; the row names its currency. */
export const amount = (): Column<number> => integerColumn();
/** 1/10,000 of a unit. */
export const quantity = (): Column<number> => integerColumn();
/** 1/10,000 of the currency's major unit. */
export const unitPrice = (): Column<number> => integerColumn();
export const basisPoints = (): Column<number> => integerColumn();
export const flag = (): Column<0 | 1> => ({ storage: 'integer', nullable: false, values: [0, 1] });
export const oneOf = <const Values extends readonly string[]>(...values: Values): Column<Values[number]> => ({
  storage: 'text',
  nullable: false,
  values,
});
export const nullable = <Value>(column: Column<Value>): Column<Value | null> =>
  ({
    ...column,
    nullable: true,
  }) as Column<Value | null>;
/** For columns added later: old rows and old commands get the value. */
export const withDefault = <Value extends string | number>(
  { defaulted: _never, ...column }: Column<Value>,
  value: Value,
): Column<Value, true> => ({ ...column, default: value, defaulted: true });

export type Columns = Readonly<Record<string, Column<unknown, boolean>>>;

const auditColumns = {
  createdAt: instant(),
  createdBy: reference(),
  updatedAt: instant(),
  updatedBy: reference(),
  /** Soft delete; synced rows are removed for good only by sync. */
  deletedAt: nullable(instant()),
} as const;

const idColumn = { id: text() } as const;

/** What a synced row says of itself beside its own columns. */
export type AuditColumns = {
  createdAt: Instant;
  createdBy: string;
  updatedAt: Instant;
  updatedBy: string;
  deletedAt: Instant | null;
};

/** What a scope is named by, beside the company itself. `holder`: the person, the team or the pool that has a customer. */
export type ScopeKind = 'territory' | 'warehouse' | 'user' | 'holder';

/**
 * Who sees a row. Several rules add up: an order is seen with its customer and by its warehouse. With a `right` only those
 * see it who have that right too (R47, R113): nobody else's device ever holds it.
 */
export type ScopeRule =
  | { readonly by: 'company'; readonly right?: string }
  | { readonly by: 'column'; readonly kind: ScopeKind; readonly column: string; readonly right?: string }
  | {
      readonly by: 'root';
      readonly table: string;
      readonly column: string;
      readonly optional?: true;
    };

export const byCompany = (needs: { readonly right?: string } = {}): ScopeRule => ({ by: 'company', ...needs });
/** Seen by the scope whose id stands in `column`: `territory:<id>`. */
export const byColumn = (kind: ScopeKind, column: string, needs: { readonly right?: string } = {}): ScopeRule => ({
  by: 'column',
  kind,
  column,
  ...needs,
});
/**
 * Seen wherever the row of `table` with the id in `column` is seen. `optional`: the row may stand without that one (what is
 * left of a refused order whose customer nobody knows), and is seen with it as soon as it is there.
 */
export const byRoot = (table: string, column: string, given: { readonly optional?: true } = {}): ScopeRule => ({
  by: 'root',
  table,
  column,
  ...given,
});

/** How a row is found by typing; device only. Values are column names. */
export interface SearchRule {
  /** Names: hanzi by substring from two characters, pinyin, initials, words by prefix. */
  readonly text?: readonly string[];
  /**
   * Codes and numbers: by prefix, and by prefix of each part after a separator. The first is the row's own: typed in
   * full it comes before everything, then the others, then what begins with it.
   */
  readonly code?: readonly string[];
  /** Phone numbers: any run of four digits or more. */
  readonly phone?: readonly string[];
  /** Highest first among hits; default updatedAt. */
  readonly rankBy?: string;
}

/** How a person reads a column: `price` for one unit, `amount` in the row's currency, `word` one of a few words. */
export type ToldKind =
  | 'text'
  | 'number'
  | 'quantity'
  | 'price'
  | 'amount'
  | 'percent'
  | 'date'
  | 'days'
  | 'word'
  | 'yesNo';

/** The columns of a row that people know, in their order: what a difference is told by. Its texts are `told.<table>`. */
export interface ToldRule<Name extends string = string> {
  /** What the row is called by. */
  readonly title: Name;
  /** What its amounts are in; without it none is told. */
  readonly currency?: Name;
  readonly fields: Readonly<Partial<Record<Name, ToldKind>>>;
  /** A row that bears this value of a told column stands for nothing: what was refused leaves one. */
  readonly nothing?: { readonly column: Name; readonly value: string };
}

export type Residence = 'synced' | 'device' | 'server' | 'both';

export interface Table<Name extends string = string, C extends Columns = Columns> {
  readonly name: Name;
  /** synced: device and server, carried by sync. device / server: there only. both: on each side, not carried. */
  readonly residence: Residence;
  /** All columns, `id` and audit columns included. */
  readonly columns: C;
  readonly primaryKey: readonly string[];
  readonly scopedBy: readonly ScopeRule[];
  readonly indexes: readonly IndexRule[];
  readonly search?: SearchRule;
  readonly told?: ToldRule;
  /** Grows without end; commands read balances and open documents instead. */
  readonly history: boolean;
  /** Master data and rights: the server keeps of every change who made it, and each column before and after. */
  readonly audited: boolean;
}

export interface IndexRule {
  readonly columns: readonly string[];
  readonly unique?: boolean;
  /** Behind the table's name, where the names of all columns would be too long. */
  readonly name?: string;
  /** For queries, which only devices answer: the server does not write it. */
  readonly side?: 'device';
}

interface TableOptions<C extends Columns> {
  readonly columns: C;
  readonly scopedBy: readonly ScopeRule[];
  readonly indexes?: readonly IndexRule[];
  readonly search?: SearchRule;
  readonly told?: ToldRule<keyof C & string>;
  readonly history?: boolean;
  readonly audited?: boolean;
}

/** A table that sync carries. `id` and audit columns are added. */
export function defineTable<const Name extends string, const C extends Columns>(
  name: Name,
  options: TableOptions<C>,
): Table<Name, typeof idColumn & C & typeof auditColumns> {
  if (options.scopedBy.length === 0) throw new Error(`${name} names no scope`);
  return {
    name,
    residence: 'synced',
    columns: { ...idColumn, ...options.columns, ...auditColumns },
    primaryKey: ['id'],
    scopedBy: options.scopedBy,
    indexes: options.indexes ?? [],
    ...(options.search ? { search: options.search } : {}),
    ...(options.told ? { told: options.told as ToldRule } : {}),
    history: options.history ?? false,
    audited: options.audited ?? false,
  };
}

/** A table of one side's own (outbox, scope log, drafts): columns exactly as given. */
export function defineLocalTable<const Name extends string, const C extends Columns>(
  name: Name,
  options: {
    residence: Exclude<Residence, 'synced'>;
    columns: C;
    primaryKey: readonly (keyof C & string)[];
    indexes?: readonly IndexRule[];
  },
): Table<Name, C> {
  return {
    name,
    residence: options.residence,
    columns: options.columns,
    primaryKey: options.primaryKey,
    scopedBy: [],
    indexes: options.indexes ?? [],
    history: false,
    audited: false,
  };
}

/** The Kysely type of a descriptor, for the declaration merging in tables.ts. */
export type TableType<T extends Table<string, Columns>> = {
  [Key in keyof T['columns']]: T['columns'][Key] extends Column<infer Value, infer HasDefault>
    ? HasDefault extends true
      ? Generated<Value>
      : Value
    : never;
};

/**
 * A balance: a synced table whose rows triggers keep as sums over source rows, while a command runs.
 * The balance row's id is its key values joined by ':'. Source rows count while `deletedAt` is null and, where `when`
 * is given, while that column has that value; a row with an empty key column counts into no balance. Rows that sync
 * applies are taken as they are.
 */
export interface BalanceRule {
  readonly balance: string;
  readonly source: string;
  /** balance column ← source column, in the order that forms the id. */
  readonly key: Readonly<Record<string, string>>;
  /** balance column ← source column that is summed into it. */
  readonly sums: Readonly<Record<string, string>>;
  readonly when?: { readonly column: string; readonly equals: string | number };
}
