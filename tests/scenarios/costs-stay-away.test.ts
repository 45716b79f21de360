/**
 * R47: a rep's laptop holds no cost, no supplier and no invitation, in no table of its file; a manager's who has the rights
 * holds them, and holds them no more after the next pull when a right was taken. Read from the encrypted files themselves.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { quoted, runSql } from '#db/database.ts';
import { openSqlite } from '#db/sqlite.ts';
import { hashCode } from '#shared/kernel/one-time-code.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../support/simulated-company.ts';
import { addDevice, type Login, type SimulatedDevice } from '../support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../support/simulated-world.ts';

const secrets = { cost: 987_654_321, supplier: '景德镇秘密窑厂', invitation: hashCode('ABCDEFGH23') };
const rights = ['inventory.seeCost', 'inventory.seeSuppliers', 'admin.managePeople'];

const emptySupplier = {
  ...{ taxNumber: null, contactName: null, phone: null, email: null, address: null, city: null, country: null },
  ...{ currency: 'CNY', paymentTermsDays: 30, leadDays: null },
};

let simulation: Simulation;
let company: SimulatedCompany;
const laptops: SimulatedDevice[] = [];
beforeEach(async () => {
  simulation = makeSimulation(47);
  company = await makeSimulatedCompany(simulation);
  await giveRights();
  await company.write(async (tx, { newId, created }) => {
    const [product] = company.products;
    const productId = product?.id ?? '';
    await tx
      .insertInto('productCosts')
      .values({ id: productId, productId, averageCost: secrets.cost, currency: 'CNY', ...created })
      .execute();
    await tx
      .insertInto('suppliers')
      .values({ id: newId(), code: 'S1', name: secrets.supplier, ...emptySupplier, ...created })
      .execute();
    await tx
      .insertInto('invitations')
      .values({
        ...{ id: newId(), userId: company.users.south, codeHash: secrets.invitation },
        ...{ expiresAt: created.createdAt + 86_400_000, usedAt: null, voidedAt: null, ...created },
      })
      .execute();
  });
});
afterEach(async () => {
  for (const laptop of laptops.splice(0)) await laptop.close();
  await company.close();
});

async function giveRights(): Promise<void> {
  await company.write(async (tx, { newId, created }) => {
    const role = await tx.selectFrom('roles').select('id').where('code', '=', 'manager').executeTakeFirstOrThrow();
    const has = await tx.selectFrom('rolePermissions').select('permission').where('roleId', '=', role.id).execute();
    const missing = rights.filter((right) => !has.some(({ permission }) => permission === right));
    await tx
      .insertInto('rolePermissions')
      .values(missing.map((permission) => ({ id: newId(), roleId: role.id, permission, ...created })))
      .execute();
  });
}

async function takeRights(): Promise<void> {
  await company.write(async (tx, { updated }) => {
    const role = await tx.selectFrom('roles').select('id').where('code', '=', 'manager').executeTakeFirstOrThrow();
    await tx
      .updateTable('rolePermissions')
      .set({ deletedAt: updated.updatedAt, ...updated })
      .where('roleId', '=', role.id)
      .where('permission', 'in', rights)
      .execute();
  });
}

async function laptopOf(login: Login): Promise<SimulatedDevice> {
  const laptop = await addDevice(simulation);
  laptops.push(laptop);
  expect(await laptop.signIn(login)).toEqual({ ok: true });
  await simulation.advance(5 * 60_000);
  return laptop;
}

/** Which secrets stand in any table of the file, by the key that the device has. */
async function foundIn(laptop: SimulatedDevice): Promise<string[]> {
  const database = openSqlite({ ...laptop.database(), readOnly: true });
  try {
    const tables = await runSql<{ name: string }>(
      database.kysely,
      `SELECT "name" FROM "sqlite_schema" WHERE "type" = 'table' AND "sql" NOT LIKE 'CREATE VIRTUAL%' ORDER BY "name"`,
    );
    expect(tables.map(({ name }) => name)).toContain('productCosts');
    const texts: string[] = [];
    for (const { name } of tables) {
      texts.push(JSON.stringify(await runSql(database.kysely, `SELECT * FROM ${quoted(name)}`), bigAsText));
    }
    const all = texts.join('\n');
    return Object.entries(secrets).flatMap(([kind, secret]) => (all.includes(String(secret)) ? [kind] : []));
  } finally {
    await database.close();
  }
}

const bigAsText = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

it('R47 a rep’s file holds no cost, no supplier and no invitation; the file of a manager with the rights holds all', async () => {
  expect(await foundIn(await laptopOf('north'))).toEqual([]);
  expect(await foundIn(await laptopOf('stock'))).toEqual(['supplier']);
  expect(await foundIn(await laptopOf('boss'))).toEqual(['cost', 'supplier', 'invitation']);
});

it('R47 with the right go the rows, at the next pull; and with the right they come back', async () => {
  const laptop = await laptopOf('boss');
  await takeRights();
  await simulation.advance(10 * 60_000);
  expect(await foundIn(laptop)).toEqual([]);
  await company.write(async (tx, { updated }) => {
    await tx
      .updateTable('rolePermissions')
      .set({ deletedAt: null, ...updated })
      .where('permission', 'in', rights)
      .execute();
  });
  await simulation.advance(10 * 60_000);
  expect(await foundIn(laptop)).toEqual(['cost', 'supplier', 'invitation']);
});
