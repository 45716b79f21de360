import { expect, it } from 'vitest';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { pickLineRow, pickListRow } from '../../../../tests/support/pick-rows.ts';
import { audited, order } from '../../../../tests/support/sample-rows.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { pickListsOfOrder, pickListsToDo } from './pick-lists.ts';
import { pickShelves, pickWork } from './pick-work.ts';
import { productsByCodes } from './product-list.ts';
import { scanned } from './scanned.ts';

/** The index of codes as a device has it; `known` are the products that it has learnt of. */
const contextOf = (known: readonly string[]) => ({
  actor: { userId: 'u1', permissions: new Set<string>() },
  now: Date.parse('2026-11-23T06:00:00Z'),
  search: async () => [],
  findByCodes: async (_table: string, codes: readonly string[]) =>
    known.filter((id) => codes.some((code) => code.toUpperCase() === id.toUpperCase())),
});

const product = (id: string, code: string, barcode: string | null) => ({
  id,
  code,
  name: `Product ${code}`,
  category: null,
  unit: 'box',
  packaging: null,
  barcode,
  basePrice: 10_000,
  floorPrice: null,
  currency: 'CNY',
  taxCode: 'standard',
  reorderPoint: 0,
  discontinued: 0 as const,
  tracking: 'lot' as const,
  ...{ shelfLifeDays: null, pictureHash: null, familyId: null, variant: null, weightGrams: null },
  ...audited,
});

const lot = (id: string, productId: string, code: string, given: object = {}) => ({
  ...{ id, productId, code, expiresOn: null, receivedOn: '2026-01-01', supplierId: null },
  blocked: 0 as const,
  ...audited,
  ...given,
});

const place = (id: string, code: string, walkOrder: number, given: object = {}) => ({
  id,
  warehouseId: 'w1',
  zoneId: 'z1',
  code,
  rack: '03',
  bay: walkOrder,
  level: 2,
  walkOrder,
  active: 1 as const,
  ...audited,
  ...given,
});

