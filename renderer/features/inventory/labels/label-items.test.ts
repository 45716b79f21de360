import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { productItems } from './label-items.ts';

const product = {
  ...{ id: 'p1', code: 'A-100', name: '陶瓷杯 350ml', unit: '个', packaging: null, barcode: '6901234567892' },
};
const t = ((key: string) => key) as unknown as TFunction;

it('R112 the codes of a product’s boxes have labels of their own, with what is in the box', () => {
  const items = productItems(
    product,
    [],
    [
      { id: 'b1', code: '16901234567899', unit: { name: '箱', ratio: 24 } },
      { id: 'b2', code: 'OLD-77', unit: null },
    ],
  );
  expect(items.map(({ id, copies, note }) => [id, copies, note])).toEqual([
    ['p1', 1, 'A-100'],
    ['b1', 0, 'A-100 · 箱 = 24 个 · 16901234567899'],
    ['b2', 0, 'A-100 · 个 · OLD-77'],
  ]);
  expect(items[1]?.draw(t)).toMatchObject({
    title: '陶瓷杯 350ml',
    lines: [{ value: 'A-100' }, { value: '箱 = 24 个' }],
    code: { kind: 'gs1', elements: [{ ai: '01', value: '16901234567899', isFixed: true }] },
  });
  expect(items[2]?.draw(t).code).toEqual({ kind: 'code128', text: 'OLD-77' });
});
