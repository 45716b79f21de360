// R33, R113: what is thrown away is named as it lies, on both databases: by place, lot and piece, and nothing twice.
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { outbound } from '../../../../tests/support/outbound.ts';
import { audited } from '../../../../tests/support/sample-rows.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { scrapStock } from '../../../workflows/inbound/move-stock.ts';
import { scrapSources } from './scrap-sources.ts';

const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  it('R33 the heaps of a product add up to what is on hand; of a lot and of a place alone theirs', async () => {
    const company = await makeCompany(current());
    const way = outbound(company, current());
    const places = await way.putLocations(['A-01', 'A-02']);
    const quarantine = await way.putLocations(['Q-01'], 'quarantine');
    const lots = await way.putLots(company.jug, [
      { code: 'L-1', pieces: 5, locationId: places['A-01'] ?? null },
      { code: 'L-2', pieces: 7 },
      { code: 'L-3', pieces: 2, locationId: quarantine['Q-01'] ?? null, condition: 'quarantine' },
    ]);
    const context = {
      actor: { userId: company.userId, permissions: new Set<string>() },
      now: NOW,
      search: async () => [],
      findByCodes: async () => [],
    };
    const ask = (args: object) =>
      scrapSources.run(current().kysely, { productId: null, lotId: null, locationId: null, ...args }, context);
    const all = await ask({ productId: company.jug.id });
    expect(
      all.map(({ locationCode, lotCode, onHand, condition }) => [locationCode, lotCode, onHand, condition]),
    ).toEqual([
      ['A-01', 'L-1', u(5), 'saleable'],
      ['Q-01', 'L-3', u(2), 'quarantine'],
      [null, 'L-2', u(7), 'saleable'],
      [null, null, u(38), 'saleable'],
    ]);
    const { onHand } = await way.stockOf(company.jug);
    expect(all.reduce((sum, each) => sum + each.onHand, 0)).toBe(onHand);
    expect(await ask({ productId: company.jug.id, lotId: lots['L-2'] })).toMatchObject([
      { lotCode: 'L-2', onHand: u(7) },
    ]);
    expect(await ask({ locationId: places['A-01'] })).toMatchObject([{ productCode: 'B-020', lotCode: 'L-1' }]);
    expect(await ask({ locationId: places['A-02'] })).toEqual([]);
    // What is named is what the command takes.
    const [heap] = all;
    if (!heap) throw new Error('nothing lies there');
    const { productId, lotId, serialId, locationId, condition, warehouseId } = heap;
    const line = { movementId: newId(), productId, lotId, serialId, locationId, condition, quantity: u(5) };
    const args = { scrapId: newId(), number: null, warehouseId, scrappedAt: NOW, reason: '破损', lines: [line] };
    expect((await company.run(scrapStock, args)).state).toBe('applied');
    expect((await ask({ productId: company.jug.id })).map(({ lotCode }) => lotCode)).toEqual(['L-3', 'L-2', null]);
  });

  it('R29 of numbered pieces each is named by itself', async () => {
    const company = await makeCompany(current());
    const { box, warehouseId } = company;
    await writeAs(current(), 'command', async (tx) => {
      await tx.updateTable('products').set({ tracking: 'serial' }).where('id', '=', box.id).execute();
      const piece = { productId: box.id, lotId: null, locationId: null, documentId: null, movedAt: NOW, ...audited };
      await tx
        .insertInto('serials')
        .values([
          { id: newId(), code: 'SN-2', state: 'inStock', warehouseId, ...piece },
          { id: newId(), code: 'SN-1', state: 'inStock', warehouseId, ...piece },
          { id: newId(), code: 'SN-0', state: 'shipped', warehouseId: null, ...piece },
        ])
        .execute();
    });
    const context = {
      actor: { userId: company.userId, permissions: new Set<string>() },
      now: NOW,
      search: async () => [],
      findByCodes: async () => [],
    };
    const found = await scrapSources.run(
      current().kysely,
      { productId: box.id, lotId: null, locationId: null },
      context,
    );
    expect(found.map(({ serialCode, onHand }) => [serialCode, onHand])).toEqual([
      ['SN-1', u(1)],
      ['SN-2', u(1)],
    ]);
  });
});
