/** The first slice, on the server's side: an order of the demo company is pushed by a rep and seen in the warehouse. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eachDatabase } from '../tests/support/databases.ts';
import { makeTestWorld, newTestId, rowsOf, TestDevice } from '../tests/support/server.ts';
import { buildDemo } from './company/build-demo.ts';
import { type RunningServer, startServer } from './start-server.ts';

eachDatabase('server', (current) => {
  let server: RunningServer;

  beforeEach(async () => {
    const world = makeTestWorld();
    await buildDemo({ database: current(), world }, { language: 'en', seed: 1 });
    server = await startServer({ database: current(), world });
  });
  afterEach(() => server.close());

  test('an order that a rep confirms reserves stock and is seen on the warehouse’s desktop, not by another rep', async () => {
    const rep = new TestDevice(server.url);
    const { deviceCode } = await rep.signIn('zhou', 'satchel-zhou');
    const seen = await rep.pullAll();
    const [warehouse] = rowsOf(seen, 'warehouses');
    const stock = rowsOf(seen, 'stockBalances').find(
      (row) => row.warehouseId === warehouse?.id && Number(row.onHand) - Number(row.reserved) >= 20_000,
    );
    const product = rowsOf(seen, 'products').find((row) => row.id === stock?.productId);
    const overdue = rowsOf(seen, 'exposureEntries').filter(
      (entry) => entry.kind === 'receivable' && String(entry.dueOn) < '2026-11-01',
    );
    const customer = rowsOf(seen, 'customers').find((row) => !overdue.some((entry) => entry.customerId === row.id));
    const desk = new TestDevice(server.url);
    await desk.signIn('he', 'satchel-he');
    await desk.pullAll();
    const other = new TestDevice(server.url);
    const chen = await other.signIn('chen', 'satchel-chen');
    await other.pullAll();

    const orderId = newTestId();
    const argsFor = (code: string) => ({
      orderId,
      number: `SO-${code}-000001`,
      exposureEntryId: newTestId(),
      customerId: String(customer?.id),
      warehouseId: String(warehouse?.id),
      currency: 'CNY',
      requestedOn: null,
      paymentTermsDays: Number(customer?.paymentTermsDays),
      shipTo: null,
      note: null,
      lines: [
        {
          id: newTestId(),
          reservationId: newTestId(),
          productId: String(product?.id),
          quantity: 20_000,
          unitPrice: Number(product?.basePrice),
          listPrice: Number(product?.basePrice),
          discount: 0,
          taxRate: 1_300,
        },
      ],
    });
    const { answers } = await rep.push(rep.issue('sales.confirmOrder', argsFor(deviceCode)));
    expect(answers).toMatchObject([{ state: 'applied', reasons: [] }]);

    const atDesk = await desk.pullAll();
    expect(rowsOf(atDesk, 'orders')).toMatchObject([{ id: orderId, number: `SO-${deviceCode}-000001`, state: 'open' }]);
    expect(rowsOf(atDesk, 'orderLines')).toMatchObject([{ orderId, reserved: 20_000, backOrdered: 0 }]);
    expect(rowsOf(atDesk, 'reservations')).toMatchObject([{ orderId, quantity: 20_000 }]);
    expect(rowsOf(atDesk, 'stockBalances')).toMatchObject([
      { id: stock?.id, reserved: Number(stock?.reserved) + 20_000, onHand: stock?.onHand },
    ]);
    const elsewhere = await other.pullAll();
    expect(rowsOf(elsewhere, 'orders')).toEqual([]);
    expect(rowsOf(elsewhere, 'stockBalances')).toHaveLength(1);
    expect((await rep.pullAll()).flatMap((page) => page.answers)).toEqual(answers);

    // What she does not see she cannot change either, whatever ids her device sends.
    const pushed = await other.push(
      other.issue('sales.cancelOrder', { orderId }),
      other.issue('sales.confirmOrder', { ...argsFor(chen.deviceCode), orderId: newTestId() }),
    );
    expect(pushed.answers).toMatchObject([
      { state: 'rejected', reasons: [{ code: 'sales.orderGone', params: {} }] },
      { state: 'rejected', reasons: [{ code: 'crm.customerGone', params: {} }] },
    ]);
    expect(rowsOf(await desk.pullAll(), 'stockBalances')).toEqual([]);
    expect((await rep.push(rep.issue('sales.cancelOrder', { orderId }))).answers[0]?.state).toBe('applied');

    // A command that waited since before the laptop's new history carries a number of the old one; no other laptop's.
    const renewed = Object.assign(new TestDevice(server.url), { id: rep.id });
    await renewed.signIn('zhou', 'satchel-zhou');
    const late = await renewed.push(
      renewed.issue('sales.confirmOrder', {
        ...argsFor(deviceCode),
        orderId: newTestId(),
        number: `SO-${deviceCode}-000002`,
      }),
      renewed.issue('sales.confirmOrder', { ...argsFor(chen.deviceCode), orderId: newTestId() }),
    );
    expect(late.answers).toMatchObject([
      { state: 'applied', reasons: [] },
      { state: 'rejected', reasons: [{ code: 'sales.numberNotOwn' }] },
    ]);
  });

  test('orders of one push see what those before them took; one that nobody could ask for harms none', async () => {
    const rep = new TestDevice(server.url);
    const { deviceCode } = await rep.signIn('zhou', 'satchel-zhou');
    const seen = await rep.pullAll();
    const [warehouse] = rowsOf(seen, 'warehouses');
    const stock = rowsOf(seen, 'stockBalances').find(
      (row) => row.warehouseId === warehouse?.id && Number(row.onHand) - Number(row.reserved) >= 20_000,
    );
    const product = rowsOf(seen, 'products').find((row) => row.id === stock?.productId);
    const [customer] = rowsOf(seen, 'customers');
    const available = Number(stock?.onHand) - Number(stock?.reserved);
    let count = 0;
    const order = (quantity: number, change: object = {}) => {
      count += 1;
      const line = {
        id: newTestId(),
        reservationId: newTestId(),
        productId: String(product?.id),
        quantity,
        unitPrice: Number(product?.basePrice),
        listPrice: Number(product?.basePrice),
        discount: 0,
        taxRate: 1_300,
      };
      return rep.issue('sales.confirmOrder', {
        orderId: newTestId(),
        number: `SO-${deviceCode}-00000${count}`,
        exposureEntryId: newTestId(),
        customerId: String(customer?.id),
        warehouseId: String(warehouse?.id),
        currency: 'CNY',
        requestedOn: null,
        paymentTermsDays: 30,
        shipTo: null,
        note: null,
        lines: [line],
        ...change,
      });
    };
    const { answers } = await rep.push(
      order(available - 10_000),
      order(20_000),
      order(10_000, { number: 'SO\0' }),
      order(10_000, { customerId: newTestId() }),
      order(10_000),
    );
    const reserved = answers.map(({ state, reasons }) => [
      state,
      reasons.find(({ code }) => code === 'inventory.shortStock')?.params.reserved ?? null,
    ]);
    expect(reserved.map(([, quantity]) => quantity)).toEqual([null, 10_000, null, null, 0]);
    expect([reserved[2]?.[0], reserved[3]?.[0]]).toEqual(['rejected', 'rejected']);
    expect(rowsOf(await rep.pullAll(), 'stockBalances')).toMatchObject([{ id: stock?.id, reserved: stock?.onHand }]);
  });
});
