import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of an empty database; each test makes a schema of its own in it: `inject('postgresUrl')`. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for all tests of a run, from an empty folder; gone at its end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  await postgres.createDatabase('satchel');
  project.provide('postgresUrl', postgres.connectionString('satchel'));
  return postgres.stop;
}
