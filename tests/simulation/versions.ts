/**
 * An older and a newer version of the application beside each other: the newer has one migration more, which only
 * expands (an index on a synced table). Databases are opened one after the other, by the version that is in use.
 */
import { allMigrations } from '#db/migrations/all.ts';
import type { Migration } from '#db/migrations/vocabulary.ts';

/** `now` is the version that the house has; `next` is one more. */
export type Version = 'now' | 'next';

const later: Migration = {
  id: '9000-simulation-later',
  side: 'device',
  up: (schema) => schema.createIndex('orders', ['note']),
};
const migrations = allMigrations as Migration[];

/** What is opened from now on is opened by this version. */
export function switchVersion(version: Version): void {
  const at = migrations.indexOf(later);
  if (version === 'next' && at < 0) migrations.push(later);
  if (version === 'now' && at >= 0) migrations.splice(at, 1);
}
