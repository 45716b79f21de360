import { expect, it } from 'vitest';
import { type Decider, stillBinds, whoDecides } from './who-decides.ts';

const word = { kind: 'discount', limitValue: 1_800, askedBy: 'rep', madeBy: 'rep' };
const decider = (userId: string, limit: number, ...rights: string[]): Decider => ({
  userId,
  limit,
  rights: new Set(rights),
});
const APPROVE = 'sales.approveDiscount';

it('R9 the right of the kind and a limit that reaches exactly', () => {
  expect(whoDecides(word, decider('boss', 1_800, APPROVE), [])).toEqual({ may: true, onBehalfOf: null });
  expect(whoDecides(word, decider('boss', 1_799, APPROVE), [])).toEqual({
    may: false,
    because: 'beyondLimit',
    limit: 1_799,
  });
  expect(whoDecides(word, decider('boss', 9_000, 'billing.releaseCredit'), [])).toEqual({
    may: false,
    because: 'noRight',
  });
  expect(whoDecides({ ...word, kind: 'credit' }, decider('boss', 9_000, 'billing.releaseCredit'), [])).toMatchObject({
    may: true,
  });
  expect(whoDecides({ ...word, kind: 'somethingElse' }, decider('boss', 9_000, APPROVE), [])).toMatchObject({
    may: false,
  });
});

it('R9 nobody decides on his own request, nor on an order that he took and another asked for', () => {
  const self = decider('rep', 9_000, APPROVE);
  expect(whoDecides(word, self, [])).toEqual({ may: false, because: 'ownRequest' });
  expect(whoDecides({ ...word, askedBy: 'other' }, self, [])).toEqual({ may: false, because: 'ownRequest' });
  // Not in somebody else's name either.
  expect(whoDecides(word, decider('rep', 0), [decider('boss', 9_000, APPROVE)])).toMatchObject({ may: false });
  // And a deputy not in the name of who asked.
  expect(whoDecides(word, decider('deputy', 0), [decider('rep', 9_000, APPROVE)])).toEqual({
    may: false,
    because: 'noRight',
  });
});

it('R113 a deputy decides with right and limit of one person, in that one’s name, his own first', () => {
  const boss = decider('boss', 2_500, APPROVE);
  expect(whoDecides(word, decider('deputy', 0), [boss])).toEqual({ may: true, onBehalfOf: 'boss' });
  expect(whoDecides(word, decider('deputy', 2_000, APPROVE), [boss])).toEqual({ may: true, onBehalfOf: null });
  // The right of the one and the limit of the other are nobody's.
  expect(whoDecides(word, decider('deputy', 9_000), [decider('boss', 100, APPROVE)])).toEqual({
    may: false,
    because: 'beyondLimit',
    limit: 100,
  });
});

it('R9 a word holds while what it binds is the same, and for no more than it was given for', () => {
  const given = { fingerprint: 'a', amountMinor: 100 };
  expect(stillBinds(given, { fingerprint: 'a', amountMinor: 100 })).toBe(true);
  expect(stillBinds(given, { fingerprint: 'a', amountMinor: 99 })).toBe(true);
  expect(stillBinds(given, { fingerprint: 'a', amountMinor: 101 })).toBe(false);
  expect(stillBinds(given, { fingerprint: 'b', amountMinor: 100 })).toBe(false);
});
