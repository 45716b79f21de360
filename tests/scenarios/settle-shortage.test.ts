/**
 * Two devices sell the last pieces while neither has a signal (R35). Whose order reaches the office second is told by whom
 * they were sold, and settles it, each way; afterwards every device holds the server's rows, and balances are sums.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWarehouse } from '../../server/company/create-place.ts';
import { type Login, orderArgs } from '../support/simulated-device.ts';
import { expectLevel, openScene, type Scene } from '../support/simulated-scene.ts';

const MINUTE_MS = 60_000;
const PIECE = 10_000;
/** Of the first product in the main warehouse, as the company begins. */
const THERE = 20;

let scene: Scene;
let elsewhere: string;

beforeEach(async () => {
  scene = await openScene(11, ['north', 'boss', 'stock']);
  const { database } = scene.company;
  elsewhere = (await createWarehouse({ database, world: scene.simulation.world }, { code: 'E', name: 'East' })).id;
  await scene.company.write(async (tx, context) => {
    await tx
      .insertInto('stockMovements')
      .values({
        id: context.newId(),
        productId: scene.company.products[0]?.id ?? '',
        warehouseId: elsewhere,
        quantity: 10 * PIECE,
        cause: 'openingBalance',
        documentId: null,
        documentNumber: null,
        lotId: null,
        occurredAt: scene.simulation.world.clock.now(),
        ...context.created,
      })
      .execute();
  });
  await scene.simulation.advance(MINUTE_MS);
});
afterEach(() => scene.close());

const ledger = (login: Login) => scene.devices[login].device.sync.ledger({ beforeSequence: null, limitRows: 50 });

/** What a screen would send: with what the device shows as available. */
async function sell(login: Login, pieces: number, customer: number) {
  const device = scene.devices[login];
  const args = await orderArgs(scene.company, device, { customer, product: 0, pieces });
  const { dataAsOf } = await device.device.sync.status();
  const lines = args.lines.map((line) => ({ ...line, availableSeen: THERE * PIECE }));
  const reply = await device.run('sales.confirmOrder', { ...args, dataAsOf, lines });
  expect(reply).toMatchObject({ state: 'applied' });
  return { orderId: args.orderId, lineId: args.lines[0]?.id ?? '' };
}

/** The boss sells 8 and comes first, north sells all 20 and comes second: 12 are there, 8 are missing. */
async function loseTheRace() {
  const { north, boss } = scene.devices;
  north.world.isCut = true;
  boss.world.isCut = true;
  await scene.simulation.advance(MINUTE_MS);
  await sell('boss', 8, 2);
  await scene.simulation.advance(16 * MINUTE_MS);
  const mine = await sell('north', THERE, 0);
  boss.world.isCut = false;
  await scene.simulation.advance(5 * MINUTE_MS);
  north.world.isCut = false;
  await scene.simulation.advance(5 * MINUTE_MS);
  return mine;
}

it('R35 the second is told who sold how many when, and only the second', async () => {
  await loseTheRace();
  const [told] = await ledger('north');
  expect(told).toMatchObject({
    state: 'adjusted',
    needsAttention: true,
    foretold: [],
    reasons: [
      {
        code: 'inventory.shortStock',
        params: {
          wanted: THERE * PIECE,
          reserved: 12 * PIECE,
          backOrdered: 8 * PIECE,
          officeTaken: 8 * PIECE,
          officeBy1: 'boss',
          officeQuantity1: 8 * PIECE,
          officeElsewhere: 'East',
          officeElsewhereAvailable: 10 * PIECE,
        },
      },
    ],
  });
  const at = told?.reasons[0]?.params.officeAt1;
  expect(at).toBeLessThan(told?.issuedAt ?? 0);
  expect(await ledger('boss')).toMatchObject([{ state: 'applied', needsAttention: false }]);
  await expectLevel(scene);
});

