/** The company of the crash runs, made in an empty database: people with devices, customers, goods with stock. */
import { join } from 'node:path';
import type { SatchelDatabase } from '#db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { createCompany } from '../../server/company/create-company.ts';
import { createTerritory, createWarehouse } from '../../server/company/create-place.ts';
import { createUser } from '../../server/company/create-user.ts';
import { openCompany } from '../../server/open-company.ts';
import type { DatabasePlace } from '../../server/read-options.ts';
import { makeRealWorld } from '../../server/real-world.ts';
import { runSystemCommand } from '../../server/sync/system-command.ts';
import { insertProduct } from '../support/insert-product.ts';
import { PASSWORD } from '../support/password.ts';
import { customer } from '../support/sample-rows.ts';

const CUSTOMERS = 12;
const PRODUCTS = 8;
/** Enough for a while, then orders are back-ordered: both answers come about. */
const PIECES_ON_HAND = 2_000;

/** What a device's program must know to take orders. */
export interface CrashCompany {
  readonly warehouse: Id;
  readonly customers: readonly Id[];
  readonly products: readonly { readonly id: Id; readonly basePrice: number }[];
}

/** One rep a territory, and a manager who sees both. */
export const LOGINS = ['north', 'south', 'boss'] as const;

export const sqlitePlace = (folder: string): DatabasePlace & { kind: 'sqlite' } => ({
  kind: 'sqlite',
  path: join(folder, 'company.sqlite'),
  keyFile: join(folder, 'company.key'),
  filesFolder: join(folder, 'files'),
});

/** Makes it; the database is closed again. */
export async function makeCompany(place: DatabasePlace): Promise<CrashCompany> {
  const world = makeRealWorld();
  const database = await openCompany(place, world, 'company');
  try {
    const writer = { database, world };
    await createCompany(writer, { name: '行囊百货', currency: 'CNY', country: 'CN' });
    const north = await createTerritory(writer, { code: 'N', name: 'North' });
    const south = await createTerritory(writer, { code: 'S', name: 'South' });
    const warehouse = await createWarehouse(writer, { code: 'W', name: 'Main' });
    const scopes = { north: ['territory:N'], south: ['territory:S'], boss: ['territory:*', 'warehouse:*'] };
    for (const login of LOGINS) {
      const roleCode = login === 'boss' ? 'manager' : 'rep';
      await createUser(writer, { login, name: login, password: PASSWORD, roleCode, scopes: scopes[login] });
    }
    return await fill(database, [north.id, south.id], warehouse.id);
  } finally {
    await database.close();
  }
}

async function fill(database: SatchelDatabase, territories: readonly [Id, Id], warehouse: Id): Promise<CrashCompany> {
  return runSystemCommand({ database, world: makeRealWorld() }, async (tx, context) => {
    const customers = Array.from({ length: CUSTOMERS }, () => context.newId());
    for (const [at, id] of customers.entries()) {
      const territoryId = at % 2 === 0 ? territories[0] : territories[1];
      await tx
        .insertInto('customers')
        .values(customer(id, { code: `C${at}`, territoryId, ...context.created }))
        .execute();
    }
    const products = Array.from({ length: PRODUCTS }, (_, at) => ({
      id: context.newId(),
      basePrice: 12_5000 + at * 7_000,
    }));
    for (const [at, product] of products.entries()) {
      const named = { ...product, code: `P${at}`, name: `产品 ${at}` };
      await insertProduct(tx, context, warehouse, named, PIECES_ON_HAND);
    }
    return { warehouse, customers, products };
  });
}
