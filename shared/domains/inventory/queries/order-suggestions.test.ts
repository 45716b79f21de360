// R34 over the rows of a company, on both databases: demand of 90 days, days without stock left out.
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { audited } from '../../../../tests/support/sample-rows.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { setReorderPoints } from '../set-reorder-points.ts';
import { readStalePoints } from './computed-points.ts';
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
  /** As the office does each day. */
  async function reckon(): Promise<void> {
    const day = { now: NOW, today: '2026-11-23' as const, offsetMinutes: 480 };
    const points = await readStalePoints(current().kysely, null, day);
    const updated = { updatedAt: NOW, updatedBy: 'tester' };
    await writeAs(current(), 'command', (tx) => setReorderPoints(tx, points, { before: NOW, updated }));
  }

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
      // A figure that somebody set: what left of it is told all the same.
      await move(mug.id, 90, 20, 'receipt');
      await move(mug.id, -90, 10, 'shipment');
      // Long ago: no demand of now.
      await move(box.id, 9, 200, 'receipt');
      await move(box.id, -9, 120, 'shipment');
    });
    await reckon();
    const rows = await orderSuggestions.run(
      current().kysely,
      { warehouseId: null, today: '2026-11-23', offsetMinutes: 480 },
      context,
    );
    const told = new Map(rows.map((row) => [row.code, row]));
    // 140 lie there, 150 is the point: 160 more, in twelves.
    expect(told.get('A-100')).toMatchObject({
      suggested: u(168),
      reorderPoint: u(150),
      supplierName: '瓷厂',
      leadDays: 10,
    });
    const mugs = told.get('A-100');
    expect(mugs?.stockOutDays).toBeLessThan(90);
    expect(mugs?.demandADay).toBe(Math.ceil(u(90) / (90 - (mugs?.stockOutDays ?? 0))));
    const jugs = told.get('B-020');
    const days = 90 - (jugs?.stockOutDays ?? 0);
    expect(days).toBeGreaterThanOrEqual(29);
    expect(days).toBeLessThanOrEqual(31);
    expect(jugs?.demandADay).toBe(Math.ceil(u(170) / days));
    // A part of a jug is a whole one, and without a maximum it is filled to last the lead time once more.
    const point = Math.ceil(((jugs?.demandADay ?? 0) * 10 + u(5)) / ONE_UNIT) * ONE_UNIT;
    expect(jugs).toMatchObject({ reorderPoint: point, onHand: u(38), leadDays: 10 });
    const cover = Math.ceil(((jugs?.demandADay ?? 0) * 10) / ONE_UNIT) * ONE_UNIT;
    expect(jugs?.suggested).toBe(Math.ceil((point + cover - u(38)) / u(12)) * u(12));
    expect(told.has('D-412')).toBe(false);
  });

  const asked = { warehouseId: null, today: '2026-11-23', offsetMinutes: 480 };
  const ruleOf = (productId: string, warehouseId: string, change: object = {}) => ({
    ...{ id: newId(), productId, warehouseId, reorderPoint: 0, maximum: 0, multiple: 0, safetyStock: 0 },
    ...{ leadDays: null, supplierId: null, isComputed: 0 as const, ...audited, ...change },
  });

  it('R34 a product with a rule that never lay in its warehouse is to be ordered there', async () => {
    const company = await makeCompany(current());
    const { box, otherWarehouseId } = company;
    const rule = ruleOf(box.id, otherWarehouseId, { reorderPoint: u(10), maximum: u(50) });
    await writeAs(current(), 'command', (tx) => tx.insertInto('reorderRules').values(rule).execute());
    for (const warehouseId of [null, otherWarehouseId]) {
      const rows = await orderSuggestions.run(current().kysely, { ...asked, warehouseId }, context);
      expect(rows).toMatchObject([{ code: 'D-412', warehouseId: otherWarehouseId, onHand: 0, suggested: u(50) }]);
    }
    const elsewhere = { ...asked, warehouseId: company.warehouseId };
    expect(await orderSuggestions.run(current().kysely, elsewhere, context)).toEqual([]);
  });

  it('R34 exactly at its point and without a maximum a product is suggested; of two rules the older one holds', async () => {
    const company = await makeCompany(current());
    const { jug, warehouseId } = company;
    const older = { ...ruleOf(jug.id, warehouseId, { reorderPoint: u(38) }), id: 'rule-a' };
    const younger = { ...ruleOf(jug.id, warehouseId, { reorderPoint: u(90), maximum: u(99) }), id: 'rule-b' };
    await writeAs(current(), 'command', (tx) => tx.insertInto('reorderRules').values([younger, older]).execute());
    const rows = await orderSuggestions.run(current().kysely, asked, context);
    expect(rows).toMatchObject([{ code: 'B-020', onHand: u(38), reorderPoint: u(38), suggested: u(1) }]);
  });

  it('R34 days on which everything lay in quarantine are days without stock', async () => {
    const company = await makeCompany(current());
    const { jug, warehouseId } = company;
    const rule = ruleOf(jug.id, warehouseId, { safetyStock: u(1_000), leadDays: 1, isComputed: 1 });
    const move = (pieces: number, days: number, condition: 'saleable' | 'quarantine', cause: 'receipt' | 'move') => ({
      ...{ id: newId(), productId: jug.id, warehouseId, quantity: u(pieces), cause, condition, documentId: null },
      ...{ occurredAt: NOW - days * DAY, ...audited },
    });
    await writeAs(current(), 'command', async (tx) => {
      await tx.insertInto('reorderRules').values(rule).execute();
      await tx
        .insertInto('stockMovements')
        .values([
          move(20, 95, 'saleable', 'receipt'),
          move(-20, 80, 'saleable', 'move'),
          move(20, 80, 'quarantine', 'move'),
        ])
        .execute();
    });
    await reckon();
    const [row] = await orderSuggestions.run(current().kysely, asked, context);
    // The 38 of the opening came today.
    expect(row).toMatchObject({ code: 'B-020', onHand: u(58) });
    expect(row?.stockOutDays).toBeGreaterThanOrEqual(78);
    expect(row?.stockOutDays).toBeLessThanOrEqual(80);
  });
});
