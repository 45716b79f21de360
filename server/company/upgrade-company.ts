import { databaseSchema } from '#db/migrations/migrate.ts';
import { holdCompany } from '../hold-company.ts';
import { openCompany } from '../open-company.ts';
import type { DatabasePlace } from '../read-options.ts';
import type { ServerWorld } from '../server-world.ts';

/**
 * Brings a company's database to this version's schema without a server: after a copy of an earlier version was put back,
 * and before anything else is done with it. Processes of another version that serve it on PostgreSQL stop.
 * @throws CompanyInUse while a server works with an SQLite company
 */
export async function upgradeCompany(place: DatabasePlace, world: ServerWorld): Promise<{ readonly schema: string }> {
  const letGo = await holdCompany(place, false);
  try {
    const database = await openCompany(place, world, 'nothing');
    try {
      return { schema: await databaseSchema(database.kysely) };
    } finally {
      await database.close();
    }
  } finally {
    await letGo();
  }
}
