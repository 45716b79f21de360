import { expect, it } from 'vitest';
import { type AgreedOrder, composeOrder } from './compose-order.ts';
import { plainPrice } from './plain-order.ts';

const customer = { id: 'c1', code: 'C1', name: '武汉恒通', contactName: null, phone: null, territoryId: 't1' };
const agreed: AgreedOrder = {
  id: 'o1',
  importKey: null,
  warehouseId: 'w1',
  currency: 'CNY',
  priceMode: 'taxExclusive',
  taxRounding: 'perLine',
  orderedOn: '2026-11-23',
  requestedOn: null,
  paymentTermsDays: 30,
  shipTo: null,
  note: null,
  confirmedAt: 1,
  confirmedBy: 'u1',
  confirmedByName: 'Zhou Wenbin',
  deviceCode: 'K7',
};
const product = { id: 'p1', code: 'P1', name: 'Mug', unit: '件', taxCode: 'standard' };
const line = (id: string, pieces: number, more: object = {}) => ({
  id,
  product,
  quantity: pieces * 10_000,
  unitPrice: 100_0000,
  listPrice: 100_0000,
  priceSource: 'base' as const,
  discount: 0,
  taxRate: 1_300,
  ...more,
});
const standing = { number: 'SO-K7-000001', creditHold: 0, approvalHold: 0 } as const;
const compose = (order: Partial<AgreedOrder>, lines: Parameters<typeof composeOrder>[2], party = customer) =>
  composeOrder({ ...agreed, ...order }, party, lines, [], standing);

it('R41 R45 an order keeps what was taken off it, and each line its share: what is left of the lines sums to the head', () => {
  const { head, lines } = compose({ documentDiscount: 1_000, roundedOffMinor: 50 }, [line('a', 3), line('b', 1)]);
  expect(head).toMatchObject({ documentDiscount: 1_000, documentDiscountMinor: 4_000, roundedOffMinor: 50 });
  expect(head).toMatchObject({ netMinor: 35_955, taxMinor: 4_675, totalMinor: 40_630 });
  expect(lines.map(({ documentDiscountMinor }) => documentDiscountMinor)).toEqual([3_000, 1_000]);
  expect(lines.map(({ roundedOffMinor }) => roundedOffMinor)).toEqual([37, 13]);
  expect(lines.reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0)).toBe(head.totalMinor);
});

it('R41 a discount that is agreed as an amount is never more than the lines come to', () => {
  const { head } = compose({ documentDiscountMinor: 99_999, roundedOffMinor: 5 }, [line('a', 1)]);
  expect(head).toMatchObject({ documentDiscount: 0, documentDiscountMinor: 10_000, roundedOffMinor: 0, totalMinor: 0 });
});

it('R31 R41 a line keeps its unit, its second discount and what promotions take off', () => {
  const sold = { soldUnit: '箱', unitRatio: 12, secondDiscount: 500, promotionId: 'pr1', promotionDiscount: 200 };
  const free = { ...line('b', 1, { unitPrice: 0, lineKind: 'free', freeForLineId: 'a' }) };
  const { lines } = compose({}, [line('a', 24, { ...sold, promotionMinor: 100, discount: 1_000 }), free]);
  // Two boxes at 100: 200 · 0.9 · 0.95 · 0.98 − 1.
  expect(lines[0]).toMatchObject({ ...sold, promotionMinor: 100, netMinor: 16_658 });
  expect(lines[1]).toMatchObject({ lineKind: 'free', freeForLineId: 'a', netMinor: 0, taxMinor: 0 });
});

it('a line that nothing special was said about has nothing special', () => {
  const { head, lines } = compose({}, [line('a', 1)]);
  expect(lines[0]).toMatchObject({ ...plainPrice, documentDiscountMinor: 0, roundedOffMinor: 0 });
  expect(head).toMatchObject({ documentDiscount: 0, documentDiscountMinor: 0, roundedOffMinor: 0, sourceKind: null });
});

it('R11 the customer is billed and pays, unless others do', () => {
  const own = { billToId: 'c1', billToName: '武汉恒通', payerId: 'c1', payerName: '武汉恒通' };
  expect(compose({}, []).head).toMatchObject(own);
  const office = { ...customer, billTo: { id: 'c2', name: '恒通总部' }, payer: { id: 'c3', name: '恒通财务' } };
  expect(compose({}, [], office).head).toMatchObject({ billToId: 'c2', payerId: 'c3', payerName: '恒通财务' });
});

it('R10 an imported order says that it was', () => {
  expect(compose({ importKey: 'ORD-1' }, []).head).toMatchObject({ sourceKind: 'import' });
});
