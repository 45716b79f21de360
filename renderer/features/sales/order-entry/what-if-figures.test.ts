import { expect, it } from 'vitest';
import type { PromiseOf } from '#shared/domains/inventory/queries/promises.ts';
import { changeDraft, emptyOrderDraft } from './order-draft.ts';
import { type Ground, outcomeOf, type Supposed, takeOver, wantedOf } from './what-if-figures.ts';

const UNIT = 10_000;
const product = (id: string, basePrice: number) => ({
  ...{ id, code: id, name: id, unit: '个', taxCode: 'standard', basePrice },
});
const draft = changeDraft(
  { ...emptyOrderDraft('SO-K7-000123', 'entry'), warehouseId: 'w1' },
  {
    type: 'addLines',
    lines: [
      { product: product('mug', 100_0000), quantity: 10 * UNIT },
      { product: product('jug', 50_0000), quantity: 60 * UNIT },
    ],
  },
);
const ground: Ground = {
  stock: new Map(),
  book: null,
  costs: new Map([
    ['mug', 60_0000],
    ['jug', 40_0000],
  ]),
  status: null,
  overdueHoldDays: 30,
  terms: {
    ...{ currency: 'CNY', homeCurrency: 'CNY', priceMode: 'taxExclusive', taxRounding: 'perLine' },
    ...{ discountLimit: 1_000, roundingLimitMinor: 100, roundsToMinor: null, mayGiveSamples: false },
    ...{ taxRates: [], today: '2026-11-23' },
  },
};
const asIs: Supposed = {
  ...{ documentDiscount: 0, documentDiscountMinor: 0, requestedOn: null, warehouseId: 'w1', isSplit: false },
};
const promised: PromiseOf[] = [
  { productId: 'mug', onDay: 38 * UNIT, wholeOn: '2026-11-23', someOn: '2026-11-23' },
  { productId: 'jug', onDay: 38 * UNIT, wholeOn: '2026-11-30', someOn: '2026-11-23' },
];

it('R41, R47 a discount on the whole is taken off the total and off the margin', () => {
  expect(outcomeOf(draft, asIs, ground, promised)).toMatchObject({
    totalMinor: 400_000,
    margin: { marginMinor: 100_000, rate: 2_500 },
    waitsForApproval: false,
  });
  const dearer = outcomeOf(draft, { ...asIs, documentDiscount: 2_000 }, ground, promised);
  expect(dearer).toMatchObject({ totalMinor: 320_000, margin: { marginMinor: 20_000, rate: 625 } });
  // Beyond the person's limit of 10 %.
  expect(dearer.waitsForApproval).toBe(true);
  expect(outcomeOf(draft, asIs, { ...ground, costs: null }, promised).margin).toBeNull();
});

it('R21 whole, it goes when the last of it is there; split, what is there goes first', () => {
  expect(outcomeOf(draft, asIs, ground, promised).delivery).toEqual({
    ...{ firstOn: '2026-11-30', wholeOn: '2026-11-30', inFull: 1, products: 2 },
  });
  const split = outcomeOf(draft, { ...asIs, isSplit: true }, ground, promised).delivery;
  expect(split).toMatchObject({ firstOn: '2026-11-23', wholeOn: '2026-11-30' });
  const later = outcomeOf(draft, { ...asIs, isSplit: true, requestedOn: '2026-12-04' }, ground, promised).delivery;
  expect(later).toMatchObject({ firstOn: '2026-12-04', wholeOn: '2026-12-04' });
  const [mug] = promised;
  const unknown = [...(mug ? [mug] : []), { productId: 'jug', onDay: 0, wholeOn: null, someOn: null }];
  expect(outcomeOf(draft, asIs, ground, unknown).delivery).toMatchObject({ firstOn: null, wholeOn: null });
  expect(outcomeOf(draft, asIs, ground, null).delivery).toBeNull();
});

it('what was supposed is taken over as it was shown, and nothing else changes', () => {
  expect(takeOver(draft, asIs, promised)).toEqual([]);
  const supposed = { ...asIs, documentDiscountMinor: 5_000, requestedOn: '2026-12-04', isSplit: true };
  const after = takeOver(draft, supposed, promised).reduce(changeDraft, draft);
  expect(after).toMatchObject({ documentDiscountMinor: 5_000, requestedOn: '2026-12-04', warehouseId: 'w1' });
  expect(
    after.lines.map(({ productId, quantity, backOrderKept }) => [productId, quantity / UNIT, backOrderKept]),
  ).toEqual([
    ['mug', 10, false],
    ['jug', 38, false],
    ['jug', 22, true],
  ]);
  const moved = takeOver(draft, { ...asIs, warehouseId: 'w2' }, promised);
  expect(moved).toEqual([{ type: 'setWarehouse', warehouseId: 'w2' }]);
});

it('free goods are asked of the warehouse too', () => {
  const lines = [{ line: { productId: 'mug', quantity: 12 * UNIT } }] as never;
  const free = [{ productId: 'mug', quantity: UNIT }] as never;
  expect(wantedOf({ lines, free })).toEqual([{ productId: 'mug', quantity: 13 * UNIT }]);
});
