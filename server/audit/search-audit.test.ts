import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AuditSearch, auditFileSchema, auditPageSchema } from '#shared/protocol/audit.ts';
import { checkProof } from '#shared/protocol/proof.ts';
import { allTables } from '#shared/registry.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, refusedWith, startTestCompany, type TestCompany, TestDevice } from '../../tests/support/server.ts';
import { runSystemCommand } from '../sync/system-command.ts';
import { auditedTables, kindOf, untold } from './told-columns.ts';

const any = {
  text: '',
  names: [],
  document: null,
  userId: null,
  deviceCode: null,
  rowId: null,
  from: null,
  until: null,
};

test('every audited column that holds another row is told by its name', () => {
  const ids = [...auditedTables.values()].flatMap((table) =>
    Object.keys(table.columns)
      .filter((column) => column.endsWith('Id') && !untold.has(column) && kindOf(table.name, column) !== 'name')
      .map((column) => `${table.name}.${column}`),
  );
  expect(ids).toEqual([]);
  expect(auditedTables.size).toBe(allTables.filter(({ audited }) => audited).length);
});

eachDatabase('server', (current) => {
  let company: TestCompany;
  let north: TestDevice;
  let boss: TestDevice;

  beforeEach(async () => {
    company = await startTestCompany(current());
    north = new TestDevice(company.server.url);
    boss = new TestDevice(company.server.url);
    await north.signIn('north');
    await boss.signIn('boss');
  });
  afterEach(() => company.server.close());

  const search = async (device: TestDevice, asked: Partial<AuditSearch> = {}) =>
    auditPageSchema.parse(await device.post('/v1/audit/search', { ...any, before: null, limitRows: 50, ...asked }));
  const add = async (device: TestDevice, name: string, territoryId: string) => {
    const id = newTestId();
    await device.push(device.issue('test.addCustomer', { id, name, territoryId }));
    return id;
  };
  const mug = { code: 'A-100', name: '杯', unit: '件', currency: 'CNY', taxCode: 'standard' };
  const priced = async () => {
    const id = newTestId();
    const writer = { database: current(), world: company.world };
    await runSystemCommand(writer, async (tx, { created }) => {
      const plain = { category: null, packaging: null, barcode: null, floorPrice: null, pictureHash: null };
      const numbers = { basePrice: 62_5000, reorderPoint: 0, discontinued: 0 as const, shelfLifeDays: null };
      await tx
        .insertInto('products')
        .values({ id, ...mug, ...plain, ...numbers, ...created })
        .execute();
      await tx
        .insertInto('productCosts')
        .values({ id, productId: id, averageCost: 31_0000, currency: 'CNY', ...created })
        .execute();
    });
    await runSystemCommand(writer, async (tx, { updated }) => {
      await tx
        .updateTable('products')
        .set({ basePrice: 70_0000, ...updated })
        .where('id', '=', id)
        .execute();
      await tx
        .updateTable('productCosts')
        .set({ averageCost: 33_0000, ...updated })
        .where('id', '=', id)
        .execute();
    });
    return id;
  };
  /** Gives the role of reps the right to look. */
  const letRepsLook = async (permission: string) => {
    const { roleId } = await current()
      .kysely.selectFrom('users')
      .select('roleId')
      .where('login', '=', 'north')
      .executeTakeFirstOrThrow();
    await runSystemCommand({ database: current(), world: company.world }, (tx, { newId, created }) =>
      tx
        .insertInto('rolePermissions')
        .values({ id: newId(), roleId, permission, ...created })
        .execute(),
    );
  };

  test('nobody looks without the right to', async () => {
    expect((await refusedWith(search(north))).code).toBe('auth.notPermitted');
  });

  test('tells who did what, when and where, with each column before and after', async () => {
    const id = await add(north, 'first', company.north);
    await north.push(north.issue('test.changeCustomer', { id, name: 'second' }));
    const { entries, people, devices } = await search(boss, { rowId: id });
    expect(entries.map(({ name, userName, deviceName, state }) => [name, userName, deviceName, state])).toEqual([
      ['test.changeCustomer', 'north', 'test laptop', 'applied'],
      ['test.addCustomer', 'north', 'test laptop', 'applied'],
    ]);
    expect(entries[0]?.changes).toEqual([
      {
        table: 'customers',
        rowId: id,
        rowName: 'second',
        column: 'name',
        kind: 'text',
        op: 'update',
        was: 'first',
        became: 'second',
      },
    ]);
    expect(people?.map(({ name }) => name)).toContain('north');
    expect(devices?.map(({ userName }) => userName).sort()).toEqual(['boss', 'north']);
  });

  test('a price is found by its product, whoever changed it', async () => {
    const id = await priced();
    for (const asked of [{ rowId: id }, { text: 'a-100' }, { text: '杯' }]) {
      const { entries } = await search(boss, asked);
      const price = entries[0]?.changes.find(({ column }) => column === 'basePrice');
      expect(price).toMatchObject({ rowName: '杯', kind: 'price', was: '625000', became: '700000' });
      expect(entries[0]).toMatchObject({ commandId: null, name: null });
    }
  });

  test('R47 what changed is found by the word for its field, costs only by people who may see them', async () => {
    await priced();
    const kept = await add(north, 'first', company.north);
    await north.push(north.issue('test.changeCustomer', { id: kept, name: 'second' }));
    const rows = async (device: TestDevice, fields: string[]) =>
      (await search(device, { text: 'a word on no row', fields })).entries.map(({ userName, changes }) => [
        userName,
        ...changes.map(({ column, op }) => `${op} ${column}`),
      ]);
    expect(await rows(boss, ['name'])).toEqual([['north', 'update name']]);
    expect(await rows(boss, ['customers.name'])).toEqual([['north', 'update name']]);
    expect(await rows(boss, ['products.name'])).toEqual([]);
    expect(await rows(boss, [])).toEqual([]);
    for (const field of ['basePrice', 'products.basePrice']) {
      expect((await rows(boss, [field])).map((row) => row.includes('update basePrice'))).toEqual([true]);
    }
    expect(await rows(boss, ['averageCost'])).toHaveLength(1);
    await letRepsLook('admin.seeAudit');
    expect(await rows(north, ['basePrice'])).toHaveLength(1);
    expect(await rows(north, ['averageCost'])).toEqual([]);
    await letRepsLook('inventory.seeCost');
    expect(await rows(north, ['averageCost'])).toHaveLength(1);
  });

  test('a field of a customer out of reach finds nothing, whoever changed it', async () => {
    const theirs = await add(boss, 'theirs', company.south);
    await boss.push(boss.issue('test.changeCustomer', { id: theirs, name: 'new' }));
    await letRepsLook('admin.seeAudit');
    const asked = { text: 'a word on no row', fields: ['name'] };
    expect((await search(boss, asked)).entries).toHaveLength(1);
    expect((await search(north, asked)).entries).toEqual([]);
  });

  test('what was refused is about the customer that it names, for those who see that one', async () => {
    const theirs = await add(boss, 'theirs', company.south);
    const order = { id: newTestId(), number: 'SO-1', customerId: theirs, territoryId: company.south, warehouseId: 'w' };
    await north.push(north.issue('test.addOrder', { ...order, refuse: true }));
    const told = async (device: TestDevice) =>
      (await search(device, { userId: company.users.north })).entries.map(({ state, party }) => [state, party]);
    expect(await told(boss)).toEqual([['rejected', 'theirs']]);
    await letRepsLook('admin.seeAudit');
    expect(await told(north)).toEqual([['rejected', null]]);
  });

  test('R47 costs are told only to people who may see them', async () => {
    const id = await priced();
    const costs = async (device: TestDevice) =>
      (await search(device, { rowId: id })).entries.flatMap(({ changes }) =>
        changes.filter(({ table }) => table === 'productCosts'),
      );
    expect(await costs(boss)).not.toEqual([]);
    await letRepsLook('admin.seeAudit');
    expect(await costs(north)).toEqual([]);
    await letRepsLook('inventory.seeCost');
    expect(await costs(north)).not.toEqual([]);
  });

  test('an amount is told in the currency of its row, else in the company’s; a limit by what it limits', async () => {
    const writer = { database: current(), world: company.world };
    const customerId = await add(north, 'abroad', company.north);
    const { north: userId } = company.users;
    await runSystemCommand(writer, async (tx, { newId, created }) => {
      await tx
        .insertInto('creditAccounts')
        .values({ id: customerId, customerId, limitMinor: 5_000_00, currency: 'USD', validUntil: null, ...created })
        .execute();
      for (const kind of ['discount', 'roundingDown'] as const) {
        await tx
          .insertInto('userLimits')
          .values({ id: newId(), userId, kind, value: 1_200, ...created })
          .execute();
      }
      await tx
        .insertInto('settings')
        .values({ id: 'company.currency', value: 'EUR', ...created })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ value: 'EUR' }))
        .execute();
    });
    await runSystemCommand(writer, async (tx, { updated }) => {
      await tx
        .updateTable('creditAccounts')
        .set({ limitMinor: 6_000_00, ...updated })
        .execute();
      await tx
        .updateTable('userLimits')
        .set({ value: 1_500, ...updated })
        .execute();
    });
    const [newest] = (await search(boss)).entries;
    expect(newest?.changes.map(({ column, kind, currency }) => [column, kind, currency])).toEqual([
      ['limitMinor', 'amount', 'USD'],
      ...[
        ['value', 'amount', 'EUR'],
        ['value', 'percent', undefined],
      ].sort(() => (newest?.changes[1]?.kind === 'amount' ? 0 : -1)),
    ]);
  });

  test('who sees a part of the company reads nothing of the customers of others', async () => {
    const mine = await add(north, 'mine', company.north);
    const theirs = await add(boss, 'theirs', company.south);
    await letRepsLook('admin.seeAudit');
    const { entries, isPartial } = await search(north, {});
    const rows = entries.flatMap(({ changes }) => changes.map(({ rowId }) => rowId));
    expect(isPartial).toBe(true);
    expect(rows).toContain(mine);
    expect(rows).not.toContain(theirs);
    expect((await search(boss)).entries.flatMap(({ changes }) => changes.map(({ rowId }) => rowId))).toContain(theirs);
  });

  test('pages go on where they ended, and find by person, device and time', async () => {
    for (const name of ['one', 'two', 'three']) await add(north, name, company.north);
    const all = (await search(boss)).entries.map(({ version }) => version);
    const paged: number[] = [];
    for (let before: number | null = null; ; ) {
      const page = await search(boss, { before, limitRows: 2 });
      paged.push(...page.entries.map(({ version }) => version));
      before = page.next;
      if (before === null) break;
    }
    expect(paged).toEqual(all);
    const code = (await search(boss)).entries.find(({ userName }) => userName === 'north')?.deviceCode ?? '';
    expect((await search(boss, { deviceCode: code.toLowerCase() })).entries).toHaveLength(3);
    expect((await search(boss, { userId: company.users.north })).entries).toHaveLength(3);
    expect((await search(boss, { userId: company.users.south })).entries).toEqual([]);
    expect((await search(boss, { until: company.world.clock.now() - 1 })).entries).toEqual([]);
  });

  test('what is found is a file; the commands of a device are one that its chain can be checked by', async () => {
    await add(north, '=1+1, "x"', company.north);
    const csv = auditFileSchema.parse(await boss.post('/v1/audit/export', { ...any, kind: 'csv' }));
    expect(csv.text).toContain('test.addCustomer');
    expect(csv.text.split('\r\n')[0]).toMatch(/^\ufeffversion,time,/);
    const code = (await search(boss, { userId: company.users.north })).entries[0]?.deviceCode ?? '';
    const proof = auditFileSchema.parse(
      await boss.post('/v1/audit/export', { ...any, kind: 'proof', deviceCode: code }),
    );
    expect(checkProof(proof.text)).toMatchObject({ isWhole: true, problems: [] });
    expect(checkProof(proof.text).commands).toHaveLength(1);
    expect(checkProof(proof.text.replace('1+1', '1+2')).isWhole).toBe(false);
  });
});
