import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { customers } from '#shared/domains/crm/tables.ts';
import type { Row } from '#shared/kernel/table.ts';
import { eachDatabase, schema, writeAs } from '../../tests/support/databases.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import { type Handle, runSql } from '../database.ts';
import { migrate } from '../migrations/migrate.ts';
import { rebuildSearchIndex, sweepSearch } from './build.ts';
import { searchRows } from './find.ts';

const rows: Row<'customers'>[] = [
  customer('hengtong', {
    name: '武汉恒通商贸有限公司',
    contactName: '单国强',
    city: '武汉',
    phone: '0713-555 0123',
    code: 'A-1',
    taxNumber: '91420100MA4K',
    updatedAt: 30,
  }),
  customer('wuxi', {
    name: '无锡汉通食品',
    contactName: '吕布',
    city: '无锡',
    phone: '13812345678',
    code: 'WH1024',
    updatedAt: 20,
  }),
  customer('ernst', {
    name: 'Ernst Handel Größe & Søn',
    contactName: 'Roland Mendel',
    city: 'Graz',
    phone: '+43 7675-3425',
    code: 'SO-K7-000123',
    updatedAt: 10,
  }),
  customer('wide', { name: 'ＡＢＣ行', contactName: null, city: null, phone: null, code: '0713', updatedAt: 5 }),
];

