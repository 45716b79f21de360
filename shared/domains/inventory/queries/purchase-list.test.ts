// What came of a purchase order, as its page tells it, on both databases.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany, type TestProduct } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { writePurchase } from '../../../workflows/inbound/change-purchase.ts';
import { receiveGoods } from '../../../workflows/inbound/receive-goods.ts';
import { purchase, purchaseList } from './purchase-list.ts';

const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  const supplierId = newId();
  beforeEach(async () => {
    company = await makeCompany(current());
    await writeAs(current(), 'command', async (tx) => {
      const nothing = { taxNumber: null, contactName: null, phone: null, email: null, address: null, city: null };
      const terms = { country: null, currency: 'CNY', paymentTermsDays: 30, leadDays: 7 };
      await tx
        .insertInto('suppliers')
        .values({ id: supplierId, code: 'V1', name: '瓷厂', ...nothing, ...terms, ...audit })
        .execute();
      await tx.updateTable('products').set({ unit: '箱' }).where('id', '=', company.jug.id).execute();
    });
  });

  it('each receipt says how many lines it has and what it brought of each unit, never a sum over both', async () => {
    const { mug, jug, box, warehouseId } = company;
    const goods = [mug, jug, box];
    const ordered = goods.map(({ id: productId }) => ({ productId, unitId: null, dueOn: null, unitCost: 12_5000 }));
    const lines = ordered.map((line) => ({ ...line, id: newId(), quantity: u(50) }));
    const purchaseOrderId = newId();
    const head = { purchaseOrderId, number: 'PO-K7-000001', supplierId, warehouseId, dueOn: null, note: null };
    expect((await company.run(writePurchase, { ...head, isOrdered: true, lines })).state).toBe('applied');
    const receive = (number: string, came: readonly (readonly [TestProduct, number, 'saleable' | 'quarantine'])[]) =>
      company.run(receiveGoods, {
        ...{ receiptId: newId(), number, warehouseId, purchaseOrderId, supplierId: null, deliveryNote: `D${number}` },
        ...{ receivedAt: NOW, note: null },
        lines: came.map(([product, pieces, condition]) => ({
          ...{ id: newId(), movementId: newId(), lotId: null, lotCode: null, expiresOn: null, serialId: null },
          ...{ serialCode: null, productId: product.id, locationId: null, quantity: u(pieces), condition },
          purchaseOrderLineId: lines.find(({ productId }) => productId === product.id)?.id ?? null,
          rejectReason: condition === 'quarantine' ? '破损' : null,
        })),
      });
    await receive('GR-K7-000001', [
      [mug, 20, 'saleable'],
      [jug, 4, 'saleable'],
      [box, 7, 'saleable'],
      [mug, 1, 'quarantine'],
    ]);
    await receive('GR-K7-000002', [[jug, 3, 'saleable']]);
    const context = { actor: { userId: 'u1', permissions: new Set<string>() }, now: NOW };
    const searching = { ...context, search: async () => [], findByCodes: async () => [] };
    const told = await purchase.run(current().kysely, { id: purchaseOrderId }, searching);
    const unit = (await current().kysely.selectFrom('products').select('unit').where('id', '=', mug.id).execute())[0];
    const byNumber = new Map(told?.receipts.map((receipt) => [receipt.number, receipt]));
    expect(byNumber.get('GR-K7-000001')).toMatchObject({
      ...{ lineCount: 4, rejectedLines: 1, deliveryNote: 'DGR-K7-000001' },
      amounts: [
        { unit: unit?.unit, quantity: u(28) },
        { unit: '箱', quantity: u(4) },
      ],
    });
    expect(byNumber.get('GR-K7-000002')).toMatchObject({
      ...{ lineCount: 1, rejectedLines: 0, amounts: [{ unit: '箱', quantity: u(3) }] },
    });
    const asked = { search: '', filter: null, warehouseId: null, today: '2026-11-23', cursor: null, limit: 10 };
    const listed = async (...permissions: string[]) => {
      const actor = { userId: 'u1', permissions: new Set(permissions) };
      return (await purchaseList.run(current().kysely, asked, { ...searching, actor })).rows;
    };
    // 21, 7 and 7 of fifty each; R47: their value for who may see cost.
    expect(await listed()).toMatchObject([{ doneLines: 0, begunLines: 3, valueMinor: null, withoutCost: 3 }]);
    expect(await listed('inventory.seeCost')).toMatchObject([{ begunLines: 3, valueMinor: 187_500, withoutCost: 0 }]);
  });
});
