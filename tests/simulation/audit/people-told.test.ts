// Which rejected commands are told with another, as the ledger shows them below the one that they hang on.
import { expect, it } from 'vitest';
import type { Issued } from './issued-ledger.ts';
import { isToldWithAnother } from './people-told.ts';

const issue = (commandId: string, name: string, args: unknown): Issued => ({
  ...{ device: 'north', userId: 'u', atMs: 0, foretold: [], isExcused: false },
  ...{ commandId, name, args },
});
const rejected = (...commands: readonly Issued[]) => ({
  finished: commands.map(({ commandId }) => ({
    ...{ commandId, answerState: 'rejected', answerReasons: '[]', answerVersion: 1 },
    ...{ predicted: '{}', needsAttention: 0 },
  })),
});
const settle = (commandId: string, line: object) =>
  issue(commandId, 'sales.settleShortage', { orderId: 'order', lines: [line] });

it('a shortage of the substitute is told with the settling that would have brought the substitute (seed 352)', () => {
  const first = settle('1', { lineId: 'line', choice: 'substitute', substitute: { id: 'other line' } });
  const second = settle('2', { lineId: 'other line', choice: 'cutLine' });
  const image = rejected(first, second);
  expect(isToldWithAnother(second, image, [first, second])).toBe(true);
  expect(isToldWithAnother(first, image, [first, second])).toBe(false);
});

it('two settlings of one order are two decisions, and so are two orders', () => {
  const first = settle('1', { lineId: 'line', choice: 'cutLine' });
  const second = settle('2', { lineId: 'another', choice: 'wait' });
  expect(isToldWithAnother(second, rejected(first, second), [first, second])).toBe(false);
  const order = issue('3', 'sales.confirmOrder', { orderId: 'order' });
  const other = issue('4', 'sales.confirmOrder', { orderId: 'order 2' });
  expect(isToldWithAnother(other, rejected(order, other), [order, other])).toBe(false);
  expect(isToldWithAnother(first, rejected(order, first), [order, first])).toBe(true);
});
