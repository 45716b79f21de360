import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { audited } from '../../../../tests/support/sample-rows.ts';
import { productSerials } from './product-serials.ts';

eachDatabase('server', (current) => {
  it('R29 lists the numbers that are there or missing, page by page, and none that has left', async () => {
    const company = await makeCompany(current());
    const piece = (code: string, state: 'inStock' | 'missing' | 'shipped') => ({
      ...{ id: newId(), code, state, productId: company.mug.id, lotId: null, locationId: null, documentId: null },
      ...{ warehouseId: state === 'shipped' ? null : company.warehouseId, movedAt: NOW, ...audited },
    });
    const pieces = [piece('N-3', 'inStock'), piece('N-1', 'missing'), piece('N-2', 'shipped'), piece('N-4', 'inStock')];
    await writeAs(current(), 'command', (tx) => tx.insertInto('serials').values(pieces).execute());
    const context = {
      actor: { userId: company.userId, permissions: new Set<string>() },
      now: NOW,
      search: async () => [],
      findByCodes: async () => [],
    };
    const args = { productId: company.mug.id, limit: 2 };
    const first = await productSerials.run(current().kysely, { ...args, cursor: null }, context);
    expect(first.rows).toMatchObject([
      { code: 'N-1', state: 'missing', warehouseId: company.warehouseId, locationCode: null, lotCode: null },
      { code: 'N-3', state: 'inStock' },
    ]);
    const second = await productSerials.run(current().kysely, { ...args, cursor: first.next }, context);
    expect(second.rows.map(({ code }) => code)).toEqual(['N-4']);
    expect(second.next).toBeNull();
  });
});
