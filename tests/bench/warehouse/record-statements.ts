/** What a question asks of the database, to ask the same by the driver alone. */
import type { SqliteDatabase } from '#db/sqlite.ts';
import type { Database } from '../raw-sqlite.ts';

/**
 * Runs a question and notes its statements.
 * @returns a function that runs them again as prepared statements of `raw`, one after the other, every row read
 */
export async function recordStatements(
  reader: SqliteDatabase,
  raw: Database,
  question: () => Promise<unknown>,
): Promise<() => number> {
  const executor = reader.kysely.getExecutor();
  const run = executor.executeQuery;
  const noted: { readonly sql: string; readonly parameters: readonly unknown[] }[] = [];
  executor.executeQuery = (query, ...rest) => {
    noted.push(query);
    return run.call(executor, query, ...rest) as never;
  };
  try {
    await question();
  } finally {
    executor.executeQuery = run;
  }
  if (noted.length === 0) throw new Error('the question asked nothing of the database');
  const statements = noted.map(({ sql, parameters }) => ({
    statement: raw.prepare(sql),
    // As the product binds: whole numbers are integers.
    values: parameters.map((value) => (Number.isInteger(value) ? BigInt(value as number) : value)),
  }));
  return () => statements.reduce((rows, { statement, values }) => rows + statement.all(...values).length, 0);
}
