// R34 over the rows of a company, on both databases: demand of 90 days, days without stock left out.
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { audited } from '../../../../tests/support/sample-rows.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { orderSuggestions } from './order-suggestions.ts';

const DAY = 86_400_000;
const u = (pieces: number) => pieces * ONE_UNIT;
const context = {
  actor: { userId: 'u1', permissions: new Set<string>() },
  now: NOW,
  search: async () => [],
  findByCodes: async () => [],
};

eachDatabase('server', (current) => {
  it('R34 at its point a product is suggested up to its maximum; what is computed counts days with stock alone', async () => {
    const company = await makeCompany(current());
    const { mug, jug, box, warehouseId } = company;
    const supplierId = newId();
    await writeAs(current(), 'command', async (tx) => {
      const nothing = { taxNumber: null, contactName: null, phone: null, email: null, address: null, city: null };
      const terms = { country: null, currency: 'CNY', paymentTermsDays: 30, leadDays: 10 };
      await tx
        .insertInto('suppliers')
        .values({ id: supplierId, code: 'V1', name: '瓷厂', ...nothing, ...terms, ...audited })
        .execute();
      const rule = { warehouseId, multiple: u(12), safetyStock: u(5), leadDays: null, supplierId, ...audited };
      await tx
        .insertInto('reorderRules')
        .values([
          { id: newId(), productId: mug.id, reorderPoint: u(150), maximum: u(300), ...rule, isComputed: 0 },
          { id: newId(), productId: jug.id, reorderPoint: 0, maximum: 0, ...rule, isComputed: 1 },
        ])
        .execute();
      const move = (productId: string, pieces: number, days: number, cause: 'shipment' | 'return' | 'receipt') =>
        tx
          .insertInto('stockMovements')
          .values({
            ...{ id: newId(), productId, warehouseId, quantity: u(pieces), cause, documentId: null },
            ...{ occurredAt: NOW - days * DAY, ...audited },
          })
          .execute();
      // The 38 jugs of the opening came today: nothing lay there before but 170 that came and went.
      await move(jug.id, 170, 60, 'receipt');
      await move(jug.id, -100, 40, 'shipment');
      await move(jug.id, -80, 31, 'shipment');
      await move(jug.id, 10, 31, 'return');
      // Long ago: no demand of now.
      await move(box.id, 9, 200, 'receipt');
      await move(box.id, -9, 120, 'shipment');
    });
    const rows = await orderSuggestions.run(
      current().kysely,
      { warehouseId: null, today: '2026-11-23', offsetMinutes: 480 },
      context,
    );
    const told = new Map(rows.map((row) => [row.code, row]));
    // 140 lie there, 150 is the point: 160 more, in twelves.
    expect(told.get('A-100')).toMatchObject({
      suggested: u(168),
      demandADay: null,
      supplierName: '瓷厂',
      leadDays: 10,
    });
    const jugs = told.get('B-020');
    const days = 90 - (jugs?.stockOutDays ?? 0);
    expect(days).toBeGreaterThanOrEqual(29);
    expect(days).toBeLessThanOrEqual(31);
    expect(jugs?.demandADay).toBe(Math.ceil(u(170) / days));
    const point = (jugs?.demandADay ?? 0) * 10 + u(5);
    expect(jugs).toMatchObject({ reorderPoint: point, onHand: u(38), leadDays: 10 });
    expect(jugs?.suggested).toBe(Math.ceil((point - u(38)) / u(12)) * u(12));
    expect(told.has('D-412')).toBe(false);
  });
});
