import { expect, test } from 'vitest';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import '../side-tables/server.ts';

eachDatabase('server', (current, dialect) => {
  const versions = async () => {
    const rows = await current()
      .kysely.selectFrom('scopeLog')
      .select(['rowId', 'version'])
      .where('scope', '=', 'territory:t1')
      .orderBy('rowId')
      .execute();
    return rows.map(({ rowId, version }) => [rowId, version]);
  };

  test('what triggers know of the command is taken back with a savepoint', async () => {
    const tx = await current().kysely.startTransaction().execute();
    const setVersion = (version: number) =>
      tx.updateTable('txContext').set({ mode: 'command', version, actorId: 'a', now: 7 }).where('id', '=', 1).execute();
    await setVersion(3);
    const savepoint = await tx.savepoint('tried').execute();
    await setVersion(4);
    await tx.insertInto('customers').values(customer('c1')).execute();
    await savepoint.rollbackToSavepoint('tried').execute();
    await tx.insertInto('customers').values(customer('c2')).execute();
    await setVersion(5);
    await tx.insertInto('customers').values(customer('c3')).execute();
    await tx.commit().execute();
    expect(await versions()).toEqual([
      ['c2', 3],
      ['c3', 5],
    ]);
  });

  test('nothing is written in a transaction that has not said on whose behalf', async () => {
    await writeAs(current(), 'command', (tx) => tx.insertInto('customers').values(customer('c1')).execute());
    const late = current().kysely.insertInto('customers').values(customer('c2')).execute();
    await expect(late).rejects.toThrow('customers was written outside of a command');
  });

  if (dialect === 'sqlite') return;

  test('a context that a transaction left open serves no later one', async () => {
    await current()
      .kysely.transaction()
      .execute((tx) => tx.updateTable('txContext').set({ mode: 'command' }).execute());
    const late = current().kysely.insertInto('customers').values(customer('c1')).execute();
    await expect(late).rejects.toThrow('customers was written outside of a command');
    await writeAs(current(), 'command', async () => undefined);
  });
});