eachDatabase('server', (current) => {
  async function fill(): Promise<void> {
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('products')
        .values([product('a-100', 'A-100', '6901234567892'), product('b-020', 'B-020', '096385074')])
        .execute();
      await tx
        .insertInto('productUnits')
        .values({ id: 'box6', productId: 'a-100', name: 'case', ratio: 6, forSale: 0, forPurchase: 0, ...audited })
        .execute();
      await tx
        .insertInto('productBarcodes')
        .values([
          { id: 'bc1', productId: 'a-100', unitId: 'box6', code: '26901234567896', ...audited },
          { id: 'bc2', productId: 'b-020', unitId: null, code: 'JUG-OLD', ...audited },
        ])
        .execute();
      await tx
        .insertInto('lots')
        .values([
          lot('l1', 'a-100', 'L260918', { expiresOn: '2026-12-31' }),
          lot('l2', 'a-100', 'L260911', { expiresOn: '2026-12-01' }),
          lot('l3', 'a-100', 'L-OLD', { expiresOn: '2026-11-22' }),
          lot('l4', 'a-100', 'L-BAD', { blocked: 1 }),
          lot('l5', 'b-020', 'L260918'),
        ])
        .execute();
      await tx
        .insertInto('serials')
        .values({
          ...{ id: 's1', productId: 'b-020', code: 'SN-1', lotId: null, warehouseId: 'w1', locationId: null },
          ...{ state: 'inStock', documentId: null, movedAt: 1 },
          ...audited,
        })
        .execute();
      await tx
        .insertInto('zones')
        .values([
          { id: 'z1', warehouseId: 'w1', code: 'A', name: 'Shelves', kind: 'storage', ...audited },
          { id: 'z2', warehouseId: 'w1', code: 'Q', name: 'Quarantine', kind: 'quarantine', ...audited },
        ])
        .execute();
      await tx
        .insertInto('locations')
        .values([
          place('x1', 'A-03-12', 1),
          place('x2', 'A-04-07', 4),
          place('x3', 'Q-01', 9, { zoneId: 'z2', rack: null }),
          place('x4', 'B-99', 1, { warehouseId: 'w2' }),
        ])
        .execute();
      await tx
        .insertInto('orders')
        .values(order('o1', { number: 'SO-K7-000001' }))
        .execute();
      await tx
        .insertInto('pickLists')
        .values([pickListRow({ id: 'k1' }), pickListRow({ id: 'k2', number: 'PK-K7-000002', state: 'picked' })])
        .execute();
      const line = { productId: 'a-100', lotId: 'l1', lotCode: 'L260918' };
      await tx
        .insertInto('pickLines')
        .values([
          pickLineRow({ id: 'pl2', position: 2, ...line, locationId: 'x2', locationCode: 'A-04-07' }),
          pickLineRow({ id: 'pl1', position: 1, ...line, locationId: 'x1', locationCode: 'A-03-12' }),
        ])
        .execute();
    });
  }

  const scan = (text: string, known: readonly string[] = []) =>
    scanned.run(current().kysely, { text, warehouseId: 'w1' }, contextOf(known));
  const goods = async (text: string, known?: readonly string[]) =>
    (await scan(text, known)).products.map(({ id, unitName, unitRatio }) => [id, unitName, unitRatio]);

  it('R24 goods by barcode, by article number in any length, by their own code, in a box with or without a number', async () => {
    await fill();
    expect(await goods('6901234567892')).toEqual([['a-100', 'box', 1]]);
    expect(await goods(']C10106901234567892')).toEqual([['a-100', 'box', 1]]);
    expect(await goods('26901234567896')).toEqual([['a-100', 'case', 6]]);
    expect(await goods('16901234567899')).toEqual([['a-100', 'box', null]]);
    expect(await goods('JUG-OLD')).toEqual([['b-020', 'box', 1]]);
    expect(await goods('b-020', ['b-020'])).toEqual([['b-020', 'box', 1]]);
    expect(await goods('B-020', [])).toEqual([['b-020', 'box', 1]]);
    expect(await goods('4006381333931')).toEqual([]);
  });

  it('lots, pieces, places and documents by their codes, whatever Caps Lock did to them', async () => {
    await fill();
    const found = await scan(']C1010690123456789210l260918');
    expect(found.lots.map(({ id }) => id)).toEqual(['l1', 'l5']);
    expect((await scan('sn-1')).serials).toMatchObject([{ id: 's1', productName: 'Product B-020' }]);
    expect((await scan('a-03-12')).locations.map(({ id }) => id)).toEqual(['x1']);
    expect((await scan('B-99')).locations).toMatchObject([{ id: 'x4', warehouseId: 'w2' }]);
    expect((await scan('PK-K7-000001')).documents).toEqual([{ kind: 'pickList', id: 'k1', number: 'PK-K7-000001' }]);
    expect((await scan('SO-K7-000001')).documents).toMatchObject([{ kind: 'order', id: 'o1' }]);
    expect(await scan('NOBODY')).toMatchObject({ products: [], lots: [], serials: [], locations: [], documents: [] });
  });

  it('a pick list in the order of its way, with rack and box; lists that wait', async () => {
    await fill();
    const { kysely } = current();
    const work = await pickWork.run(kysely, { pickListId: 'k1' }, contextOf([]));
    expect(work?.lines).toMatchObject([
      { id: 'pl1', tracking: 'lot', place: { rack: '03', bay: 1, level: 2, bays: 4, levels: 2 } },
      { id: 'pl2', packs: [{ name: 'case', ratio: 6 }] },
    ]);
    expect(await pickWork.run(kysely, { pickListId: 'gone' }, contextOf([]))).toBeNull();
    expect((await pickListsToDo.run(kysely, {}, contextOf([]))).map(({ id }) => id)).toEqual(['k1']);
    expect((await pickListsOfOrder.run(kysely, { orderId: 'o1' }, contextOf([]))).map(({ id }) => id)).toEqual(['k1']);
  });

  it('R30 instead of a lot: what is not blocked, expired, in quarantine or promised to others, the first to go first', async () => {
    await fill();
    let movement = 0;
    await writeAs(current(), 'command', async (tx) => {
      const put = (lotId: string, locationId: string | null, boxes: number) => {
        movement += 1;
        return tx
          .insertInto('stockMovements')
          .values({
            ...{ id: `m${movement}`, productId: 'a-100', warehouseId: 'w1', quantity: boxes * ONE_UNIT, lotId },
            ...{ cause: 'receipt', documentId: null, documentNumber: null, occurredAt: 1, locationId, serialId: null },
            ...audited,
          })
          .execute();
      };
      for (const [lotId, at, boxes] of [
        ['l1', 'x1', 1],
        ['l1', 'x2', 5],
        ['l2', 'x2', 3],
        ['l3', 'x2', 3],
        ['l4', 'x2', 3],
        ['l2', 'x3', 9],
      ] as const)
        await put(lotId, at, boxes);
    });
    const { kysely } = current();
    const shelves = await pickShelves.run(kysely, { pickLineId: 'pl1', today: '2026-11-23' }, contextOf([]));
    // Of the own lot at the other place one box is the second line's.
    expect(shelves.map(({ lotCode, locationCode, free }) => [lotCode, locationCode, free / ONE_UNIT])).toEqual([
      ['L260911', 'A-04-07', 3],
      ['L260918', 'A-04-07', 4],
    ]);
  });

  it('R31 pasted codes find goods by their boxes too, with what is in one; a piece by its other code', async () => {
    await fill();
    const codes = ['26901234567896', 'jug-old', 'A-100', 'NOBODY'];
    const args = { codes, warehouseId: 'w1' };
    const rows = await productsByCodes.run(current().kysely, args, contextOf(['a-100']));
    expect(rows.map(({ id, boxes }) => ({ id, boxes }))).toEqual([
      { id: 'a-100', boxes: [{ code: '26901234567896', ratio: 6 }] },
      { id: 'b-020', boxes: [{ code: 'jug-old', ratio: 1 }] },
    ]);
    const [plain] = await productsByCodes.run(current().kysely, { ...args, codes: ['A-100'] }, contextOf(['a-100']));
    expect(plain).toMatchObject({ boxes: [] });
  });
});
