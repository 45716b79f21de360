// What a receipt's labels say, on both databases.
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { labelGoods } from '../../domains/inventory/queries/label-goods.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { receiveGoods } from './receive-goods.ts';

eachDatabase('server', (current) => {
  it('R112 each lot and piece that came is a line with its number, its day of expiry and how many came', async () => {
    const company = await makeCompany(current());
    const { mug, jug, box } = company;
    await writeAs(current(), 'command', async (tx) => {
      const change = (id: string, to: { tracking: 'lot' | 'serial'; barcode: string | null }) =>
        tx.updateTable('products').set(to).where('id', '=', id).execute();
      await change(jug.id, { tracking: 'lot', barcode: '6901234567892' });
      await change(box.id, { tracking: 'serial', barcode: null });
    });
    const line = (productId: string, pieces: number, given: object = {}) => ({
      ...{ id: newId(), movementId: newId(), productId, purchaseOrderLineId: null, quantity: pieces * ONE_UNIT },
      ...{ lotId: null, lotCode: null, expiresOn: null, serialId: null, serialCode: null, locationId: null },
      ...{ condition: 'saleable', rejectReason: null },
      ...given,
    });
    const receive = (number: string, lines: object[]) =>
      company.run(receiveGoods, {
        ...{ receiptId: newId(), number, warehouseId: company.warehouseId, purchaseOrderId: null, supplierId: null },
        ...{ deliveryNote: null, receivedAt: NOW, note: null, lines },
      });
    const lotId = newId();
    const first = await receive('GR-K7-000001', [
      line(jug.id, 12, { lotId, lotCode: 'L-23', expiresOn: '2027-03-09' }),
      line(box.id, 1, { serialId: newId(), serialCode: 'S-7' }),
      line(mug.id, 3, { condition: 'quarantine', rejectReason: 'damaged' }),
    ]);
    // More of the same lot: its paper says no day, the lot has one.
    const second = await receive('GR-K7-000002', [line(jug.id, 5, { lotId, lotCode: 'L-23' })]);
    expect([first, second]).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
    const ask = (numbers: string[]) =>
      labelGoods.run(
        current().kysely,
        { numbers },
        {
          ...{ actor: { userId: company.userId, permissions: new Set<string>() }, now: NOW },
          ...{ search: async () => [], findByCodes: async () => [] },
        },
      );
    expect(await ask(['GR-K7-000002', 'GR-K7-000001', 'GR-K7-000009'])).toMatchObject([
      { receiptNumber: 'GR-K7-000001', lotCode: 'L-23', expiresOn: '2027-03-09', quantity: 12 * ONE_UNIT },
      { productCode: 'D-412', serialCode: 'S-7', barcode: null, condition: 'saleable' },
      { productCode: 'A-100', lotCode: null, condition: 'quarantine', quantity: 3 * ONE_UNIT },
      { receiptNumber: 'GR-K7-000002', expiresOn: '2027-03-09', barcode: '6901234567892', quantity: 5 * ONE_UNIT },
    ]);
    expect(await ask(['GR-K7-000009'])).toEqual([]);
  });
});
