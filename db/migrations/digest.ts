/**
 * What a migration did, as a short text beside its id. Guards: a database whose migrations had other steps than those of
 * this version under the same ids is told apart before anything is read from it or written to it.
 */
import { createHash } from 'node:crypto';
import type { Dialect } from '../database.ts';
import { indexName, type Migration, SchemaBuilder } from './vocabulary.ts';

const known = new Map<Dialect, WeakMap<Migration, string>>();

/** 32 hexadecimal digits over the steps for a dialect: what they say, not how their code is written or bundled. */
export function digestOf(migration: Migration, dialect: Dialect): string {
  const digests = known.get(dialect) ?? new WeakMap<Migration, string>();
  known.set(dialect, digests);
  const before = digests.get(migration);
  if (before !== undefined) return before;
  const schema = new SchemaBuilder(dialect);
  migration.up(schema);
  const steps = schema.steps.map((step) => {
    if (step.kind === 'sql') return step.sql;
    const own = step.name === undefined ? '' : ` (${step.columns.join(', ')})`;
    return `${step.unique ? 'unique ' : ''}index ${indexName(step.table, step.columns, step.name)}${own}`;
  });
  const digest = createHash('sha256').update(steps.join('\u0000')).digest('hex').slice(0, 32);
  digests.set(migration, digest);
  return digest;
}
