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
});

it('refuses in the shape that the call answers with', () => {
  const reason = { code: 'ipc.tooLarge', params: {} };
  expect(refuseCall('command', reason)).toEqual({ state: 'rejected', reason });
  expect(refuseCall('query', reason)).toEqual({ ok: false, reason });
  expect(() => refuseCall('newIds', reason)).toThrow('ipc.tooLarge');
});
