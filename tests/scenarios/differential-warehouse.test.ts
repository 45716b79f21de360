/**
 * What people do in warehouses gives the same rows on SQLite and PostgreSQL. Guards:
 * - commands as the simulation's generators think of them, sensible and absurd ones, run on both, with the right to them
 *   and without: each ends alike, and at the end every synced row and the whole scope log are the same;
 * - balances are the sums of their movements on both;
 * - every command of goods and their places did something, and was not only refused; freight, costs and flags were kept.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareBalances } from '#db/balances.ts';
import type { SatchelDatabase } from '#db/database.ts';
import { demoSource } from '#db/demo/seeded-random.ts';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { CommandGenerator, GeneratorView } from '#shared/kernel/simulation.ts';
import { commands, latestCommand } from '#shared/registry.ts';
import { listGenerators } from '../simulation/list-generators.ts';
import { makeCompany, NOW, newId, type RunOptions, restartIds, type TestCompany } from '../support/company.ts';
import { dropPostgres, emptyDatabase, newPostgres, newSqlite, schema, writeAs } from '../support/databases.ts';
import { outbound } from '../support/outbound.ts';
import { readEverything } from '../support/read-everything.ts';

const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const SEEDS = [1, 2, 3] as const;
const ROUNDS = 4;
/** And on, while there is a command that nobody came to. */
const MOST_ROUNDS = 16;
/** Orders first: there is nothing to release before. */
const ORDERS = 8;

let postgres: SatchelDatabase;
beforeAll(async () => {
  postgres = await newPostgres('server');
});
afterAll(() => dropPostgres(postgres));

/** The small company with places, lots, numbered pieces, costs and a supplier; the same ids on each database. */
async function companyOn(database: SatchelDatabase): Promise<TestCompany> {
  restartIds();
  const company = await makeCompany(database);
  const way = outbound(company, database);
  const places = await way.putLocations(['A-01', 'A-02', 'A-03']);
  const apart = await way.putLocations(['Q-01'], 'quarantine');
  await way.putLots(company.box, [
    { code: 'L-1', expiresOn: '2026-12-01', pieces: 30, locationId: places['A-01'] ?? null },
    { code: 'L-2', expiresOn: '2027-12-01', pieces: 30, locationId: places['A-02'] ?? null },
    { code: 'L-3', expiresOn: '2026-11-20', pieces: 9, locationId: apart['Q-01'] ?? null, condition: 'quarantine' },
  ]);
  await writeAs(database, 'command', async (tx) => {
    const contact = { taxNumber: null, contactName: null, phone: null, email: null, address: null, city: null };
    const terms = { country: null, currency: 'CNY', paymentTermsDays: 30, leadDays: 5 };
    await tx
      .insertInto('suppliers')
      .values({ id: newId(), code: 'V1', name: '景德镇瓷业', ...contact, ...terms, ...audit })
      .execute();
    for (const [index, { id }] of [company.mug, company.jug, company.box].entries()) {
      const averageCost = 20_0001 + index * 7_3333;
      await tx
        .insertInto('productCosts')
        .values({ id, productId: id, averageCost, currency: 'CNY', ...audit })
        .execute();
    }
    const productId = newId();
    const { warehouseId } = company;
    await tx
      .insertInto('products')
      .values({
        ...{ id: productId, code: 'S-1', name: '电子秤', category: null, unit: '台', packaging: null, barcode: null },
        ...{ basePrice: 300_0000, currency: 'CNY', taxCode: 'standard', reorderPoint: 0, discontinued: 0 },
        ...{ tracking: 'serial' as const, ...audit },
      })
      .execute();
    for (const code of ['SN1', 'SN2', 'SN3', 'SN4']) {
      const serialId = newId();
      const piece = { productId, code, lotId: null, warehouseId, locationId: null, documentId: null };
      await tx
        .insertInto('serials')
        .values({ id: serialId, ...piece, state: 'inStock', movedAt: NOW, ...audit })
        .execute();
      const goods = { productId, warehouseId, serialId, quantity: ONE_UNIT, cause: 'openingBalance' as const };
      await tx
        .insertInto('stockMovements')
        .values({ id: newId(), ...goods, documentId: null, occurredAt: NOW, ...audit })
        .execute();
    }
  });
  return company;
}

