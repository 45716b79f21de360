/**
 * Queries that are built once and run often. To build a small query and render its SQL costs more than to run it; on the
 * way of a command that is a third of the time. Guards:
 * - what is prepared for one kind of database is never run on another;
 * - under a plugin (the tests' recorders) every query is built anew, so that the plugin sees it;
 * - the number of values is part of a query: a list of five is not a list of six.
 */
import type { Compilable, Insertable, Kysely } from 'kysely';
import type { Reader, TableName, Tables, Tx } from './table.ts';

/** What a driver may know of a query that is sent to it (db/). */
export interface SendingHints {
  /** A write of which nobody needs the answer: the driver may go on, and tells a failure with the next answer. */
  readonly needsNoAnswer?: boolean;
  /** The one table that it reads, whose answer may be kept for the rest of the transaction. */
  readonly keptOf?: string;
  /** Nobody waits yet: the same will be asked soon, unless something is written before. */
  readonly isAhead?: boolean;
}

/** A query for many runs. */
export interface PreparedQuery<Values, Output> {
  /** @param handle a transaction, or a database outside of one; a query's reader is one too */
  (handle: Reader, given: Values): Promise<Output[]>;
  /**
   * Sends it where the way to the database is long (PostgreSQL), for the run that follows with the same values: several
   * that are asked ahead go one way together. Changes nothing of what a run gives.
   */
  ahead(handle: Kysely<Tables>, given: Values): Promise<void>;
}

/** An adapter whose driver takes queries ahead (db/). */
interface AheadAdapter {
  readonly asksAhead?: boolean;
}

type Single = string | number | null;
type Given = Readonly<Record<string, Single | readonly Single[]>>;

/** Stands in a prepared query for a value that each run brings. */
class Place {
  readonly name: string;
  /** Null: the value itself is meant, not one of a list. */
  readonly index: number | null;

  constructor(name: string, index: number | null) {
    this.name = name;
    this.index = index;
  }
}

type Compiled<Output> = ReturnType<Compilable<Output>['compile']>;

interface Sendable<Output> {
  readonly compiled: Compiled<Output>;
  readonly needsNoAnswer: boolean;
}

/** By the kind of the database's adapter: all databases of a kind are given the same SQL. */
type PreparedFor<Query> = WeakMap<object, Map<string, Query>>;
/** Lists of so many lengths are kept for one query; the least recently used goes first. */
const KEPT_SHAPES = 100;
/** Inserts of so many tables, columns and numbers of rows are kept for all tables together. */
const KEPT_INSERTS = 500;

/**
 * A query for many runs.
 * @param build makes the query; what is given may stand only where a value stands (never in a condition of JavaScript)
 * @param keptOf the one table that it reads, where commands of one transaction ask the same again and again and rows
 * seldom change (settings, rates): its answer is kept until the transaction writes there (db/kept-reads.ts). Never a
 * table of balances. The rows are shared: nobody may change them.
 * @returns runs it: its rows, none for an update
 */
export function prepareQuery<Values extends Given, Output>(
  build: (tx: Tx, given: Values) => Compilable<Output>,
  keptOf?: TableName,
): PreparedQuery<Values, Output> {
  const prepared: PreparedFor<Sendable<Output>> = new WeakMap();
  const send = async (handle: Kysely<Tables>, given: Values, isAhead: boolean): Promise<Output[]> => {
    const executor = handle.getExecutor();
    const { compiled, needsNoAnswer } = keptOr(prepared, KEPT_SHAPES, executor.adapter, shapeOf(given), () => {
      const query = build(handle as Tx, placesFor(given)).compile();
      return { compiled: query, needsNoAnswer: isPlainWrite(query) };
    });
    const { query, queryId, sql } = compiled;
    const parameters = compiled.parameters.map((parameter) =>
      parameter instanceof Place ? valueAt(given, parameter) : parameter,
    );
    // Written out, with all of its properties: what is spread, or built in several ways, is slow to read for everybody.
    const sent = { query, queryId, sql, parameters, needsNoAnswer, isAhead, keptOf };
    return (await executor.executeQuery<Output>(sent as Compiled<Output>)).rows;
  };
  const run = async (reader: Reader, given: Values): Promise<Output[]> => {
    const handle = reader as Kysely<Tables>;
    if (handle.getExecutor().plugins.length > 0) return (await handle.executeQuery(build(handle as Tx, given))).rows;
    return send(handle, given, false);
  };
  const ahead = async (handle: Kysely<Tables>, given: Values): Promise<void> => {
    const { adapter, plugins } = handle.getExecutor();
    if (plugins.length === 0 && (adapter as AheadAdapter).asksAhead) await send(handle, given, true);
  };
  return Object.assign(run, { ahead });
}

