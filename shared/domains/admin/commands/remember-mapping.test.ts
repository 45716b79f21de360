import { expect, it } from 'vitest';
import { makeCompany, newId } from '../../../../tests/support/company.ts';
import { eachDatabase } from '../../../../tests/support/databases.ts';
import { rememberMapping } from './remember-mapping.ts';

eachDatabase('server', (current) => {
  it('R110 keeps one mapping a kind and headings', async () => {
    const company = await makeCompany(current());
    const keep = (kind: string, headings: string, columns: object) =>
      company.run(rememberMapping, { id: newId(), kind, headings, columns });
    await keep('customers', 'a|b', { name: 1, code: 0 });
    await keep('customers', 'a|b', { code: 0, name: 1 });
    await keep('customers', 'a|b', { code: 1, name: 0, city: null });
    await keep('products', 'a|b', { code: 0 });
    const rows = await current().kysely.selectFrom('importMappings').selectAll().orderBy('id').execute();
    expect(rows.map((row) => [row.kind, row.headings, JSON.parse(row.mapping)])).toEqual([
      ['customers', 'a|b', { city: null, code: 1, name: 0 }],
      ['products', 'a|b', { code: 0 }],
    ]);
  });
});
