import { fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setTextLanguage, startTexts } from './i18n.ts';
import {
  clearNotices,
  closeRefusal,
  endUndoOf,
  leavePlace,
  notify,
  notifyRefusal,
  offerUndo,
  readNotices,
  useNotices,
  wordsOf,
} from './notices.ts';
import { listenForShortcuts } from './shortcuts.ts';

let end = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  startTexts('en');
  end = listenForShortcuts();
});
afterEach(() => {
  clearNotices();
  end();
  vi.useRealTimers();
});

const open = () => useNotices.getState().notices.filter((notice) => !notice.closed);
const undoKey = () => fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });

it('R104 what was done is taken back by Ctrl+Z, once', () => {
  const run = vi.fn();
  offerUndo({ label: 'Line removed', run });
  expect(open().map((notice) => notice.title)).toEqual(['Line removed']);
  undoKey();
  undoKey();
  expect(run).toHaveBeenCalledTimes(1);
  expect(open()).toEqual([]);
});

it('R104 the offer ends after ten seconds', () => {
  const run = vi.fn();
  offerUndo({ label: 'Line removed', run });
  vi.advanceTimersByTime(9_999);
  expect(open()).toHaveLength(1);
  vi.advanceTimersByTime(1);
  undoKey();
  expect(run).not.toHaveBeenCalled();
  expect(open()).toEqual([]);
});

it('R104 what was taken back in another way is not offered any more; the undo of something else stays', () => {
  const run = vi.fn();
  offerUndo({ label: 'Order confirmed', run, about: ['order', 'command'] });
  endUndoOf('another');
  expect(open()).toHaveLength(1);
  endUndoOf('command');
  undoKey();
  expect(run).not.toHaveBeenCalled();
  expect(open()).toEqual([]);
});

it('R104 a newer offer replaces the older', () => {
  const runs: string[] = [];
  offerUndo({ label: 'first', run: () => void runs.push('first') });
  offerUndo({ label: 'second', run: () => void runs.push('second') });
  undoKey();
  undoKey();
  expect(runs).toEqual(['second']);
});

it('a refusal is told in words with its figures, and stays until it is closed', () => {
  notifyRefusal({ code: 'auth.tooManyTries', params: { retryAfterSeconds: 30 } });
  notifyRefusal({ code: 'nobody.knowsThis', params: {} });
  vi.advanceTimersByTime(600_000);
  expect(open().map((notice) => wordsOf(notice.text ?? ''))).toEqual([
    expect.stringContaining('nobody.knowsThis'),
    expect.stringContaining('Wait 30 seconds'),
  ]);
});

it('what is read in the bell no longer stands before it, and stays in it', () => {
  clearNotices();
  notify({ tone: 'wait', title: 'changed' });
  readNotices();
  expect(useNotices.getState()).toMatchObject({ unseen: 0, notices: [{ title: 'changed', closed: true }] });
});

it('a refusal goes when its place is left or it is done after all; what needs an answer of its own stays', () => {
  const tooMany = { code: 'auth.tooManyTries', params: { retryAfterSeconds: 30 } };
  notify({ tone: 'wait', title: 'the office answered' });
  notifyRefusal(tooMany, null, 'sign in');
  notifyRefusal({ code: 'nobody.knowsThis', params: {} });
  expect(open()).toHaveLength(3);
  closeRefusal('sign in');
  expect(open().map((notice) => notice.about)).toEqual(['nobody.knowsThis', null]);
  leavePlace();
  expect(open().map((notice) => notice.title)).toEqual(['the office answered']);
});

it('one deed has one refusal, the newest, in the language of the moment', () => {
  notifyRefusal({ code: 'nobody.knowsThis', params: {} }, null, 'sign in');
  notifyRefusal({ code: 'auth.tooManyTries', params: { retryAfterSeconds: 30 } }, null, 'sign in');
  expect(open().map((notice) => wordsOf(notice.text ?? ''))).toEqual([expect.stringContaining('Wait 30 seconds')]);
  setTextLanguage('zh');
  expect(open().map((notice) => wordsOf(notice.text ?? ''))).toEqual([expect.stringMatching(/[\u4e00-\u9fff]/)]);
});