/**
 * Inserts rows of the same columns in one statement, which is built once for each number of rows.
 * @param keepsFirst a row whose key is there already is left out
 */
export async function insertRows<Name extends TableName>(
  tx: Pick<Tx, 'insertInto' | 'executeQuery' | 'getExecutor'>,
  table: Name,
  rows: readonly Insertable<Tables[Name]>[],
  keepsFirst = false,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first) as (keyof typeof first & string)[];
  const executor = tx.getExecutor();
  const build = (values: readonly unknown[]) =>
    tx
      .insertInto(table)
      .values(values as never)
      .$if(keepsFirst, (query) => query.onConflict((conflict) => conflict.doNothing()));
  // A value that is missing would be a default: no value for a place.
  const isWhole = rows.every(
    (row) => Object.keys(row).length === columns.length && columns.every((column) => row[column] !== undefined),
  );
  if (executor.plugins.length > 0 || !isWhole) {
    await build(rows).execute();
    return;
  }
  const place = new Place('', null);
  const { query, queryId, sql } = keptOr(
    inserts,
    KEPT_INSERTS,
    executor.adapter,
    `${table} ${columns.join(' ')} ${rows.length} ${keepsFirst}`,
    () => build(rows.map(() => Object.fromEntries(columns.map((column) => [column, place])))).compile(),
  );
  const parameters = rows.flatMap((row) => columns.map((column) => row[column]));
  const sent = { query, queryId, sql, parameters, needsNoAnswer: true, isAhead: false, keptOf: undefined };
  await executor.executeQuery(sent as Compiled<unknown>);
}

/** Gives no rows back. */
function isPlainWrite({ query }: Compiled<unknown>): boolean {
  return query.kind !== 'SelectQueryNode' && !('returning' in query && query.returning !== undefined);
}

const inserts: PreparedFor<Compiled<unknown>> = new WeakMap();

function keptOr<Query>(
  prepared: PreparedFor<Query>,
  limit: number,
  adapter: object,
  shape: string,
  make: () => Query,
): Query {
  const kind = adapter.constructor;
  let kept = prepared.get(kind);
  if (!kept) {
    kept = new Map();
    prepared.set(kind, kept);
  }
  const known = kept.get(shape);
  // While there is room for all, nothing has to be put in order.
  if (known !== undefined && kept.size < limit) return known;
  const query = known ?? make();
  kept.delete(shape);
  kept.set(shape, query);
  if (kept.size > limit) {
    const oldest = kept.keys().next();
    if (!oldest.done) kept.delete(oldest.value);
  }
  return query;
}

/** The lengths of the lists. */
function shapeOf(given: Given): string {
  let shape = '';
  for (const name of Object.keys(given)) {
    const value = given[name] ?? null;
    if (isList(value)) shape += `${name} ${value.length} `;
  }
  return shape;
}

/** Typed as the values that they stand for: Kysely takes an object for a value. */
function placesFor<Values extends Given>(given: Values): Values {
  const places = Object.entries(given).map(([name, value]) => [
    name,
    isList(value) ? value.map((_, index) => new Place(name, index)) : new Place(name, null),
  ]);
  return Object.fromEntries(places) as Values;
}

function valueAt(given: Given, { name, index }: Place): Single {
  const value = given[name] ?? null;
  if (index === null) return value as Single;
  return (value as readonly Single[])[index] ?? null;
}

function isList(value: Single | readonly Single[]): value is readonly Single[] {
  return typeof value === 'object' && value !== null;
}
