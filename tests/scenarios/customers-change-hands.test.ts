/**
 * R66: customers change hands between people who see only what is theirs, with real devices on both databases. Guards:
 * - with a customer go its contacts, orders, lines and receivables, from the one device to the other, and nothing stays;
 * - unsent work of whoever had it ends visibly: refused with the name of who has it now, or done when it came first;
 * - of two who claim one customer the second is told by whom it was taken;
 * - whoever lost a customer is told, also when nothing else of it is left on the device.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recycleCustomers } from '../../server/company/recycle-customers.ts';
import { eachDatabase } from '../support/databases.ts';
import { makeServer, makeSimulatedCompany, type SimulatedCompany } from '../support/simulated-company.ts';
import {
  addDevice,
  type Login,
  orderArgs,
  rowsInScope,
  rowsOnDevice,
  type SimulatedDevice,
} from '../support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../support/simulated-world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const people = ['north', 'south', 'boss'] as const;
type Person = (typeof people)[number];

eachDatabase('server', (current) => {
  let simulation: Simulation;
  let company: SimulatedCompany;
  let devices: Record<Person, SimulatedDevice>;

  beforeEach(async () => {
    simulation = makeSimulation(66);
    company = await makeSimulatedCompany(simulation, current(), { repsSeeTerritories: false });
    const inner = makeServer(company.house, () => false);
    // A real database answers when it answers: time waits for it.
    simulation.connect({
      isSlow: true,
      answer: (request) => inner.answer(request),
      listen: (request, onText) => inner.listen(request, onText),
    });
    devices = {} as Record<Person, SimulatedDevice>;
    for (const login of people) {
      devices[login] = await addDevice(simulation);
      expect(await devices[login].signIn(login)).toEqual({ ok: true });
    }
    await assign([0, 2], 'north');
    await company.write(async (tx, context) => {
      const customerId = first();
      const person = { name: '李红梅', title: null, phone: null, email: null, isPrimary: 1 as const, note: null };
      await tx
        .insertInto('contacts')
        .values({ id: context.newId(), customerId, ...person, ...context.created })
        .execute();
      const entry = { kind: 'receivable' as const, currency: 'CNY', amountMinor: 12_300, dueOn: '2026-11-30' };
      await tx
        .insertInto('exposureEntries')
        .values({
          id: context.newId(),
          customerId,
          ...entry,
          documentId: context.newId(),
          documentNumber: 'INV-1',
          ...context.created,
        })
        .execute();
    });
    await meet();
  });
  afterEach(async () => {
    for (const device of Object.values(devices)) await device.close();
    await company.house.pokes.close();
  });

  const first = () => company.customers[0] ?? '';
  const userId = (login: Person) => company.users[login];
  const meet = () => simulation.advance(3 * MINUTE_MS);
  const cut = (login: Person, isCut: boolean) => {
    devices[login].world.isCut = isCut;
  };
  const claim = (login: Person, customer: number) =>
    devices[login].run('crm.claimCustomer', {
      customerId: company.customers[customer],
      changeId: devices[login].newId(),
    });
  const named = (customers: readonly number[]) =>
    customers.map((at) => ({ customerId: company.customers[at] ?? '', changeId: devices.boss.newId() }));
  async function assign(customers: readonly number[], login: Person): Promise<void> {
    await meet();
    const to = { kind: 'person', userId: userId(login) };
    const args = { customers: named(customers), to, territoryId: null, reason: null, group: null };
    expect(await devices.boss.run('crm.assignCustomers', args)).toMatchObject({ state: 'applied' });
    await meet();
  }
  const handOver = (customers: readonly number[], from: Person, to: Person) =>
    devices.boss.run('crm.handOverCustomers', {
      fromUserId: userId(from),
      customers: named(customers),
      receivers: [{ territoryId: null, to: { kind: 'person', userId: userId(to) } }],
      reason: '离职',
      group: 'leaver',
      isLast: true,
    });
  const sell = async (login: Person, customer: number, pieces: number) =>
    devices[login].run(
      'sales.confirmOrder',
      await orderArgs(company, devices[login], { customer, product: 0, pieces }),
    );
  const newest = async (login: Login) =>
    (await devices[login as Person].device.sync.ledger({ beforeSequence: null, limitRows: 1 }))[0];

  /** What a device has of a customer, by table. */
  async function heldOf(login: Person, customerId: string) {
    const rows = await rowsOnDevice(devices[login]);
    const of = (table: string, column: string, ids: readonly unknown[]) =>
      (rows.get(table) ?? []).filter((row) => ids.includes(Reflect.get(row as object, column)));
    const orders = of('orders', 'customerId', [customerId]);
    const lines = of(
      'orderLines',
      'orderId',
      orders.map((order) => Reflect.get(order as object, 'id')),
    );
    return {
      customers: of('customers', 'id', [customerId]).length,
      contacts: of('contacts', 'customerId', [customerId]).length,
      orders: orders.length,
      lines: lines.length,
      entries: of('exposureEntries', 'customerId', [customerId]).length,
      exposures: of('exposures', 'customerId', [customerId]).length,
    };
  }
  const nothing = { customers: 0, contacts: 0, orders: 0, lines: 0, entries: 0, exposures: 0 };

  /** Each device holds what its person sees, byte for byte, and the sums over its scopes say the same. */
  async function expectLevel(): Promise<void> {
    for (const login of people) {
      expect(await rowsOnDevice(devices[login]), login).toEqual(await rowsInScope(company, userId(login)));
    }
    const asked = () =>
      people.map((login) => devices[login].world.requests.filter(({ url }) => url.endsWith('/checksums')).length);
    const before = asked();
    await simulation.sleep(DAY_MS);
    await simulation.advance(10 * MINUTE_MS);
    for (const [at, count] of asked().entries()) expect(count).toBeGreaterThan(before[at] ?? 0);
    for (const login of people) expect(devices[login].problems).toEqual([]);
  }

  it('R66 a hand-over moves everything of a customer, and unsent work of the old owner is refused in words', async () => {
    expect(await sell('north', 0, 2)).toMatchObject({ state: 'applied' });
    await meet();
    const whole = { customers: 1, contacts: 1, orders: 1, lines: 1, entries: 2, exposures: 1 };
    expect(await heldOf('north', first())).toEqual(whole);
    expect(await heldOf('south', first())).toEqual(nothing);
    cut('north', true);
    expect(await sell('north', 0, 3)).toMatchObject({ state: 'applied' });
    expect(await handOver([0, 2], 'north', 'south')).toMatchObject({ state: 'applied' });
    await meet();
    cut('north', false);
    await meet();
    expect(await newest('north')).toMatchObject({
      name: 'sales.confirmOrder',
      state: 'rejected',
      needsAttention: true,
      subject: { party: `Customer ${first()}` },
      reasons: [{ code: 'crm.customerGone', params: { context: 'taken', officeBy: 'south' } }],
    });
    expect(await heldOf('north', first())).toEqual(nothing);
    // The stub of the refused order lies with the customer.
    expect(await heldOf('south', first())).toEqual({ ...whole, orders: 2 });
    const changes = await devices.north.rows('ownerChanges');
    const handedOver = { kind: 'handedOver', toOwnerName: 'south', reason: '离职' };
    expect(changes).toHaveLength(2);
    expect(changes).toContainEqual(expect.objectContaining({ ...handedOver, customerName: `Customer ${first()}` }));
    expect(changes.every(({ kind, toOwnerName }) => kind === 'handedOver' && toOwnerName === 'south')).toBe(true);
    await expectLevel();
  });

  it('R66 what came before the hand-over is done, and goes along', async () => {
    cut('boss', true);
    expect(await handOver([0], 'north', 'south')).toMatchObject({ state: 'adjusted' });
    expect(await sell('north', 0, 3)).toMatchObject({ state: 'applied' });
    await meet();
    cut('boss', false);
    await meet();
    expect(await newest('north')).toMatchObject({ state: 'applied', needsAttention: false });
    expect(await heldOf('north', first())).toEqual(nothing);
    expect(await heldOf('south', first())).toMatchObject({ customers: 1, orders: 1, lines: 1, entries: 2 });
    await expectLevel();
  });

  it('R66 of two who claim one customer of the pool offline the second is told who has it now', async () => {
    cut('north', true);
    cut('boss', true);
    expect(await claim('boss', 1)).toMatchObject({ state: 'applied' });
    expect(await claim('north', 1)).toMatchObject({ state: 'applied' });
    cut('boss', false);
    await meet();
    cut('north', false);
    await meet();
    expect(await newest('north')).toMatchObject({
      name: 'crm.claimCustomer',
      state: 'rejected',
      needsAttention: true,
      reasons: [{ code: 'crm.customerHeld', params: { context: 'person', officeHolder: 'boss' } }],
    });
    expect(await heldOf('north', company.customers[1] ?? '')).toEqual(nothing);
    await expectLevel();
  });

  it('R66 given back offline, a customer lies in the pool of its territory; who does not see that has it no more', async () => {
    cut('north', true);
    const { north } = devices;
    const giveBack = (customer: number) =>
      north.run('crm.giveBackCustomer', {
        customerId: company.customers[customer],
        changeId: north.newId(),
        reason: '太远',
      });
    expect(await giveBack(2)).toMatchObject({ state: 'applied' });
    expect(await giveBack(0)).toMatchObject({ state: 'applied' });
    cut('north', false);
    await meet();
    expect(await heldOf('north', first())).toMatchObject({ customers: 1, contacts: 1 });
    expect(await heldOf('north', company.customers[2] ?? '')).toEqual(nothing);
    expect(await heldOf('south', company.customers[2] ?? '')).toMatchObject({ customers: 1 });
    await expectLevel();
  });

  it('R66 recycled by rule: whoever had it is told, and holds nothing else of it where the pool is another’s', async () => {
    await sell('north', 0, 1);
    await meet();
    await simulation.sleep(61 * DAY_MS);
    const { database, pokes } = company.house;
    expect(await recycleCustomers({ database, world: simulation.world, pokes })).toEqual({ customers: 1 });
    await meet();
    const other = company.customers[2] ?? '';
    expect(await heldOf('north', other)).toEqual(nothing);
    expect(await heldOf('north', first())).toMatchObject({ customers: 1, orders: 1 });
    expect(await devices.north.rows('ownerChanges')).toMatchObject([
      { kind: 'assigned' },
      {
        kind: 'recycled',
        customerId: other,
        customerName: `Customer ${other}`,
        fromOwnerName: 'north',
        toOwnerId: null,
      },
    ]);
    expect(await heldOf('south', other)).toMatchObject({ customers: 1 });
    await expectLevel();
  });
});
