import { describe, expect, it } from 'vitest';
import type { ImportValue } from '#shared/kernel/import-fields.ts';
import type { CheckedRow, FileRole } from './check-rows.ts';
import { joinOrders } from './join-orders.ts';
import type { Sheet } from './sheet.ts';

const side = (file: FileRole) => ({
  file,
  columns: { importKey: 0 },
  sheet: { headings: ['OrderID'], rows: [] as Sheet['rows'] } as unknown as Sheet,
});
const sides = { heads: side('main'), lines: side('lines') };

function row(line: number, values: Record<string, ImportValue>, bad: string | null = null): CheckedRow {
  const problem = { file: 'main' as const, line, column: 'x', heading: 'x', cell: '', code: bad ?? '', params: {} };
  return { line, values, problems: bad ? [problem] : [] };
}

const head = (line: number, importKey: string | null, shippedOn: string | null = null, bad: string | null = null) =>
  row(line, { importKey, shippedOn }, bad);

describe('open orders from two files', () => {
  it('joins lines by order number, in the order of the file', () => {
    const joined = joinOrders(
      [head(2, '1'), head(3, '2')],
      [row(2, { importKey: '2' }), row(3, { importKey: '1' }), row(4, { importKey: '2' })],
      sides,
    );
    expect(joined.orders.map((order) => order.lines.map((line) => line.line))).toEqual([[3], [2, 4]]);
    expect(joined.problems).toEqual([]);
  });

  it('counts shipped orders and leaves their lines alone, whatever else is wrong with them', () => {
    const joined = joinOrders(
      [head(2, '1', '1998-01-02', 'import.missing'), head(3, '2')],
      [row(2, { importKey: '1' }, 'import.missing'), row(3, { importKey: '2' })],
      sides,
    );
    expect(joined).toMatchObject({ shipped: 1, ordersLeftOut: 0, problems: [] });
    expect(joined.orders).toHaveLength(1);
  });

  it('names orders without lines and lines without an order', () => {
    const joined = joinOrders(
      [head(2, '1')],
      [row(2, { importKey: '9' }), row(3, { importKey: null }, 'import.missing')],
      sides,
    );
    expect(joined.orders).toEqual([]);
    expect(joined.ordersLeftOut).toBe(1);
    expect(joined.problems.map(({ file, line, code }) => ({ file, line, code }))).toEqual([
      { file: 'main', line: 3, code: 'import.missing' },
      { file: 'main', line: 2, code: 'import.orderWithoutLines' },
      { file: 'lines', line: 2, code: 'import.lineWithoutOrder' },
    ]);
  });

  it('leaves out the whole order for one bad line, and names the line', () => {
    const joined = joinOrders(
      [head(2, '1'), head(3, '2')],
      [row(2, { importKey: '1' }), row(3, { importKey: '1' }, 'import.not.decimal'), row(4, { importKey: '2' })],
      sides,
    );
    expect(joined.orders.map((order) => order.head.line)).toEqual([3]);
    expect(joined.problems.map(({ line, code, params }) => ({ line, code, params }))).toEqual([
      { line: 2, code: 'import.orderLineBad', params: { line: 3 } },
      { line: 3, code: 'import.not.decimal', params: {} },
    ]);
  });

  it('leaves out a bad head with its lines', () => {
    const joined = joinOrders([head(2, '1', null, 'import.missing')], [row(2, { importKey: '1' })], sides);
    expect(joined).toMatchObject({ orders: [], ordersLeftOut: 1 });
    expect(joined.problems.map((problem) => problem.code)).toEqual(['import.missing']);
  });

  it('refuses an order with more lines than an order may have', () => {
    const lines = Array.from({ length: 301 }, (_, index) => row(index + 2, { importKey: '1' }));
    expect(joinOrders([head(2, '1')], lines, sides).problems).toMatchObject([
      { code: 'import.orderTooLong', params: { lines: 301, limit: 300 } },
    ]);
  });
});
