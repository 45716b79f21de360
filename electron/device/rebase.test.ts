import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import { type SimulatedCompany, simulationRegistry } from '../../tests/support/simulated-company.ts';
import { type Login, orderArgs } from '../../tests/support/simulated-device.ts';
import { expectLevel, openScene, type Scene } from '../../tests/support/simulated-scene.ts';
import { fault } from '../../tests/support/test-commands.ts';
import { takePredictionsBack } from './rebase.ts';

const MINUTE_MS = 60_000;

let scene: Scene;

describe('a rebase', () => {
  beforeEach(async () => {
    scene = await openScene(7);
  });
  afterEach(() => scene.close());

  const order = async (login: Login, wish = { customer: 0, product: 0, pieces: 3 }) => {
    const args = await orderArgs(scene.company, scene.devices[login], wish);
    return { args, reply: await scene.devices[login].run('sales.confirmOrder', args) };
  };
  const entries = (login: Login) => scene.devices[login].device.sync.ledger({ beforeSequence: null, limitRows: 50 });
  const status = (login: Login) => scene.devices[login].device.sync.status();

  it('leaves exactly the rows of the server when all is quiet', async () => {
    await order('north');
    await order('boss', { customer: 2, product: 1, pieces: 5 });
    await scene.simulation.advance(MINUTE_MS);
    await expectLevel(scene);
    expect(await status('north')).toMatchObject({ network: 'online', waiting: 0, needsAttention: 0, firstLoad: null });
  });

  it('keeps what is not sent on top of what others did meanwhile', async () => {
    const { north, boss } = scene.devices;
    north.world.isCut = true;
    const mine = await order('north', { customer: 0, product: 0, pieces: 12 });
    expect(mine.reply).toMatchObject({ state: 'applied' });
    await order('boss', { customer: 1, product: 0, pieces: 15 });
    await scene.simulation.advance(MINUTE_MS);

    // Pulls work, pushes do not: the order of the other takes the stock away under the unsent one.
    north.world.isCut = false;
    north.world.fault = (request) => (request.url.endsWith('/push') ? 'cutBefore' : 'none');
    await scene.simulation.advance(5 * MINUTE_MS);
    const [balance] = (await north.rows('stockBalances')).filter(
      (row) => row.productId === scene.company.products[0]?.id,
    );
    expect(balance).toMatchObject({ onHand: 200_000, reserved: 200_000 });
    const lines = await north.rows('orderLines');
    expect(lines.find((row) => row.orderId === mine.args.orderId)).toMatchObject({
      reserved: 50_000,
      backOrdered: 70_000,
    });
    expect(await status('north')).toMatchObject({ network: 'online', waiting: 1, trouble: { code: 'sync.pushStuck' } });

    north.world.fault = () => 'none';
    await scene.simulation.advance(5 * MINUTE_MS);
    await expectLevel(scene);
    expect(boss.problems).toEqual([]);
    expect(await entries('north')).toMatchObject([
      { state: 'adjusted', needsAttention: true, reasons: [{ code: 'inventory.shortStock' }] },
    ]);
    expect(await status('north')).toMatchObject({ waiting: 0, needsAttention: 1, rejected: 0, trouble: null });
  });

  it('does not ask for attention when the server says what the device foretold', async () => {
    const { reply } = await order('north', { customer: 0, product: 0, pieces: 25 });
    expect(reply).toMatchObject({ state: 'adjusted', reasons: [{ code: 'inventory.shortStock' }] });
    await scene.simulation.advance(MINUTE_MS);
    expect(await entries('north')).toMatchObject([{ state: 'adjusted', needsAttention: false }]);
    expect(await status('north')).toMatchObject({ needsAttention: 0 });
  });

  it('shows a rejected command with its reason, and its prediction goes', async () => {
    const { north, boss } = scene.devices;
    const [customerId] = scene.company.customers;
    north.world.isCut = true;
    await north.run('test.changeCustomer', { id: customerId, name: 'mine' });
    await boss.run('test.changeCustomer', { id: customerId, territoryId: scene.company.territories[1] });
    await scene.company.write(async (tx) => {
      await tx
        .deleteFrom('customers')
        .where('id', '=', customerId ?? '')
        .execute();
    });
    await scene.simulation.advance(MINUTE_MS);
    north.world.isCut = false;
    await scene.simulation.advance(5 * MINUTE_MS);
    await expectLevel(scene);
    const [entry] = await entries('north');
    expect(entry).toMatchObject({ state: 'rejected', needsAttention: true, reasons: [{ code: 'crm.customerGone' }] });
    expect(await status('north')).toMatchObject({ needsAttention: 1, rejected: 1 });
    await scene.simulation.finish(north.device.sync.markSeen(entry?.commandId ?? ''));
    expect(await status('north')).toMatchObject({ needsAttention: 0 });
  });

  it('a rejected creation comes back as its stub', async () => {
    const { north } = scene.devices;
    north.world.isCut = true;
    const { customers, territories, warehouse } = scene.company;
    const id = north.newId();
    const args = {
      id,
      number: 'SO-A-000001',
      customerId: customers[0],
      territoryId: territories[0],
      warehouseId: warehouse,
    };
    await north.run('test.addOrder', { ...args, refuse: false });
    expect((await north.rows('orders')).find((row) => row.id === id)).toMatchObject({ state: 'open' });
    await scene.company.write(async (tx) => {
      await tx.updateTable('customers').set({ deletedAt: 1 }).where('id', '=', String(customers[0])).execute();
    });
    north.world.isCut = false;
    await scene.simulation.advance(5 * MINUTE_MS);
    expect((await north.rows('orders')).find((row) => row.id === id)).toMatchObject({ state: 'rejected' });
    await expectLevel(scene);
  });

  it('without the right nothing comes back, and the next is refused at once', async () => {
    const { north } = scene.devices;
    north.world.isCut = true;
    const { customers, territories, warehouse } = scene.company;
    const id = north.newId();
    const args = {
      id,
      number: 'SO-A-000001',
      customerId: customers[0],
      territoryId: territories[0],
      warehouseId: warehouse,
    };
    await north.run('test.addOrder', { ...args, refuse: false });
    await scene.company.write(async (tx) => {
      await tx
        .updateTable('rolePermissions')
        .set({ deletedAt: 1 })
        .where('permission', '=', 'sales.confirmOrder')
        .execute();
    });
    north.world.isCut = false;
    await scene.simulation.advance(5 * MINUTE_MS);
    expect((await north.rows('orders')).find((row) => row.id === id)).toBeUndefined();
    await expectLevel(scene);
    expect(await north.run('test.addOrder', { ...args, id: north.newId(), refuse: false })).toMatchObject({
      state: 'rejected',
      reason: { code: 'kernel.notPermitted' },
    });
  });

  it('a command that breaks in the replay loses its prediction alone, stays pending, and the server decides', async () => {
    const { north } = scene.devices;
    north.world.fault = (request) => (request.url.endsWith('/push') ? 'cutBefore' : 'none');
    const struck = north.newId();
    const kept = north.newId();
    const territoryId = scene.company.territories[0];
    await north.run('test.strike', { id: struck, name: 'struck', territoryId });
    await north.run('test.addCustomer', { id: kept, name: 'kept', territoryId });
    fault.next = async () => {
      throw new Error('breaks in the replay');
    };
    await scene.company.write(async (tx) => {
      await tx
        .updateTable('customers')
        .set({ name: 'moved on' })
        .where('id', '=', scene.company.customers[0] ?? '')
        .execute();
    });
    await scene.simulation.advance(5 * MINUTE_MS);
    expect(fault.next).toBeNull();
    const ids = (await north.rows('customers')).map((row) => row.id);
    expect(ids).toContain(kept);
    expect(ids).not.toContain(struck);
    expect(await status('north')).toMatchObject({ waiting: 2 });

    north.world.fault = () => 'none';
    await scene.simulation.advance(5 * MINUTE_MS);
    // Told of in unshown.test.ts.
    expect(north.problems.splice(0)).toEqual([expect.stringContaining('breaks in the replay')]);
    await expectLevel(scene);
    expect((await north.rows('customers')).map((row) => row.id)).toContain(struck);
  });

  it('a disk that is full while it replays takes no prediction away (simulation seed 5070)', async () => {
    const { north } = scene.devices;
    north.world.fault = (request) => (request.url.endsWith('/push') ? 'cutBefore' : 'none');
    const struck = north.newId();
    const [territoryId] = scene.company.territories;
    await north.run('test.strike', { id: struck, name: 'struck', territoryId });
    fault.next = async () => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    };
    const changed = scene.company.customers[0] ?? '';
    await scene.company.write((tx) =>
      tx.updateTable('customers').set({ name: 'moved on' }).where('id', '=', changed).execute(),
    );
    await scene.simulation.advance(500);
    expect(fault.next).toBeNull();
    expect((await north.rows('customers')).map((row) => row.id)).toContain(struck);
    expect((await status('north')).trouble).toMatchObject({ code: 'device.diskFull' });
    await scene.simulation.advance(5 * MINUTE_MS);
    const rows = await north.rows('customers');
    expect(rows.find((row) => row.id === changed)).toMatchObject({ name: 'moved on' });
    expect(rows.map((row) => row.id)).toContain(struck);
    const [entry] = await entries('north');
    expect(entry).toMatchObject({ state: 'waiting' });
  });

  it('an upgrade takes predictions back before the migrations and makes them anew', async () => {
    const { north } = scene.devices;
    north.world.isCut = true;
    const [customerId] = scene.company.customers;
    const nameOf = async () => (await north.rows('customers')).find((row) => row.id === customerId)?.name;
    const original = await nameOf();
    await north.run('test.changeCustomer', { id: customerId, name: 'mine' });
    await north.restart();
    const writer = openSqlite({ ...north.database(), functions: searchFunctions });
    await takePredictionsBack({ registry: simulationRegistry, writer });
    await writer.close();
    expect(await nameOf()).toBe(original);
    await north.signIn('north');
    expect(await nameOf()).toBe('mine');
    north.world.isCut = false;
    await scene.simulation.advance(5 * MINUTE_MS);
    await expectLevel(scene);
  });

  it('what failed on the server is no end: it stays in the ledger and on screen', async () => {
    const { north } = scene.devices;
    north.world.isCut = true;
    const id = north.newId();
    await north.run('test.strike', { id, name: 'failed', territoryId: scene.company.territories[0] });
    fault.next = async () => {
      throw new Error('breaks on the server');
    };
    north.world.isCut = false;
    await scene.simulation.advance(5 * MINUTE_MS);
    expect(await entries('north')).toMatchObject([{ state: 'failed', needsAttention: false }]);
    expect((await north.rows('customers')).map((row) => row.id)).toContain(id);
  });

  it('a customer who moves to another territory takes everything along', async () => {
    await order('north', { customer: 0, product: 0, pieces: 2 });
    await scene.simulation.advance(MINUTE_MS);
    const [customerId] = scene.company.customers;
    await scene.devices.boss.run('test.changeCustomer', { id: customerId, territoryId: scene.company.territories[1] });
    await scene.simulation.advance(MINUTE_MS);
    await expectLevel(scene);
    expect((await scene.devices.north.rows('customers')).map((row) => row.id)).not.toContain(customerId);
    expect((await scene.devices.south.rows('customers')).map((row) => row.id)).toContain(customerId);
    expect(await scene.devices.north.rows('exposures')).toEqual([]);
  });

  it('rights that are taken away take rows away, rights that are given bring them, and unsent work stays', async () => {
    const { north } = scene.devices;
    north.world.fault = (request) => (request.url.endsWith('/push') ? 'cutBefore' : 'none');
    await north.run('test.changeCustomer', { id: scene.company.customers[0], name: 'unsent' });
    const scopes = (scope: string) => (tx: Parameters<Parameters<SimulatedCompany['write']>[0]>[0]) =>
      tx.updateTable('userScopes').set({ scope }).where('userId', '=', scene.company.users.north).execute();
    await scene.company.write(scopes(`territory:${scene.company.territories[1]}`));
    await scene.simulation.advance(5 * MINUTE_MS);
    expect(await status('north')).toMatchObject({ waiting: 1 });
    expect((await north.rows('customers')).map((row) => row.territoryId)).toEqual([
      scene.company.territories[1],
      scene.company.territories[1],
    ]);
    await scene.company.write(scopes('territory:*'));
    await scene.simulation.advance(5 * MINUTE_MS);
    expect((await north.rows('customers')).map((row) => row.name)).toContain('unsent');
    north.world.fault = () => 'none';
    await scene.simulation.advance(5 * MINUTE_MS);
    await expectLevel(scene);
  });

  it('two rows that swap a unique value go in', async () => {
    await scene.company.write(async (tx) => {
      const [north, south] = scene.company.territories;
      await tx.updateTable('territories').set({ code: 'X' }).where('id', '=', north).execute();
      await tx.updateTable('territories').set({ code: 'N' }).where('id', '=', south).execute();
      await tx.updateTable('territories').set({ code: 'S' }).where('id', '=', north).execute();
    });
    await scene.simulation.advance(5 * MINUTE_MS);
    await expectLevel(scene);
  });
});
