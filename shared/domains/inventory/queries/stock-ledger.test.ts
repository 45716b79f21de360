import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { audited, order } from '../../../../tests/support/sample-rows.ts';
import { addDays } from '../../../kernel/instants.ts';
import { stockLots } from './stock-lots.ts';
import { stockMovements } from './stock-movements.ts';

const today = '2026-11-23';

eachDatabase('server', (current) => {
  const context = (company: TestCompany) => ({
    actor: { userId: company.userId, permissions: new Set<string>() },
    now: NOW,
    search: async () => [],
    findByCodes: async () => [],
  });
  const movement = (company: TestCompany, quantity: number, given: object = {}) => ({
    id: newId(),
    productId: company.mug.id,
    warehouseId: company.warehouseId,
    quantity,
    cause: 'receipt' as const,
    documentId: null,
    documentNumber: null,
    lotId: null,
    occurredAt: NOW,
    ...audited,
    ...given,
  });

  it('R33 the newest line of the ledger ends at what is on hand, on every page', async () => {
    const company = await makeCompany(current());
    const moved = Array.from({ length: 7 }, (_, index) =>
      movement(company, (index % 2 === 0 ? 5 : -3) * 10_000, {
        // Three happen in one instant: the id decides.
        occurredAt: NOW + (index < 3 ? 1 : index) * 60_000,
        cause: index % 2 === 0 ? ('receipt' as const) : ('shipment' as const),
        documentNumber: `DN-${index}`,
        createdBy: company.userId,
      }),
    );
    await writeAs(current(), 'command', (tx) => tx.insertInto('stockMovements').values(moved).execute());
    const args = { productId: company.mug.id, warehouseId: company.warehouseId };
    const whole = await stockMovements.run(current().kysely, { ...args, cursor: null, limit: 50 }, context(company));
    expect(whole.rows).toHaveLength(8);
    expect(whole.rows[0]).toMatchObject({ balance: 151 * 10_000, documentNumber: 'DN-6', bookedByName: '周文斌' });
    expect(whole.rows.at(-1)).toMatchObject({ cause: 'openingBalance', balance: 140 * 10_000, bookedByName: null });
    const paged = [];
    let cursor = null;
    do {
      const page: typeof whole = await stockMovements.run(
        current().kysely,
        { ...args, cursor, limit: 3 },
        context(company),
      );
      paged.push(...page.rows);
      cursor = page.next;
    } while (cursor);
    expect(paged).toEqual(whole.rows);
  });

  it('R33 a movement names the document that caused it, where this computer holds it', async () => {
    const company = await makeCompany(current());
    const count = newId();
    const sold = newId();
    const moved = [
      movement(company, 10_000, { cause: 'count' as const, documentId: count, occurredAt: NOW + 3 }),
      movement(company, -10_000, { cause: 'shipment' as const, documentId: sold, occurredAt: NOW + 2 }),
      movement(company, 10_000, { documentId: newId(), occurredAt: NOW + 1 }),
    ];
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('stockCounts')
        .values({
          ...{ id: count, number: 'CC-1', warehouseId: company.warehouseId, state: 'posted', basis: 'all' },
          ...{ lineCount: 1, startedAt: NOW, startedByName: 'He', postedAt: NOW, postedByName: null, note: null },
          ...audited,
        })
        .execute();
      await tx.insertInto('orders').values(order(sold)).execute();
      await tx.insertInto('stockMovements').values(moved).execute();
    });
    const args = { productId: company.mug.id, warehouseId: company.warehouseId, cursor: null, limit: 3 };
    const { rows } = await stockMovements.run(current().kysely, args, context(company));
    expect(rows.map(({ documentTable }) => documentTable)).toEqual(['stockCounts', 'orders', null]);
  });

  it('R30 R33 lots are kept by warehouse, first expired first; what has no lot counts into none', async () => {
    const company = await makeCompany(current());
    const lot = (code: string, expiresOn: string | null, receivedOn: string) => ({
      id: newId(),
      productId: company.mug.id,
      code,
      expiresOn,
      receivedOn,
      ...audited,
    });
    const late = lot('L-2', addDays(today, 90), '2026-06-01');
    const soon = lot('L-1', addDays(today, -1), '2026-05-01');
    const empty = lot('L-0', today, '2026-04-01');
    await writeAs(current(), 'command', async (tx) => {
      await tx.insertInto('lots').values([late, soon, empty]).execute();
      await tx
        .insertInto('stockMovements')
        .values([
          movement(company, 80_000, { lotId: late.id }),
          movement(company, 50_000, { lotId: soon.id }),
          movement(company, 20_000, { lotId: empty.id }),
          movement(company, -20_000, { lotId: empty.id }),
          movement(company, 30_000, { lotId: late.id, warehouseId: company.otherWarehouseId }),
          movement(company, 10_000),
        ])
        .execute();
      await tx.updateTable('stockMovements').set({ lotId: null }).where('quantity', '=', 50_000).execute();
      await tx.updateTable('stockMovements').set({ lotId: soon.id }).where('quantity', '=', 50_000).execute();
    });
    const ask = (warehouseId: string | null) =>
      stockLots.run(current().kysely, { productId: company.mug.id, warehouseId, today }, context(company));
    expect(await ask(company.warehouseId)).toMatchObject([
      { code: 'L-1', onHand: 50_000, lifeDaysLeft: -1 },
      { code: 'L-2', onHand: 80_000, lifeDaysLeft: 90 },
    ]);
    expect(await ask(null)).toHaveLength(3);
  });
});
