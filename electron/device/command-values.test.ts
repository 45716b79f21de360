// On the device's own encrypted database, with a company's server behind it.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startRecovery } from '../../server/sync/recovery.ts';
import { allServerRows, putServerBack } from '../../tests/support/server-backup.ts';
import type { SimulatedCompany } from '../../tests/support/simulated-company.ts';
import type { SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { openScene, type Scene } from '../../tests/support/simulated-scene.ts';
import type { Simulation } from '../../tests/support/simulated-world.ts';
import { serverBug } from '../../tests/support/test-commands.ts';

const MINUTE_MS = 60_000;

let scene: Scene;
let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;
beforeEach(async () => {
  scene = await openScene(13, ['north']);
  ({ simulation, company } = scene);
  north = scene.devices.north;
});
afterEach(async () => {
  serverBug.breaksChanges = false;
  await scene.close();
});

const customerId = () => company.customers[0] ?? '';
const values = async () => {
  const [newest] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 });
  return north.device.sync.values(newest?.commandId ?? '');
};
const atOffice = (change: { phone?: string; name?: string; paymentTermsDays?: number }) =>
  company.write((tx, { updated }) =>
    tx
      .updateTable('customers')
      .set({ ...change, ...updated })
      .where('id', '=', customerId())
      .execute(),
  );
const foundName = async () => (await north.rows('customers')).find(({ id }) => id === customerId())?.name ?? '';

/** Made without signal; what the office does then comes, but the command does not go. */
async function changeNameUnsent(): Promise<string> {
  const was = await foundName();
  north.world.isCut = true;
  await north.run('test.changeCustomer', { id: customerId(), name: 'mine' });
  return String(was);
}
async function comesWithoutGoing(): Promise<void> {
  north.world.isCut = false;
  north.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutBefore' : 'none');
  await simulation.advance(5 * MINUTE_MS);
}
async function goes(): Promise<void> {
  north.world.isCut = false;
  north.world.fault = () => 'none';
  await simulation.advance(5 * MINUTE_MS);
}

it('what others changed while a command waits: as it was found, as it was made, as the office has it', async () => {
  const was = await changeNameUnsent();
  expect(await values()).toEqual([]);
  await atOffice({ name: 'theirs', paymentTermsDays: 60 });
  await comesWithoutGoing();
  // The rebase has run it again on what came: what was found then stands all the same.
  expect(await foundName()).toBe('mine');
  const terms = { field: 'paymentTermsDays', kind: 'days', mine: expect.any(Number), now: 60 };
  expect(await values()).toEqual([
    {
      table: 'customers',
      rowId: customerId(),
      title: 'mine',
      currency: null,
      isNew: false,
      isGone: false,
      values: [{ field: 'name', kind: 'text', was, mine: 'mine', now: 'theirs' }, expect.objectContaining(terms)],
    },
  ]);
  await north.restart();
  await north.signIn('north');
  expect((await values())[0]?.values[0]).toEqual({ field: 'name', kind: 'text', was, mine: 'mine', now: 'theirs' });
});

it('what the office has taken as it was made has nothing to tell, and nothing is kept of it', async () => {
  await changeNameUnsent();
  await goes();
  expect(await values()).toEqual([]);
  // Later changes are nobody's answer.
  await atOffice({ name: 'theirs' });
  await goes();
  expect(await foundName()).toBe('theirs');
  expect(await values()).toEqual([]);
});

it('what waits here before a command is told as nobody else’s change', async () => {
  await changeNameUnsent();
  await north.run('test.changeCustomer', { id: customerId(), name: 'mine again' });
  expect(await values()).toEqual([]);
  await atOffice({ paymentTermsDays: 60 });
  await comesWithoutGoing();
  const told = (await values()).flatMap((row) => row.values.map(({ field, now }) => [field, now]));
  expect(told).toEqual([['paymentTermsDays', 60]]);
  // An order that was never sent, taken back: the office has lost nothing.
  const { orderId } = await confirmUnsent();
  await north.run('sales.cancelOrder', { orderId });
  expect(await values()).toEqual([]);
});

