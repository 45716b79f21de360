import { describe, expect, it } from 'vitest';
import { CALL_LIMIT_CHARS, checkCall, isOurs, refuseCall } from './check-call.ts';

const origin = 'satchel://app';

describe('the sender', () => {
  it('is heard from our own page', () => {
    expect(isOurs({ isMainFrame: true, url: 'satchel://app/index.html#/orders' }, origin)).toBe(true);
  });
  it.each([
    ['an embedded frame', { isMainFrame: false, url: 'satchel://app/' }],
    ['another page', { isMainFrame: true, url: 'https://example.com/' }],
    ['a host that begins like ours', { isMainFrame: true, url: 'satchel://app.example.com/' }],
    ['a frame that is gone', null],
  ])('is not heard from %s', (_what, sender) => {
    expect(isOurs(sender, origin)).toBe(false);
  });
});

describe('arguments', () => {
  it('pass when they fit', () => {
    expect(checkCall('command', ['sales.confirmOrder', { id: 1 }])).toEqual({
      args: ['sales.confirmOrder', { id: 1 }],
    });
  });
  it.each([
    ['too few', 'query', []],
    ['a wrong type', 'newIds', ['3']],
    ['too many asked for', 'newIds', [100_000]],
    ['an unknown field', 'session.signIn', [{ server: 'x', login: 'a', password: 'b', actor: 'admin' }]],
    ['a series that would break a number', 'nextNumber', ['SO-1']],
    ['an unknown language', 'desktop.setLanguage', ['fr']],
  ] as const)('are refused with %s', (_what, name, args) => {
    expect(checkCall(name, args)).toMatchObject({ reason: { code: 'ipc.invalidArguments', params: { call: name } } });
  });
  it('are refused when they are too large', () => {
    const checked = checkCall('command', ['sales.confirmOrder', 'x'.repeat(CALL_LIMIT_CHARS)]);
    expect(checked).toMatchObject({ reason: { code: 'ipc.tooLarge' } });
  });

  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  it.each([
    ['binary data', new ArrayBuffer(300 * 1024 * 1024)],
    ['binary data inside', { lines: [{ note: new Uint8Array(4) }] }],
    ['a date', { at: new Date(0) }],
    ['a map', new Map([['a', 1]])],
    ['no number', { quantity: Number.NaN }],
    ['a big integer', 1n],
    ['a list that contains itself', cyclic],
    ['lists deep within each other', JSON.parse('['.repeat(5_000) + ']'.repeat(5_000))],
  ])('are refused when they are no plain JSON: %s', (_what, args) => {
    expect(checkCall('command', ['sales.confirmOrder', args])).toMatchObject({
      reason: { code: 'ipc.invalidArguments' },
    });
  });
  const doubled = (times: number): unknown => {
    let value: unknown = 'x';
    for (let count = 0; count < times; count += 1) value = [value, value];
    return value;
  };
  it.each([
    ['parts that are shared', doubled(30)],
    ['a list with gaps', new Array(1_000_000_000)],
    ['a long key', { ['x'.repeat(CALL_LIMIT_CHARS)]: 1 }],
  ])('are refused before they are written when that would be large: %s', (_what, args) => {
    expect(checkCall('command', ['sales.confirmOrder', args])).toMatchObject({ reason: { code: 'ipc.tooLarge' } });
  });
  it('pass with fields that are left out, and as an object without a prototype', () => {
    const args = Object.assign(Object.create(null), { note: undefined, on: true, none: null });
    expect(checkCall('command', ['sales.confirmOrder', args])).toHaveProperty('args');
  });
});

it('refuses in the shape that the call answers with', () => {
  const reason = { code: 'ipc.tooLarge', params: {} };
  expect(refuseCall('command', reason)).toEqual({ state: 'rejected', reason });
  expect(refuseCall('query', reason)).toEqual({ ok: false, reason });
  expect(() => refuseCall('newIds', reason)).toThrow('ipc.tooLarge');
});
