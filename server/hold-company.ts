/**
 * Guards: one server at a time works with an SQLite company. A second one would build it a second time, and its devices
 * would not hear of what comes in through the first. The administration works beside a server; PostgreSQL has many.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { takeLease } from '#db/lease.ts';
import type { DatabasePlace } from './read-options.ts';
import { CompanyInUse } from './say-failure.ts';

/**
 * Holds the company until the end that it returns, or of this process.
 * @param isMade its folder is made where there is none @throws CompanyInUse
 */
export async function holdCompany(place: DatabasePlace, isMade: boolean): Promise<() => Promise<void>> {
  const nothing = async (): Promise<void> => {};
  if (place.kind === 'postgres') return nothing;
  if (isMade) mkdirSync(dirname(place.path), { recursive: true });
  // A path that was mistyped is said by whoever opens it.
  else if (!statSync(place.path, { throwIfNoEntry: false })?.isFile()) return nothing;
  const letGo = await takeLease(`${place.path}.lease`);
  if (letGo) return letGo;
  throw new CompanyInUse(`Another server works with ${place.path}: use that one, or end it first.`);
}