eachDatabase('device', (current) => {
  const find = (typed: string, limit = 50) => searchRows(current().kysely, 'customers', typed, limit);
  const apply = (work: (tx: Handle) => Promise<unknown>) => writeAs(current(), 'apply', work);

  beforeEach(async () => {
    await apply((tx) => tx.insertInto('customers').values(rows).execute());
  });

  describe('what is typed finds', () => {
    const cases: [kind: string, typed: string, ids: string[]][] = [
      ['two hanzi', '恒通', ['hengtong']],
      ['three hanzi from the middle', '汉恒通', ['hengtong']],
      ['hanzi that stand apart only as two words', '武汉 商贸', ['hengtong']],
      ['hanzi that never stand together', '武通', []],
      ['one hanzi', '汉', ['hengtong', 'wuxi']],
      ['the last hanzi alone', '行', ['wide']],
      ['hanzi across two columns is no substring', '公司单', []],
      ['full pinyin', 'wuhanhengtong', ['hengtong']],
      ['full pinyin from the middle', 'hengtong', ['hengtong']],
      ['pinyin as it is being typed', 'hengt', ['hengtong']],
      ['pinyin with spaces, each a word', 'wu han', ['hengtong', 'wuxi']],
      ['initials', 'wx', ['wuxi']],
      ['initials from the middle', 'ht', ['hengtong', 'wuxi']],
      ['a surname with its own reading', 'shan guo', ['hengtong']],
      ['ü as v', 'lvbu', ['wuxi']],
      ['ü as u', 'lubu', ['wuxi']],
      ['a word by prefix', 'hand', ['ernst']],
      ['a word never from its middle', 'andel', []],
      ['whatever the case', 'ERNST', ['ernst']],
      ['without accents', 'grosse son', ['ernst']],
      ['half width for full width', 'abc', ['wide']],
      ['full width for half width', 'ＥＲＮＳＴ', ['ernst']],
      ['hanzi and letters mixed', '武汉ht', ['hengtong']],
      ['a code with its separator', 'A-1', ['hengtong']],
      ['a code without it', 'a1', ['hengtong']],
      ['a code by prefix', 'so-k', ['ernst']],
      ['a code by all but its last characters', 'so-k7-0001', ['ernst']],
      ['a part of a code', 'k7-0001', ['ernst']],
      ['a running number without its zeros', '123', ['ernst']],
      ['a figure of the device before the running number', '7000', []],
      ['the number behind the letters of a code', '1024', ['wuxi']],
      ['a tax number', '914201', ['hengtong']],
      ['phone digits from the start, and a code by the same digits', '0713', ['hengtong', 'wide']],
      ['phone digits from the middle', '5501', ['hengtong']],
      ['phone digits with other separators', '138-1234', ['wuxi']],
      ['fewer than four digits of a phone find nothing', '555', []],
      ['every word must fit', '恒通 食品', []],
    ];
    test.each(cases)('%s: %s', async (_, typed, ids) => {
      expect((await find(typed)).toSorted()).toEqual(ids.toSorted());
    });
  });

  test('the highest rank comes first, then the id, and no more than asked', async () => {
    expect(await find('ht')).toEqual(['hengtong', 'wuxi']);
    await apply((tx) => tx.updateTable('customers').set({ updatedAt: 99 }).where('id', '=', 'wuxi').execute());
    expect(await find('ht')).toEqual(['wuxi', 'hengtong']);
    expect(await find('ht', 1)).toEqual(['wuxi']);
    expect(await find('ht', 0)).toEqual([]);
    expect(await find('ht', -3)).toEqual([]);
  });

  test('rows that change or go leave their old words, by sync and by commands', async () => {
    await apply((tx) => tx.updateTable('customers').set({ name: '襄阳东方' }).where('id', '=', 'hengtong').execute());
    expect(await find('恒通')).toEqual([]);
    expect(await find('xyd')).toEqual(['hengtong']);
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('customers').set({ deletedAt: 7 }).where('id', '=', 'hengtong').execute(),
    );
    expect(await find('东方')).toEqual([]);
    await apply((tx) => tx.updateTable('customers').set({ deletedAt: null }).where('id', '=', 'hengtong').execute());
    expect(await find('东方')).toEqual(['hengtong']);
    await apply((tx) => tx.deleteFrom('customers').where('id', '=', 'hengtong').execute());
    expect(await find('东方')).toEqual([]);
  });

  test('sweeping forgets what has gone and keeps what is there', async () => {
    await apply((tx) => tx.updateTable('customers').set({ name: '东方' }).execute());
    await apply((tx) => tx.deleteFrom('customers').where('id', '=', 'wide').execute());
    const documents = () => runSql(current().kysely, 'SELECT "docId" FROM "searchDocuments"');
    expect(await documents()).toHaveLength(8);
    expect(await apply((tx) => sweepSearch(tx, schema.tables, 2))).toBe(true);
    while (await apply((tx) => sweepSearch(tx, schema.tables, 2))) expect(await find('东方')).toHaveLength(3);
    expect(await documents()).toHaveLength(3);
    expect((await find('东方')).toSorted()).toEqual(['ernst', 'hengtong', 'wuxi']);
    expect(await find('食品')).toEqual([]);
  });

  test('an index that another rule built is built anew', async () => {
    await apply((tx) => runSql(tx, `UPDATE "searchIndexes" SET "rule" = 'another'`));
    await apply((tx) => runSql(tx, 'DELETE FROM "search_customers"'));
    expect(await find('恒通')).toEqual([]);
    await migrate(current(), 'device', schema);
    expect(await find('恒通')).toEqual(['hengtong']);
    await apply((tx) => tx.updateTable('customers').set({ name: '宜昌三峡' }).where('id', '=', 'wide').execute());
    expect(await find('三峡')).toEqual(['wide']);
    await apply((tx) => rebuildSearchIndex(tx, customers));
    expect(await find('三峡')).toEqual(['wide']);
  });

  test('nothing that can be typed throws', async () => {
    const odd = [
      '',
      '  ',
      '"',
      '*',
      '-',
      '"恒通',
      'a OR b',
      'NOT',
      'NEAR(a b)',
      'terms:恒通',
      '(',
      '^a',
      "'",
      '\\',
      '\0',
      '😀',
      '﷽',
      'x'.repeat(5_000),
      '恒'.repeat(5_000),
    ];
    for (const typed of odd) expect(Array.isArray(await find(typed))).toBe(true);
    expect(await find('"')).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 20 }), async (typed) => Array.isArray(await find(typed))),
      { numRuns: 300 },
    );
  });

  test('any two or more neighbouring hanzi of a name find it', async () => {
    const hanzi = fc.string({
      unit: fc.constantFrom(...'武汉恒通商贸有限公司东方天地人和'),
      minLength: 2,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(hanzi, fc.nat(), fc.nat(), async (name, from, length) => {
        await apply((tx) =>
          tx.updateTable('customers').set({ name, contactName: null, city: null }).where('id', '=', 'wide').execute(),
        );
        const start = from % (name.length - 1);
        const part = name.slice(start, start + 2 + (length % (name.length - start - 1)));
        expect(await find(part)).toContain('wide');
        for (const id of await find(part)) {
          const row = await current()
            .kysely.selectFrom('customers')
            .selectAll()
            .where('id', '=', id)
            .executeTakeFirstOrThrow();
          expect(`${row.name}|${row.contactName}|${row.city}`).toContain(part);
        }
      }),
      { numRuns: 100 },
    );
  });
});
