/**
 * An older and a newer version of the application and of the server beside each other: the newer has a table and a column
 * more on both sides, and an index on devices. Databases are opened one after the other, by the version that is in use.
 */
import { allMigrations } from '#db/migrations/all.ts';
import { integer, type Migration, nullable, text } from '#db/migrations/vocabulary.ts';
import { nullable as nullableColumn, text as textColumn } from '#shared/kernel/table.ts';
import type { Registry } from '#shared/registry.ts';
import { simulationRegistry } from '../support/simulated-company.ts';

/** `now` is the version that the house has; `next` is one more. */
export type Version = 'now' | 'next';

/** What the next version adds to customers; each side fills it from its own rows. */
export const LATER_COLUMN = 'simulationMark';

const later: readonly Migration[] = [
  {
    id: '9000-simulation-later',
    side: 'device',
    up: (schema) => schema.createIndex('orders', ['note']),
  },
  {
    id: '9001-simulation-more',
    up(schema) {
      schema.createTable('simulationNotes', { id: text, note: nullable(text), count: integer }, ['id']);
      schema.addColumn('customers', LATER_COLUMN, nullable(text));
      schema.backfill(`UPDATE "customers" SET "${LATER_COLUMN}" = "code" || ' ' || "name"`);
    },
  },
];
const migrations = allMigrations as Migration[];

const nextRegistry: Registry = {
  ...simulationRegistry,
  tables: simulationRegistry.tables.map((table) =>
    table.name === 'customers'
      ? { ...table, columns: { ...table.columns, [LATER_COLUMN]: nullableColumn(textColumn()) } }
      : table,
  ),
};

/** What a version knows. */
export const registryOf = (version: Version): Registry => (version === 'next' ? nextRegistry : simulationRegistry);

/** What is opened from now on is opened by this version. */
export function switchVersion(version: Version): void {
  const isNext = migrations.includes(later[0] as Migration);
  if (version === 'next' && !isNext) migrations.push(...later);
  if (version === 'now' && isNext) migrations.splice(migrations.length - later.length, later.length);
}
