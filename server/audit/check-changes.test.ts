import { afterEach, beforeEach, expect, test } from 'vitest';
import { dialectOf, runSql } from '#db/database.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, startTestCompany, type TestCompany, TestDevice } from '../../tests/support/server.ts';
import { checkChains } from './check-chain.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let device: TestDevice;
  beforeEach(async () => {
    company = await startTestCompany(current());
    device = new TestDevice(company.server.url);
    await device.signIn('north');
    for (const name of ['one', 'two', 'three']) await device.push(add(name));
  });
  afterEach(() => company.server.close());

  const add = (name: string) => device.issue('test.addCustomer', { id: newTestId(), name, territoryId: company.north });
  const check = (known: Parameters<typeof checkChains>[1] = null) => checkChains({ database: current() }, known);
  const changes = () =>
    current().kysely.selectFrom('rowChanges').selectAll().orderBy('version').orderBy('rowId').orderBy('columnName');
  const versions = async () => [...new Set((await changes().execute()).map(({ version }) => version))];
  const lastVersion = async () => (await versions()).at(-1) ?? 0;
  const dropChanges = (version: number) =>
    current().kysely.deleteFrom('rowChanges').where('version', '=', version).execute();
  const dropSeal = (version: number) =>
    current().kysely.deleteFrom('changeSeals').where('version', '=', version).execute();
  /** Takes back what the test doctored. */
  const doctored = async (work: () => Promise<unknown>) => {
    const tables = ['rowChanges', 'changeSeals', 'companyVersion'] as const;
    const before = await Promise.all(tables.map((table) => current().kysely.selectFrom(table).selectAll().execute()));
    await work();
    const { firstWrong } = await check();
    for (const [index, table] of tables.entries()) {
      await current().kysely.deleteFrom(table).execute();
      for (const row of before[index] ?? []) {
        await current()
          .kysely.insertInto(table)
          .values(row as never)
          .execute();
      }
    }
    expect(await check()).toMatchObject({ whole: true });
    return firstWrong;
  };

  test('what became of rows is sealed version by version, and whole', async () => {
    const all = await changes().execute();
    const report = await check();
    expect(report).toMatchObject({ whole: true, changes: all.length, firstWrong: null });
    expect(report.lastSeal).toMatch(new RegExp(`^${await lastVersion()}:[0-9a-f]{64}$`));
    expect(await versions()).toEqual(
      (await current().kysely.selectFrom('changeSeals').select('version').orderBy('version').execute()).map(
        ({ version }) => version,
      ),
    );
  });

  test('any changed column of any change is found, with the command that made it', async () => {
    const row = (await changes().execute()).findLast(
      ({ version, tableName }) => version > 0 && tableName === 'customers',
    );
    if (!row) throw new Error('there is a change');
    const { version, tableName, rowId, columnName } = row;
    const put = (values: object) =>
      current()
        .kysely.updateTable('rowChanges')
        .set(values)
        .where('version', '=', version)
        .where('tableName', '=', tableName)
        .where('rowId', '=', rowId)
        .where('columnName', '=', columnName)
        .execute();
    const others = {
      ...{ op: 'delete', was: '7', became: 'another', actorId: newTestId(), at: row.at + 1 },
      ...{ columnName: 'other', rowId: newTestId(), tableName: 'products' },
    };
    for (const [column, value] of Object.entries(others)) {
      const wrong = await doctored(() => put({ [column]: value }));
      expect({ column, seq: wrong?.seq, problem: wrong?.problem }).toEqual({
        ...{ column, seq: 3 },
        problem: expect.stringContaining(`version ${version}: a change is not as it was sealed`),
      });
    }
  });

  test('a change that is gone or was put in is found: one of several, a whole version, with its seal, the last one', async () => {
    const all = await changes().execute();
    const some = all.find((row, index) => row.version === all[index + 1]?.version);
    if (!some) throw new Error('a version has several changes');
    const one = () =>
      current()
        .kysely.deleteFrom('rowChanges')
        .where('version', '=', some.version)
        .where('rowId', '=', some.rowId)
        .where('columnName', '=', some.columnName)
        .where('tableName', '=', some.tableName)
        .execute();
    expect((await doctored(one))?.problem).toContain('a change is gone');
    const put = (version: number) => () =>
      current()
        .kysely.insertInto('rowChanges')
        .values({ ...some, version, columnName: 'basePrice' })
        .execute();
    expect((await doctored(put(some.version)))?.problem).toContain('a change was put in');
    const last = await lastVersion();
    expect((await doctored(put(last + 100)))?.problem).toContain('have no seal');
    const middle = (await versions()).at(-2) ?? 0;
    expect((await doctored(() => dropChanges(middle)))?.problem).toContain('its changes are gone');
    const both = (version: number) => async () => {
      await dropChanges(version);
      await dropSeal(version);
    };
    expect((await doctored(both(middle)))?.problem).toContain('a seal before it was taken out');
    expect((await doctored(both(last)))?.problem).toContain('changes at the end are gone');
    expect((await doctored(() => dropSeal(last)))?.problem).toContain('no seal');
  });

  test('who makes up everything anew is found by a seal that is kept elsewhere', async () => {
    const told = (await check()).lastSeal ?? '';
    const [version = '', seal = ''] = told.split(':');
    const known = { version: Number(version), seal };
    expect(await check(known)).toMatchObject({ whole: true });
    // Another value, and every seal forgotten: the next writer seals what stands there then.
    await current()
      .kysely.updateTable('rowChanges')
      .set({ became: 'never' })
      .where('version', '=', known.version)
      .execute();
    await current().kysely.deleteFrom('changeSeals').execute();
    await current().kysely.updateTable('companyVersion').set({ sealedVersion: null, changeSeal: null }).execute();
    await device.push(add('four'));
    expect(await check()).toMatchObject({ whole: true });
    expect((await check(known)).firstWrong?.problem).toContain('told before');
  });

  test('what changed before there were seals is sealed by the first writer, more than a page of it', async () => {
    const before = await lastVersion();
    await current().kysely.deleteFrom('changeSeals').execute();
    await current().kysely.updateTable('companyVersion').set({ sealedVersion: null, changeSeal: null }).execute();
    const [sample] = await changes().execute();
    const isPostgres = dialectOf(current().kysely) === 'postgres';
    const numbers = isPostgres
      ? 'SELECT n FROM generate_series(1, 6000) AS n'
      : 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 6000) SELECT n FROM t';
    await runSql(
      current().kysely,
      `INSERT INTO "rowChanges" SELECT ${before}, 'customers', 'row' || n, 'name', 'update', NULL, 'x', '${sample?.actorId}', 1 FROM (${numbers}) AS many`,
    );
    await device.push(add('four'));
    const count = (await changes().execute()).length;
    expect(count).toBeGreaterThan(6_000);
    expect(await check()).toMatchObject({ whole: true, changes: count });
    await runSql(current().kysely, `DELETE FROM "rowChanges" WHERE "rowId" = 'row5999'`);
    expect((await check()).firstWrong?.problem).toContain('a change is gone');
  });
});
