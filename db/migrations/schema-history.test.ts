import { describe, expect, it } from 'vitest';
import { allMigrations } from './all.ts';
import { columnsAt, olderSchema, tablesChangedBetween } from './schema-history.ts';
import { integer, type Migration, text, withDefault } from './vocabulary.ts';

const migrations: readonly Migration[] = [
  {
    id: '0001-a',
    up: (schema) => {
      schema.createTable('shops', { id: text, name: text }, ['id']);
    },
  },
  {
    id: '0002-b',
    side: 'device',
    up: (schema) => {
      schema.createTable('notes', { id: text }, ['id']);
    },
  },
  {
    id: '0003-c',
    up: (schema) => {
      schema.addColumn('shops', 'floor', withDefault(integer, 0));
      schema.createTable('shelves', { id: text }, ['id']);
    },
  },
  { id: '0004-d', side: 'server', up: () => {} },
];
const shops = ['id', 'name', 'floor'];

describe('what a schema knows', () => {
  it('no table that a later migration makes, no column that a later one adds', () => {
    expect(columnsAt('0002-b', 'shops', shops, migrations)).toEqual(['id', 'name']);
    expect(columnsAt('0003-c', 'shops', shops, migrations)).toEqual(shops);
    expect(columnsAt('0002-b', 'shelves', ['id'], migrations)).toEqual([]);
    expect(columnsAt('0004-d', 'shelves', ['id'], migrations)).toEqual(['id']);
  });

  it('everything, where it is none of ours', () => {
    expect(columnsAt('test', 'shelves', ['id'], migrations)).toEqual(['id']);
  });

  it('the older of two is what both have', () => {
    expect(olderSchema('0002-b', '0003-c')).toBe('0002-b');
    expect(olderSchema('test', '0003-c')).toBe('0003-c');
  });
});

describe('what an upgrade has to fetch', () => {
  it('tables with something new, of both sides', () => {
    expect(tablesChangedBetween('0001-a', '0002-b', migrations)).toEqual([]);
    expect(tablesChangedBetween('0002-b', '0004-d', migrations)).toEqual(['shelves', 'shops']);
    expect(tablesChangedBetween('0003-c', '0004-d', migrations)).toEqual([]);
  });

  it('reads the product’s own migrations', () => {
    expect(tablesChangedBetween('0007-billing-credit', '0008-sales-orders', allMigrations)).toEqual([
      'orderLines',
      'orders',
    ]);
  });
});
