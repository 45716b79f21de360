/** By what a database's schema and a program's are compared. */
import type { Side } from '../database.ts';
import { allMigrations } from './all.ts';
import type { Migration } from './vocabulary.ts';

/** The migrations that a database needs for a side, newest last: its last id names the schema in a pull. */
export function migrationIds(side: Side, migrations: readonly Migration[] = allMigrations): string[] {
  return migrations.filter((migration) => (migration.side ?? side) === side).map(({ id }) => id);
}

/**
 * What the company's counter tells of its schema: the last migration, and how many there were, for one that came late has
 * not the last name.
 */
export const markOf = (ids: Iterable<string>): string => {
  const sorted = [...ids].sort();
  return `${sorted.at(-1) ?? ''} (${sorted.length})`;
};

/** The schema that this version of the program gives a server's database. */
export const programSchema = (): string => markOf(migrationIds('server'));
