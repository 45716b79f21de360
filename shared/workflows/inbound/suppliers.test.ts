// Whom goods are bought from, on both databases: written and changed by people, found with what was bought there, and named
// afterwards for goods that came without an order.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { nameSupplier } from '../../domains/inventory/commands/name-supplier.ts';
import { saveSupplier } from '../../domains/inventory/commands/save-supplier.ts';
import { purchaseList } from '../../domains/inventory/queries/purchase-list.ts';
import { supplier, suppliers } from '../../domains/inventory/queries/suppliers.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { writePurchase } from './change-purchase.ts';
import { receiveGoods } from './receive-goods.ts';

const u = (pieces: number) => pieces * ONE_UNIT;
const nothing = { taxNumber: null, contactName: null, phone: null, email: null, address: null, city: null };
const kiln = {
  ...{ code: 'V1', name: '景德镇瓷厂', ...nothing, country: null, currency: 'CNY' },
  ...{ paymentTermsDays: 30, leadDays: 7 },
};

eachDatabase('server', (current) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await makeCompany(current());
  });
  const from = () => current().kysely;
  const context = (found: readonly string[] = []) => ({
    ...{ actor: { userId: 'u1', permissions: new Set<string>() }, now: NOW },
    ...{ search: async () => [...found], findByCodes: async () => [] },
  });
  const save = (supplierId: string, fields: object, options = {}) =>
    company.run(saveSupplier, { supplierId, fields }, options);
  const order = async (supplierId: string, number: string, pieces: number, dueOn: string | null) =>
    company.run(writePurchase, {
      ...{ purchaseOrderId: newId(), number, supplierId, warehouseId: company.warehouseId, dueOn },
      ...{ note: null, isOrdered: true },
      lines: [
        {
          ...{ id: newId(), productId: company.mug.id, unitId: null, quantity: u(pieces), dueOn: null },
          unitCost: 40_0000,
        },
      ],
    });
  const receive = async (supplierId: string | null, lotCode: string) => {
    const receiptId = newId();
    const line = {
      ...{ id: newId(), movementId: newId(), lotId: newId(), lotCode, expiresOn: null, serialId: null },
      ...{ serialCode: null, productId: company.mug.id, purchaseOrderLineId: null, locationId: null },
      ...{ quantity: u(5), condition: 'saleable', rejectReason: null },
    };
    const received = await company.run(receiveGoods, {
      ...{
        receiptId,
        number: `GR-K7-00000${lotCode.slice(1)}`,
        warehouseId: company.warehouseId,
        purchaseOrderId: null,
        supplierId,
      },
      ...{ deliveryNote: null, receivedAt: NOW, note: null, lines: [line] },
    });
    expect(received).toMatchObject({ state: 'applied' });
    return { receiptId };
  };

  it('a supplier is made and changed field by field; a code is one supplier’s, and a gone one stays gone', async () => {
    const [first, second] = [newId(), newId()];
    expect((await save(first, kiln)).state).toBe('applied');
    expect((await save(second, { ...kiln, code: 'V2', name: '德化白瓷' })).state).toBe('applied');
    expect((await save(first, { phone: '0798-822 3140' })).state).toBe('applied');
    expect((await save(first, { leadDays: 12 })).state).toBe('applied');
    expect(await save(second, { code: 'V1' })).toMatchObject({
      state: 'rejected',
      reason: { code: 'inventory.supplierCodeTaken', params: { code: 'V1', supplier: '景德镇瓷厂' } },
    });
    expect(await save(newId(), { name: 'nobody' })).toMatchObject({ reason: { code: 'inventory.supplierGone' } });
    expect(await save(newId(), { ...kiln, code: 'V3' }, { permissions: ['inventory.purchase'] })).toMatchObject({
      reason: { code: 'kernel.notPermitted', params: { permission: 'inventory.seeSuppliers' } },
    });
    expect(await save(newId(), { ...kiln, code: 'V3' }, { permissions: ['inventory.seeSuppliers'] })).toMatchObject({
      reason: { code: 'kernel.notPermitted', params: { permission: 'inventory.purchase' } },
    });
    const rows = await from().selectFrom('suppliers').selectAll().orderBy('code').execute();
    expect(rows).toMatchObject([
      { id: first, ...kiln, phone: '0798-822 3140', leadDays: 12 },
      { id: second, code: 'V2', name: '德化白瓷' },
    ]);
  });

  it('a supplier shows its orders and what is bought there; what waits and what is late is in the list', async () => {
    const [first, second] = [newId(), newId()];
    await save(first, kiln);
    await save(second, { ...kiln, code: 'V0', name: '德化白瓷' });
    await order(first, 'PO-K7-000001', 20, '2026-11-10');
    await order(first, 'PO-K7-000002', 30, '2026-12-10');
    const asked = { search: '', today: '2026-11-23', cursor: null, limit: 1 };
    const page = await suppliers.run(from(), asked, context());
    expect(page.rows).toMatchObject([{ code: 'V0', openOrders: 0, lateOrders: 0, lastOrderedOn: null }]);
    const next = await suppliers.run(from(), { ...asked, cursor: page.next }, context());
    expect(next).toMatchObject({ rows: [{ code: 'V1', openOrders: 2, lateOrders: 1 }], next: null });
    const hits = await suppliers.run(from(), { ...asked, search: 'jdz' }, context([first]));
    expect(hits.rows).toMatchObject([{ id: first }]);
    expect(await supplier.run(from(), { id: first }, context())).toMatchObject({
      supplier: { code: 'V1' },
      products: [{ code: 'A-100', orders: 2, quantity: u(50), received: 0, unitCost: 40_0000, isFirstChoice: false }],
    });
    expect((await supplier.run(from(), { id: second }, context()))?.products).toEqual([]);
    expect(await supplier.run(from(), { id: newId() }, context())).toBeNull();
    const list = { search: '', filter: null, warehouseId: null, today: '2026-11-23', cursor: null, limit: 10 };
    const own = await purchaseList.run(from(), { ...list, supplierId: first }, context());
    expect(own.rows.map(({ number }) => number).sort()).toEqual(['PO-K7-000001', 'PO-K7-000002']);
    expect((await purchaseList.run(from(), { ...list, supplierId: second }, context())).rows).toEqual([]);
  });

  it('goods that came without an order have their supplier named later, and their lots with them', async () => {
    const [first, second] = [newId(), newId()];
    await save(first, kiln);
    await save(second, { ...kiln, code: 'V2', name: '德化白瓷' });
    const blind = await receive(null, 'L1');
    const other = await receive(second, 'L2');
    const said = (receiptId: string, supplierId: string | null, options = {}) =>
      company.run(nameSupplier, { receiptId, supplierId }, options);
    expect((await said(blind.receiptId, first)).state).toBe('applied');
    expect((await said(other.receiptId, null)).state).toBe('applied');
    expect(await said(newId(), first)).toMatchObject({ reason: { code: 'inventory.receiptGone' } });
    expect(await said(blind.receiptId, newId())).toMatchObject({ reason: { code: 'inventory.supplierGone' } });
    expect(await said(blind.receiptId, second, { scopes: [] })).toMatchObject({
      reason: { code: 'inventory.receiptGone' },
    });
    const receipts = await from()
      .selectFrom('receipts')
      .select(['id', 'supplierId', 'supplierName'])
      .orderBy('number')
      .execute();
    expect(receipts).toEqual([
      { id: blind.receiptId, supplierId: first, supplierName: '景德镇瓷厂' },
      { id: other.receiptId, supplierId: null, supplierName: null },
    ]);
    const lots = await from().selectFrom('lots').select(['code', 'supplierId']).orderBy('code').execute();
    expect(lots).toEqual([
      { code: 'L1', supplierId: first },
      { code: 'L2', supplierId: null },
    ]);
  });

  it('what came of a purchase order has the supplier of that order', async () => {
    const supplierId = newId();
    await save(supplierId, kiln);
    const { receiptId } = await receive(null, 'L1');
    await writeAs(current(), 'command', (tx) =>
      tx
        .updateTable('receipts')
        .set({ purchaseOrderId: newId(), purchaseOrderNumber: 'PO-1' })
        .where('id', '=', receiptId)
        .execute(),
    );
    expect(await company.run(nameSupplier, { receiptId, supplierId })).toMatchObject({
      reason: { code: 'inventory.receiptOfPurchase', params: { number: 'GR-K7-000001', purchase: 'PO-1' } },
    });
  });
});
