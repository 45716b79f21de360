/**
 * Prices are the same on SQLite and PostgreSQL (R40). Guards:
 * - commands that set them, sensible and absurd ones, with the right to them and without, end alike on both, and leave the
 *   same rows;
 * - the book that documents are priced by is read alike, of any day and as known at any time, on what holds and on what
 *   was ended.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { demoSource } from '#db/demo/seeded-random.ts';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import { priceBook } from '#shared/domains/sales/queries/price-book.ts';
import type { CommandGenerator, GeneratorView } from '#shared/kernel/simulation.ts';
import { latestCommand } from '#shared/registry.ts';
import { listGenerators } from '../simulation/list-generators.ts';
import { makeCompany, NOW, newId, type RunOptions, restartIds, type TestCompany } from '../support/company.ts';
import { dropPostgres, emptyDatabase, newPostgres, newSqlite, writeAs } from '../support/databases.ts';
import { readEverything } from '../support/read-everything.ts';
import { audited } from '../support/sample-rows.ts';

const SEEDS = [1, 2] as const;
const ROUNDS = 16;
const priced = /^sales\.(saveCustomerGroup|savePriceList|setPrices|setCustomerPrices|savePromotion|endPromotion)/;

let postgres: SatchelDatabase;
beforeAll(async () => {
  postgres = await newPostgres('server');
});
afterAll(() => dropPostgres(postgres));

async function companyOn(database: SatchelDatabase): Promise<TestCompany> {
  restartIds();
  const company = await makeCompany(database);
  await writeAs(database, 'command', async (tx) => {
    const unit = { id: newId(), productId: company.mug.id, name: '箱', ratio: 24, forSale: 1, forPurchase: 0 } as const;
    await tx
      .insertInto('productUnits')
      .values({ ...unit, ...audited })
      .execute();
    await tx
      .insertInto('currencies')
      .values({ id: newId(), code: 'USD', active: 1, ...audited })
      .execute();
    await tx.updateTable('products').set({ floorPrice: 40_0000 }).where('id', '=', company.mug.id).execute();
  });
  return company;
}

/** Ended well, by command. */
const done = new Set<string>();
/** How often a book held something of its own. */
const held = { customerPrices: 0, listPrices: 0, promotions: 0, gifts: 0 };

it.each(SEEDS)('the same prices and the same book on both databases (seed %i)', { timeout: 120_000 }, async (seed) => {
  const { random } = demoSource(seed, 'differential pricing');
  await emptyDatabase(postgres);
  const sqlite = await newSqlite('server');
  const [here, there] = [await companyOn(sqlite), await companyOn(postgres)];
  const permissions = new Set(defaultRoles.flatMap((role) => role.permissions));
  let at = 0;
  const view = (): GeneratorView => ({
    ...{ random, newId, db: sqlite.kysely, now: NOW + at * 60_000 },
    nextNumber: async () => '',
    person: { userId: here.userId, roleCode: 'manager', permissions },
  });
  const issue = async (generator: CommandGenerator): Promise<void> => {
    at += 1;
    const command = await generator.make(view());
    const definition = command && latestCommand(command.name);
    if (!command || !definition) return;
    const options: RunOptions = {
      ...{ now: NOW + at * 60_000, version: at + 1, leaveStub: true, isIssued: true, commandId: newId() },
      ...(random.chance(15) ? { permissions: ['sales.managePrices'] } : {}),
      ...(random.chance(5) ? { scopes: ['company'] } : {}),
    };
    const onSqlite = await here.run(definition, command.args, options);
    const onPostgres = await there.run(definition, command.args, options);
    expect({ name: command.name, ...onPostgres }).toEqual({ name: command.name, ...onSqlite });
    if (onSqlite.state !== 'rejected') done.add(command.name);
  };
  const generators = (await listGenerators()).filter(({ name }) => priced.test(name));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const generator of random.some(generators, generators.length)) await issue(generator);
  // Somebody is in a group and has a list of their own.
  const [group] = random.some(await sqlite.kysely.selectFrom('customerGroups').select('id').orderBy('id').execute(), 1);
  const [list] = random.some(await sqlite.kysely.selectFrom('priceLists').select('id').orderBy('id').execute(), 1);
  for (const database of [sqlite, postgres])
    await writeAs(database, 'command', (tx) =>
      tx
        .updateTable('customers')
        .set({ groupId: group?.id ?? null, priceListId: list?.id ?? null })
        .where('id', '=', here.customerId)
        .execute(),
    );
  const rows = await readEverything(sqlite);
  expect(await readEverything(postgres)).toEqual(rows);
  const productIds = [here.box.id, here.mug.id, here.jug.id];
  for (const customerId of [here.customerId, here.otherCustomerId, null])
    for (const currency of ['CNY', 'USD'])
      for (const day of ['2026-06-30', '2026-11-23', '2027-01-01'])
        for (const age of [at, Math.floor(at / 2), 0]) {
          const question = { customerId, productIds: random.some(productIds, random.between(0, 3)), currency, day };
          const context = {
            actor: { userId: here.userId, permissions },
            now: NOW + age * 60_000,
            search: async () => [],
            findByCodes: async () => [],
          };
          const book = await priceBook.run(sqlite.kysely, question, context);
          expect(await priceBook.run(postgres.kysely, question, context)).toEqual(book);
          for (const part of Object.keys(held) as (keyof typeof held)[]) held[part] += book[part].length > 0 ? 1 : 0;
        }
  await sqlite.close();
});

it('every command of prices did something, and every part of the book was there', () => {
  expect([...done].sort()).toEqual([
    ...['sales.endPromotion', 'sales.saveCustomerGroup', 'sales.savePriceList', 'sales.savePromotion'],
    ...['sales.setCustomerPrices', 'sales.setPrices'],
  ]);
  expect(Object.entries(held).filter(([, times]) => times === 0)).toEqual([]);
});
