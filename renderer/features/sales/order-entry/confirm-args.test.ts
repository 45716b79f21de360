import { expect, it } from 'vitest';
import { confirmOrder } from '#shared/workflows/orders/confirm-order.ts';
import { confirmArgs, firstProblem } from './confirm-args.ts';
import { draftFigures } from './draft-figures.ts';
import { changeDraft, type DraftAction, emptyOrderDraft } from './order-draft.ts';
import { cellBeside } from './use-grid-focus.ts';

const mug = { id: 'mug', code: 'A-100', name: 'Mug', unit: 'box', taxCode: 'standard', basePrice: 625_000 };
const customer = { id: 'c', name: 'Hengtong', currency: 'CNY', paymentTermsDays: 30 };
const problemAfter = (...actions: DraftAction[]) =>
  firstProblem(actions.reduce(changeDraft, emptyOrderDraft('SO-K7-000123', 'entry')));
const pick: DraftAction = { type: 'pickCustomer', customer };
const from: DraftAction = { type: 'setWarehouse', warehouseId: 'w' };
const add = (quantity: number, count = 1): DraftAction => ({
  type: 'addLines',
  lines: Array.from({ length: count }, () => ({ product: mug, quantity })),
});

it('problems are told from the top of the screen down', () => {
  expect(problemAfter()).toEqual({ kind: 'noCustomer' });
  expect(problemAfter(pick)).toEqual({ kind: 'noWarehouse' });
  expect(problemAfter(pick, from)).toEqual({ kind: 'noLines' });
  expect(problemAfter(pick, from, add(10_000), add(0))).toEqual({ kind: 'noQuantity', key: 2, place: 2 });
  expect(problemAfter(pick, from, add(10_000, 301))).toEqual({ kind: 'tooManyLines' });
  expect(problemAfter(pick, from, add(10_000, 300))).toBeNull();
});

it('arrows walk the cells of the lines, and below the last one into the next line', () => {
  expect(cellBeside([3, 5], 3, 'price', 'down')).toBe('5:price');
  expect(cellBeside([3, 5], 5, 'price', 'down')).toBe('next');
  expect(cellBeside([3, 5], 3, 'price', 'up')).toBeNull();
  expect(cellBeside([3, 5], 3, 'quantity', 'left')).toBe('3:row');
  expect(cellBeside([3, 5], 3, 'discount', 'right')).toBeNull();
});

it('what the screen sends is what the command takes, priced as the screen showed it', () => {
  const id = (place: number) => `01930000-0000-7000-8000-${String(place).padStart(12, '0')}`;
  const terms = {
    currency: 'CNY',
    priceMode: 'taxExclusive',
    taxRounding: 'perLine',
    discountLimit: 1_000,
    homeCurrency: 'CNY',
    roundingLimitMinor: 10_000,
    roundsToMinor: 100,
    mayGiveSamples: false,
    paymentTermsDays: 45,
    taxRates: [{ code: 'standard', rate: 1_300, validFrom: '2019-04-01' }],
    today: '2026-11-23',
  } as const;
  const product = { ...mug, id: id(1) };
  const draft = [
    { type: 'pickCustomer', customer: { ...customer, id: id(2) } },
    { type: 'setWarehouse', warehouseId: id(3) },
    { type: 'addLines', lines: [{ product, quantity: 15_000, manualPrice: 600_000, discount: 500 }] },
  ] as const satisfies readonly DraftAction[];
  const written = draft.reduce<ReturnType<typeof emptyOrderDraft>>(changeDraft, emptyOrderDraft('SO-K7-000123', id(4)));
  const stock = { onHand: 30_000, reserved: 10_000, unsaleable: 0, heldForOthers: 0, incoming: 0, incomingDueOn: null };
  const figures = draftFigures(written, new Map([[product.id, stock]]), terms);
  const args = confirmOrder.args.parse(confirmArgs(id(5), written, figures, terms, [id(6)], 1_763_900_000_000));
  expect(args).toMatchObject({ paymentTermsDays: 30, dataAsOf: 1_763_900_000_000 });
  expect(args.lines).toMatchObject([
    {
      id: id(6),
      productId: id(1),
      quantity: 15_000,
      unitPrice: 600_000,
      listPrice: 625_000,
      discount: 500,
      taxRate: 1_300,
      availableSeen: 20_000,
    },
  ]);
});
