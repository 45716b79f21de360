import { expect, it } from 'vitest';
import { insertRows, prepareQuery } from '#shared/kernel/prepared.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { eachDatabase, writeAs } from '../tests/support/databases.ts';
import { audited } from '../tests/support/sample-rows.ts';
import { runSql } from './database.ts';

const settingsKept = prepareQuery((tx) => tx.selectFrom('settings').select(['id', 'value']).orderBy('id'), 'settings');
const territoryNames = prepareQuery((tx, given: { code: string }) =>
  tx.selectFrom('territories').select('name').where('code', '=', given.code).orderBy('id'),
);
const setting = (id: string) => ({ id, value: 'x', ...audited });
const idsIn = async (tx: Tx) => (await settingsKept(tx, {})).map(({ id }) => id);

eachDatabase('server', (current) => {
  it('an answer is the same until its table is written, by whatever statement', async () => {
    await writeAs(current(), 'command', async (tx) => {
      const before = await settingsKept(tx as Tx, {});
      expect(await settingsKept(tx as Tx, {})).toBe(before);
      await insertRows(tx, 'territories', [{ id: 't', code: 'T', name: 'T', ...audited }]);
      expect(await settingsKept(tx as Tx, {})).toBe(before);
      await insertRows(tx, 'settings', [setting('a')]);
      expect(await idsIn(tx as Tx)).toEqual(['a']);
      await tx.updateTable('settings').set({ id: 'a', value: 'y' }).where('id', '=', 'a').execute();
      expect(await settingsKept(tx as Tx, {})).toEqual([{ id: 'a', value: 'y' }]);
      await runSql(tx, `DELETE FROM "settings"`);
      expect(await idsIn(tx as Tx)).toEqual([]);
    });
  });

  it('what was asked ahead is asked anew when something was written or taken back since', async () => {
    await writeAs(current(), 'command', async (tx) => {
      const names = async () => (await territoryNames(tx as Tx, { code: 'T' })).map(({ name }) => name);
      await territoryNames.ahead(tx as Tx, { code: 'T' });
      expect(await names()).toEqual([]);
      await territoryNames.ahead(tx as Tx, { code: 'T' });
      await insertRows(tx, 'territories', [{ id: 't', code: 'T', name: 'one', ...audited }]);
      expect(await names()).toEqual(['one']);
      await territoryNames.ahead(tx as Tx, { code: 'T' });
      await tx.updateTable('territories').set({ name: 'two' }).execute();
      expect(await names()).toEqual(['two']);
    });
    const tx = await current().kysely.startTransaction().execute();
    await tx.updateTable('txContext').set({ mode: 'command' }).execute();
    const savepoint = await tx.savepoint('s').execute();
    await savepoint.updateTable('territories').set({ name: 'three' }).execute();
    await territoryNames.ahead(savepoint as unknown as Tx, { code: 'T' });
    await savepoint.rollbackToSavepoint('s').execute();
    expect(await territoryNames(tx as unknown as Tx, { code: 'T' })).toEqual([{ name: 'two' }]);
    await tx.rollback().execute();
  });

  it('nothing is kept beyond a roll-back or a transaction', async () => {
    await writeAs(current(), 'command', (tx) => insertRows(tx, 'settings', [setting('a')]));
    const tx = await current().kysely.startTransaction().execute();
    await tx.updateTable('txContext').set({ mode: 'command' }).execute();
    const savepoint = await tx.savepoint('s').execute();
    await insertRows(savepoint, 'settings', [setting('b')]);
    expect(await idsIn(savepoint as unknown as Tx)).toEqual(['a', 'b']);
    await savepoint.rollbackToSavepoint('s').execute();
    expect(await idsIn(tx as unknown as Tx)).toEqual(['a']);
    await tx.rollback().execute();
    await writeAs(current(), 'command', (other) => insertRows(other, 'settings', [setting('c')]));
    await writeAs(current(), 'command', async (other) => expect(await idsIn(other as Tx)).toEqual(['a', 'c']));
  });

  it('a write that failed is told at the latest when its savepoint is released, and nothing of it stays', async () => {
    const tx = await current().kysely.startTransaction().execute();
    await tx.updateTable('txContext').set({ mode: 'command' }).execute();
    const savepoint = await tx.savepoint('s').execute();
    const twice = async (): Promise<void> => {
      await insertRows(savepoint, 'territories', [{ id: 't', code: 'T', name: 'T', ...audited }]);
      await insertRows(savepoint, 'territories', [{ id: 't', code: 'U', name: 'U', ...audited }]);
      await insertRows(savepoint, 'territories', [{ id: 'v', code: 'V', name: 'V', ...audited }]);
      await savepoint.releaseSavepoint('s').execute();
    };
    await expect(twice()).rejects.toMatchObject({ code: expect.stringMatching(/^(23505|SQLITE_CONSTRAINT)/) });
    await savepoint.rollbackToSavepoint('s').execute();
    await savepoint.releaseSavepoint('s').execute();
    await insertRows(tx, 'territories', [{ id: 'w', code: 'W', name: 'W', ...audited }]);
    await tx.commit().execute();
    const rows = await current().kysely.selectFrom('territories').select('id').orderBy('id').execute();
    expect(rows).toEqual([{ id: 'w' }]);
  });

  it('a commit does not go through over a write that failed', async () => {
    const tx = await current().kysely.startTransaction().execute();
    await tx.updateTable('txContext').set({ mode: 'command' }).execute();
    const work = async (): Promise<void> => {
      await insertRows(tx, 'territories', [{ id: 't', code: 'T', name: 'T', ...audited }]);
      await insertRows(tx, 'territories', [{ id: 't', code: 'U', name: 'U', ...audited }]);
      await tx.commit().execute();
    };
    await expect(work()).rejects.toMatchObject({ code: expect.stringMatching(/^(23505|SQLITE_CONSTRAINT)/) });
    await tx.rollback().execute();
    expect(await current().kysely.selectFrom('territories').select('id').orderBy('id').execute()).toEqual([]);
  });
});
