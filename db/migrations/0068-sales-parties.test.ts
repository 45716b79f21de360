// R11: orders that were there before name who was billed and who paid, filled from their own rows, on both databases.
import { expect, it } from 'vitest';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { order } from '../../tests/support/sample-rows.ts';
import { runSql } from '../database.ts';
import { salesParties } from './0068-sales-parties.ts';
import { SchemaBuilder } from './vocabulary.ts';

eachDatabase('server', (current, dialect) => {
  it('R10 R11 whoever bought was billed and paid, and an imported order says that it was imported', async () => {
    const unsaid = { billToId: '', billToName: '', payerId: '', payerName: '', sourceKind: null } as const;
    const schema = new SchemaBuilder(dialect);
    salesParties.up(schema);
    const fills = schema.steps.flatMap((step) =>
      step.kind === 'sql' && step.sql.startsWith('UPDATE') ? step.sql : [],
    );
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('orders')
        .values([
          order('o1', { customerId: 'c1', customerName: '武汉恒通', ...unsaid }),
          order('o2', { customerId: 'c2', customerName: '长沙岳麓', importKey: 'ALT-7', ...unsaid }),
        ])
        .execute();
      for (const sqlText of fills) await runSql(tx, sqlText);
    });
    const rows = await current()
      .kysely.selectFrom('orders')
      .select(['billToId', 'billToName', 'payerId', 'payerName', 'sourceKind'])
      .orderBy('id')
      .execute();
    const own = (id: string, name: string) => ({ billToId: id, billToName: name, payerId: id, payerName: name });
    expect(rows).toEqual([
      { ...own('c1', '武汉恒通'), sourceKind: null },
      { ...own('c2', '长沙岳麓'), sourceKind: 'import' },
    ]);
  });
});