it('what a server that was put back could not do again is nobody else’s change either, though it has left the queue', async () => {
  const backup = await allServerRows(company.database);
  await north.run('test.changeCustomer', { id: customerId(), name: 'mine of many letters' });
  await goes();
  const [adjusted] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 });
  expect(adjusted).toMatchObject({ state: 'adjusted' });
  serverBug.breaksChanges = true;
  north.world.isCut = true;
  await north.run('test.changeCustomer', { id: customerId(), territoryId: company.territories[0] });
  await putServerBack(company.database, backup);
  await startRecovery(company.house);
  await goes();
  const states = (await north.device.sync.ledger({ beforeSequence: null, limitRows: 2 })).map(({ state }) => state);
  expect(states).toEqual(['failed', 'failed']);
  // Of the first the office has nothing by now: the second found it, and nobody has taken it away.
  expect(await values()).toEqual([]);
  expect(await north.device.sync.values(adjusted?.commandId ?? '')).toEqual([]);
  await atOffice({ paymentTermsDays: 60 });
  await goes();
  for (const rows of [await values(), await north.device.sync.values(adjusted?.commandId ?? '')]) {
    expect(rows.flatMap((row) => row.values.map(({ field, now }) => [field, now]))).toEqual([['paymentTermsDays', 60]]);
  }
});

it('what the office rejected stands against what it has; a row that is gone says so', async () => {
  await changeNameUnsent();
  await company.write((tx) => tx.deleteFrom('customers').where('id', '=', customerId()).execute());
  await goes();
  const [entry] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 });
  expect(entry?.state).toBe('rejected');
  expect(await values()).toMatchObject([{ table: 'customers', title: 'mine', isNew: false, isGone: true, values: [] }]);
});

/** Confirmed without signal: two pieces of the first product. */
async function confirmUnsent(): Promise<{ orderId: string; productId: string }> {
  const [product] = company.products;
  const session = await north.device.session.state();
  if (session.state !== 'signedIn' || !product) throw new Error('nobody is signed in');
  const orderId = north.newId();
  north.world.isCut = true;
  const line = { id: north.newId(), productId: product.id, quantity: 20_000 };
  const prices = { unitPrice: product.basePrice, listPrice: product.basePrice, discount: 0, taxRate: 1_300 };
  await north.run('sales.confirmOrder', {
    orderId,
    number: `SO-${session.deviceCode}-000001`,
    exposureEntryId: north.newId(),
    customerId: customerId(),
    warehouseId: company.warehouse,
    currency: 'CNY',
    requestedOn: null,
    paymentTermsDays: 30,
    shipTo: null,
    note: null,
    lines: [{ ...line, ...prices }],
  });
  return { orderId, productId: product.id };
}

it('of what the office rejected it keeps but a stub, which is nothing to compare with', async () => {
  const { orderId } = await confirmUnsent();
  await north.run('sales.cancelOrder', { orderId });
  await company.write((tx) =>
    tx.updateTable('customers').set({ deletedAt: 1 }).where('id', '=', customerId()).execute(),
  );
  await goes();
  const [cancel, confirm] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 2 });
  expect([cancel?.state, confirm?.state]).toEqual(['rejected', 'rejected']);
  expect(await north.device.sync.values(confirm?.commandId ?? '')).toEqual([]);
  expect(await values()).toMatchObject([
    { table: 'orders', isNew: false, isGone: true, values: [] },
    { table: 'orderLines', isNew: false, isGone: true, values: [] },
  ]);
});

it('an order that was adjusted: what was promised by line and what the office holds, in columns that people know', async () => {
  const { productId } = await confirmUnsent();
  const promised = (await north.rows('orderLines'))[0];
  expect(promised?.reserved).toBe(20_000);
  // Somebody else was first.
  await company.write((tx, { updated }) =>
    tx
      .updateTable('stockBalances')
      .set((eb) => ({ reserved: eb('onHand', '-', 5_000), ...updated }))
      .where('productId', '=', productId)
      .execute(),
  );
  await goes();
  const [entry] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 });
  expect(entry).toMatchObject({ state: 'adjusted', needsAttention: true });
  const rows = await values();
  expect(rows.find(({ table }) => table === 'orderLines')).toMatchObject({
    isNew: true,
    isGone: false,
    title: promised?.productName,
    values: [
      { field: 'reserved', kind: 'quantity', was: null, mine: 20_000, now: 5_000 },
      { field: 'backOrdered', kind: 'quantity', was: null, mine: 0, now: 15_000 },
    ],
  });
});
