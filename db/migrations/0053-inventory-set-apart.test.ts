// R20: what of a place is set apart, filled from movements that were there before, on both databases.
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../tests/support/company.ts';
import { eachDatabase, schema as ours, writeAs } from '../../tests/support/databases.ts';
import { compareBalances } from '../balances.ts';
import { runSql } from '../database.ts';
import { inventorySetApart } from './0053-inventory-set-apart.ts';
import { SchemaBuilder } from './vocabulary.ts';

const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };

eachDatabase('server', (current, dialect) => {
  it('R20 what lies in quarantine at a place, with a lot or without, is summed from the movements that are there', async () => {
    const company = await makeCompany(current());
    const [place, lotId] = [newId(), newId()];
    await writeAs(current(), 'command', async (tx) => {
      const goods = { productId: company.mug.id, warehouseId: company.warehouseId, locationId: place };
      const came = { cause: 'receipt' as const, documentId: null, occurredAt: NOW, ...audit };
      await tx
        .insertInto('stockMovements')
        .values([
          { id: newId(), ...goods, quantity: 50_000, lotId: null, condition: 'quarantine' as const, ...came },
          { id: newId(), ...goods, quantity: -20_000, lotId: null, condition: 'quarantine' as const, ...came },
          { id: newId(), ...goods, quantity: 70_000, lotId, condition: 'quarantine' as const, ...came },
          { id: newId(), ...goods, quantity: 90_000, lotId, condition: 'saleable' as const, ...came },
          { id: newId(), ...goods, quantity: 11_000, lotId: null, condition: 'saleable' as const, ...came },
        ])
        .execute();
    });
    const kept = async () => {
      const read = (table: string) => runSql(current().kysely, `SELECT "onHand", "quarantined" FROM "${table}"`);
      return [await read('locationBalances'), await read('locationLotBalances')];
    };
    const whole = [[{ onHand: 201_000, quarantined: 100_000 }], [{ onHand: 160_000, quarantined: 70_000 }]];
    expect(await kept()).toEqual(whole);
    await writeAs(current(), 'command', async (tx) => {
      for (const table of ['locationBalances', 'locationLotBalances']) {
        await runSql(tx, `UPDATE "${table}" SET "quarantined" = 0`);
      }
    });
    expect(await compareBalances(current().kysely, ours.balances)).toHaveLength(2);
    const schema = new SchemaBuilder(dialect);
    inventorySetApart.up(schema);
    const fills = schema.steps.flatMap((step) =>
      step.kind === 'sql' && step.sql.startsWith('UPDATE') ? step.sql : [],
    );
    expect(fills).toHaveLength(2);
    await writeAs(current(), 'command', async (tx) => {
      for (const sqlText of fills) await runSql(tx, sqlText);
    });
    expect(await kept()).toEqual(whole);
    expect(await compareBalances(current().kysely, ours.balances)).toEqual([]);
  });
});