it.each([
  ['keepBackOrder', { quantity: 20, reserved: 12, backOrdered: 8 }],
  ['otherWarehouse', { quantity: 20, reserved: 20, backOrdered: 0 }],
  ['cutLine', { quantity: 12, reserved: 12, backOrdered: 0 }],
  ['substitute', { quantity: 12, reserved: 12, backOrdered: 0 }],
] as const)(
  'R35 %s: settled without signal, carried out by the office, the same on every device',
  async (choice, line) => {
    const { north } = scene.devices;
    const { orderId, lineId } = await loseTheRace();
    const [id, reservationId] = [north.newId(), north.newId()];
    const product = scene.company.products[1];
    const priced = { unitPrice: product?.basePrice, listPrice: product?.basePrice, discount: 0, taxRate: 1_300 };
    const more = {
      keepBackOrder: {},
      otherWarehouse: { warehouseId: elsewhere, reservationId, availableSeen: 10 * PIECE },
      cutLine: {},
      substitute: { substitute: { id, reservationId, productId: product?.id, quantity: 8 * PIECE, ...priced } },
    };
    const decision = { choice, changeId: north.newId(), lineId, backOrderedSeen: 8 * PIECE, ...more[choice] };
    north.world.isCut = true;
    expect(await north.run('sales.settleShortage', { orderId, lines: [decision] })).toMatchObject({ state: 'applied' });
    const ofLine = async (login: Login) =>
      (await scene.devices[login].rows('orderLines')).find((row) => row.id === lineId);
    const [quantity, reserved, backOrdered] = [line.quantity * PIECE, line.reserved * PIECE, line.backOrdered * PIECE];
    expect(await ofLine('north')).toMatchObject({ quantity, reserved, backOrdered });
    north.world.isCut = false;
    await scene.simulation.advance(5 * MINUTE_MS);
    const [settled] = await ledger('north');
    expect(settled).toMatchObject({ name: 'sales.settleShortage', state: 'applied', needsAttention: false });
    for (const login of ['north', 'boss', 'stock'] as const) {
      expect(await ofLine(login), login).toMatchObject({ quantity, reserved, backOrdered });
      expect(await scene.devices[login].rows('orderChanges'), login).toMatchObject([{ orderId, orderLineId: lineId }]);
    }
    await expectSums();
    await expectLevel(scene);
  },
);

it('R35 two that take the last of another warehouse: the second keeps its back-order, and is told again', async () => {
  const { north, boss } = scene.devices;
  const { orderId, lineId } = await loseTheRace();
  north.world.isCut = true;
  boss.world.isCut = true;
  const args = await orderArgs(scene.company, boss, { customer: 2, product: 0, pieces: 9 });
  await boss.run('sales.confirmOrder', { ...args, warehouseId: elsewhere });
  const { dataAsOf } = await north.device.sync.status();
  const choice = {
    choice: 'otherWarehouse',
    warehouseId: elsewhere,
    reservationId: north.newId(),
    availableSeen: 10 * PIECE,
  };
  const decision = { ...choice, changeId: north.newId(), lineId, backOrderedSeen: 8 * PIECE };
  expect(await north.run('sales.settleShortage', { orderId, dataAsOf, lines: [decision] })).toMatchObject({
    state: 'applied',
  });
  boss.world.isCut = false;
  await scene.simulation.advance(5 * MINUTE_MS);
  north.world.isCut = false;
  await scene.simulation.advance(5 * MINUTE_MS);
  const [told] = await ledger('north');
  expect(told).toMatchObject({
    name: 'sales.settleShortage',
    state: 'adjusted',
    needsAttention: true,
    reasons: [{ params: { warehouse: 'East', reserved: PIECE, backOrdered: 7 * PIECE, officeBy1: 'boss' } }],
  });
  await expectSums();
  await expectLevel(scene);
});

/** Reserved is the sum of reservations in every warehouse, on the server. */
async function expectSums(): Promise<void> {
  const { kysely } = scene.company.database;
  const rows = await kysely.selectFrom('reservations').selectAll().where('deletedAt', 'is', null).execute();
  for (const balance of await kysely.selectFrom('stockBalances').selectAll().execute()) {
    const own = rows.filter((row) => `${row.productId}:${row.warehouseId}` === balance.id);
    expect(balance.reserved, balance.id).toBe(own.reduce((sum, row) => sum + row.quantity, 0));
  }
}