const isOfWarehouse = ({ name }: CommandGenerator): boolean =>
  /^inventory\.(?!import)/.test(name) || /^sales\.(closeShort|setDeliveryTerms|cancelOrder)/.test(name);

/** Ended well or with a word, by command. */
const done = new Set<string>();
/** Tables in which there was something at the end. */
const filled = new Set<string>();
/** Of goods and their places: those that did nothing yet. */
function idleCommands(): string[] {
  const names = [...commands.values()].map(({ name }) => name).filter((name) => /^inventory\.(?!import)/.test(name));
  return [...new Set(names)].filter((name) => !done.has(name)).sort();
}

const everybodysRights = [...new Set(defaultRoles.flatMap(({ permissions }) => permissions))];

it.each(SEEDS)('the same in the warehouses of both databases (seed %i)', { timeout: 300_000 }, async (seed) => {
  const { random } = demoSource(seed, 'differential warehouse');
  await emptyDatabase(postgres);
  const sqlite = await newSqlite('server');
  const [here, there] = [await companyOn(sqlite), await companyOn(postgres)];
  let given = 0;
  let at = 0;
  const view = (): GeneratorView => ({
    random,
    newId,
    nextNumber: async () => {
      given += 1;
      // Now and then one that is taken.
      const number = random.chance(4) ? Math.max(1, given - 3) : given;
      return `SO-K7-${String(number).padStart(6, '0')}`;
    },
    db: sqlite.kysely,
    now: NOW + at * 60_000,
    person: { userId: here.userId, roleCode: 'warehouse', permissions: new Set(everybodysRights) },
  });
  const issue = async (generator: CommandGenerator): Promise<void> => {
    at += 1;
    const command = await generator.make(view());
    const definition = command && latestCommand(command.name);
    if (!command || !definition) return;
    const rights = definition.kind === 'fact' && random.chance(15) ? { permissions: [] } : {};
    const scopes = random.chance(10) ? { scopes: ['company', `warehouse:${here.otherWarehouseId}`] } : {};
    const options: RunOptions = {
      ...{ now: NOW + at * 60_000, version: at + 1, leaveStub: true, isIssued: true, commandId: newId() },
      ...rights,
      ...scopes,
    };
    const onSqlite = await here.run(definition, command.args, options);
    const onPostgres = await there.run(definition, command.args, options);
    expect({ name: command.name, ...onPostgres }).toEqual({ name: command.name, ...onSqlite });
    if (onSqlite.state !== 'rejected') done.add(command.name);
  };
  const generators = (await listGenerators()).filter(({ name }) => latestCommand(name.split(' ')[0] ?? ''));
  const [confirm] = generators.filter(({ name }) => name === 'sales.confirmOrder');
  for (let order = 0; confirm && order < ORDERS; order += 1) await issue(confirm);
  const own = generators.filter(isOfWarehouse);
  for (let round = 0; round < ROUNDS || (round < MOST_ROUNDS && idleCommands().length > 0); round += 1) {
    for (const generator of random.some(own, own.length)) await issue(generator);
    if (confirm) await issue(confirm);
  }
  const rows = await readEverything(sqlite);
  expect(await readEverything(postgres)).toEqual(rows);
  for (const [table, held] of Object.entries(rows)) if (held.length > 0) filled.add(table);
  expect(await compareBalances(sqlite.kysely, schema.balances)).toEqual([]);
  expect(await compareBalances(postgres.kysely, schema.balances)).toEqual([]);
  await sqlite.close();
});

it('every command of the warehouse did something', () => {
  expect(idleCommands()).toEqual([]);
  const papers = ['shipmentFreights', 'parcels', 'goodsReturnLines', 'receiptLines', 'transferLines', 'countLines'];
  const books = [
    'movementCosts',
    'productCosts',
    'locationLotBalances',
    'stockFlags',
    'stockQuotas',
    'purchaseLineCosts',
  ];
  expect([...papers, ...books].filter((table) => !filled.has(table))).toEqual([]);
});
