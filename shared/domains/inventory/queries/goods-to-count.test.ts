// R28: what can be chosen for a count, on both databases.
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { audited } from '../../../../tests/support/sample-rows.ts';
import { goodsToCount } from './goods-to-count.ts';

eachDatabase('server', (current) => {
  it('R28 only what a warehouse has or had can be chosen; of another product its name is told', async () => {
    const { mug, jug, warehouseId, otherWarehouseId } = await makeCompany(current());
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('productBarcodes')
        .values({ id: newId(), productId: jug.id, unitId: null, code: 'BOX-1', ...audited })
        .execute(),
    );
    const ask = (search: string, at: string, found: readonly string[]) =>
      goodsToCount.run(
        current().kysely,
        { search, warehouseId: at },
        {
          ...{ actor: { userId: 'u1', permissions: new Set<string>() }, now: NOW },
          ...{ search: async () => [...found], findByCodes: async () => [] },
        },
      );
    expect(await ask('A-100', warehouseId, [mug.id])).toMatchObject({ rows: [{ code: 'A-100' }], stranger: null });
    expect(await ask('BOX-1', warehouseId, [])).toMatchObject({ rows: [{ code: 'B-020' }], stranger: null });
    expect(await ask('A-100', otherWarehouseId, [mug.id])).toMatchObject({ rows: [], stranger: { code: 'A-100' } });
    expect(await ask('BOX-1', otherWarehouseId, [])).toMatchObject({ rows: [], stranger: { code: 'B-020' } });
    expect(await ask('nothing', warehouseId, [])).toEqual({ rows: [], stranger: null });
  });
});
