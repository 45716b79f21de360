import { expect, it } from 'vitest';
import { isLinePaste, parsePaste } from './paste-lines.ts';

it('a paste of lines is told from a pasted word', () => {
  expect(isLinePaste('A-100\t48')).toBe(true);
  expect(isLinePaste('A-100 48\r\nA-110 24')).toBe(true);
  expect(isLinePaste('陶瓷碗')).toBe(false);
  expect(isLinePaste('A-100\n')).toBe(false);
});

it('reads SKU, quantity and price from Excel, past a heading and empty lines', () => {
  const paste = parsePaste('编码\t数量\t单价\r\nA-100\t48\t62.50\r\n\r\nA-110\t1,200\t\r\n6901234567892\t2.5\t¥8\r\n');
  expect(paste.bad).toEqual([]);
  expect(paste.lines).toEqual([
    { line: 2, code: 'A-100', quantity: 480_000, price: 625_000 },
    { line: 4, code: 'A-110', quantity: 12_000_000, price: null },
    { line: 5, code: '6901234567892', quantity: 25_000, price: 80_000 },
  ]);
});

it('a line without quantity asks for one; blanks and semicolons part the cells too', () => {
  expect(parsePaste('A-100\nB-020;3').lines).toEqual([
    { line: 1, code: 'A-100', quantity: 10_000, price: null },
    { line: 2, code: 'B-020', quantity: 30_000, price: null },
  ]);
});

it('names what cannot be read, by its line', () => {
  const { lines, bad } = parsePaste('A-100\t48\nA-110\tviele\nB-020\t0\nB-029\t2\tgratis');
  expect(lines.map(({ code }) => code)).toEqual(['A-100']);
  expect(bad).toEqual([
    { line: 2, text: 'A-110\tviele', cause: 'quantity' },
    { line: 3, text: 'B-020\t0', cause: 'quantity' },
    { line: 4, text: 'B-029\t2\tgratis', cause: 'price' },
  ]);
});
