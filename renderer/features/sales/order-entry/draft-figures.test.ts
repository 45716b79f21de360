import { expect, it } from 'vitest';
import { creditForecast, draftFigures, type FigureTerms, type LineStock } from './draft-figures.ts';
import { changeDraft, emptyOrderDraft, type NewLine } from './order-draft.ts';

const mug = { id: 'mug', code: 'A-100', name: 'Mug', unit: 'box', taxCode: 'standard', basePrice: 625_000 };
const tea = { id: 'tea', code: 'T-001', name: 'Tea', unit: 'kg', taxCode: 'food', basePrice: 333_300 };
const terms: FigureTerms = {
  currency: 'CNY',
  priceMode: 'taxExclusive',
  taxRounding: 'perLine',
  discountLimit: 1_000,
  taxRates: [
    { code: 'standard', rate: 1_300, validFrom: '2019-04-01' },
    { code: 'food', rate: 1_000, validFrom: '2010-01-01' },
    { code: 'food', rate: 900, validFrom: '2019-04-01' },
  ],
  today: '2026-11-23',
};
const stockOf = (onHand: number, reserved: number): LineStock => ({
  onHand,
  reserved,
  unsaleable: 0,
  heldForOthers: 0,
  incoming: 0,
  incomingDueOn: null,
});
const figuresOf = (lines: NewLine[], stock: Record<string, LineStock> = {}) => {
  const draft = changeDraft(emptyOrderDraft('SO-K7-000123', 'entry'), { type: 'addLines', lines });
  return draftFigures(draft, new Map(Object.entries(stock)), terms);
};

it('R42 R43 totals are those of the command, by the rates of the day', () => {
  const { totals, lines } = figuresOf([
    { product: mug, quantity: 480_000, discount: 500 },
    { product: tea, quantity: 10_000 },
  ]);
  expect(lines.map((line) => [line.netMinor, line.taxRate])).toEqual([
    [285_000, 1_300],
    [3_333, 900],
  ]);
  expect(totals).toMatchObject({ netMinor: 288_333, taxMinor: 37_350, totalMinor: 325_683 });
});

it('R42 a line beyond what an amount may be breaks no screen: it has no amount, the others have theirs', () => {
  const { lines, totals } = figuresOf([
    { product: { ...tea, basePrice: 1e12 }, quantity: 1e11 },
    { product: mug, quantity: 480_000, discount: 500 },
  ]);
  expect(lines.map((line) => line.netMinor)).toEqual([0, 285_000]);
  expect(lines[0]?.line.quantity).toBe(1e11);
  expect(totals).toMatchObject({ netMinor: 285_000 });
});

it('R20 R22 lines of one product share what is there, in their order', () => {
  const stock = { mug: stockOf(500_000, 120_000) };
  const { lines, shortLines } = figuresOf(
    [
      { product: mug, quantity: 300_000 },
      { product: tea, quantity: 10_000 },
      { product: mug, quantity: 200_000 },
    ],
    stock,
  );
  expect(lines.map(({ available, short, sameAsLine }) => ({ available, short, sameAsLine }))).toEqual([
    { available: 380_000, short: 0, sameAsLine: null },
    { available: 0, short: 0, sameAsLine: null },
    { available: 80_000, short: 120_000, sameAsLine: 1 },
  ]);
  expect(shortLines).toBe(1);
});

it('R22 stock below zero gives nothing and takes nothing', () => {
  const { lines } = figuresOf([{ product: mug, quantity: 10_000 }], { mug: stockOf(0, 50_000) });
  expect(lines[0]).toMatchObject({ available: -50_000, short: 10_000 });
});

it('a line whose stock is not known yet is not called short', () => {
  expect(figuresOf([{ product: mug, quantity: 10_000 }]).lines[0]).toMatchObject({ stock: null, short: 0 });
});

it('R9 exactly the limit passes, a price or a discount beyond it waits', () => {
  const { lines, approvalLines } = figuresOf([
    { product: mug, quantity: 10_000, discount: 1_000 },
    { product: mug, quantity: 10_000, manualPrice: 562_499 },
    { product: mug, quantity: 10_000, manualPrice: 600_000, discount: 800 },
  ]);
  expect(lines.map((line) => line.waitsForApproval)).toEqual([false, true, true]);
  expect(approvalLines).toBe(2);
});

it('R55 the forecast counts this order into the exposure', () => {
  const status = {
    currency: 'CNY',
    limitMinor: 1_000_000,
    limitValidUntil: null,
    openOrdersMinor: 200_000,
    unbilledMinor: 0,
    receivablesMinor: 300_000,
    prepaymentsMinor: 50_000,
    overdueMinor: 0,
    oldestDueOn: null,
  };
  const at = { today: '2026-11-23', overdueHoldDays: 30 };
  expect(creditForecast(status, 550_000, at)).toEqual({ hold: false, leftMinor: 0 });
  expect(creditForecast(status, 550_001, at)).toEqual({ hold: true, because: 'limitExceeded', leftMinor: -1 });
  expect(creditForecast({ ...status, limitMinor: null }, 9_999_999, at)).toEqual({ hold: false, leftMinor: null });
  expect(creditForecast({ ...status, oldestDueOn: '2026-10-23' }, 0, at)).toMatchObject({ because: 'overdue' });
});
