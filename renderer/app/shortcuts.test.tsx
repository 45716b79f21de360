import { fireEvent, render, screen } from '@testing-library/react';
import { Select } from 'antd';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addShortcut, keyText, listenForShortcuts, useShortcut, useShortcuts } from './shortcuts.ts';

let end = () => {};
beforeEach(() => {
  end = listenForShortcuts();
});
afterEach(() => {
  end();
  useShortcuts.setState({ shortcuts: [] });
});

function Screen({ onKey, label }: { readonly onKey: () => void; readonly label?: string }) {
  useShortcut('mod+enter', onKey, label ? { labelKey: label } : {});
  return <input aria-label="field" />;
}

it('fires with modifiers while typing, and plain letters only outside of fields', () => {
  const confirm = vi.fn();
  const make = vi.fn();
  render(<Screen onKey={confirm} />);
  addShortcut('n', make);
  const field = screen.getByRole('textbox');
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  fireEvent.keyDown(field, { key: 'n' });
  expect(confirm).toHaveBeenCalledTimes(1);
  expect(make).not.toHaveBeenCalled();
  fireEvent.keyDown(document.body, { key: 'n' });
  expect(make).toHaveBeenCalledTimes(1);
});

it('Ctrl Enter is the screen’s on a field that chooses from a list, and does not open the list', async () => {
  const confirm = vi.fn();
  function Filtered() {
    useShortcut('mod+enter', confirm);
    return <Select aria-label="warehouse" value="a" options={[{ value: 'a', label: 'A' }]} />;
  }
  render(<Filtered />);
  const field = screen.getByRole('combobox');
  field.focus();
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  expect([confirm.mock.calls.length, field.getAttribute('aria-expanded')]).toEqual([1, 'false']);
  fireEvent.keyDown(field, { key: 'Enter' });
  expect([confirm.mock.calls.length, field.getAttribute('aria-expanded')]).toEqual([1, 'true']);
  // In the open list Enter chooses, with whatever key beside it.
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  expect(confirm).toHaveBeenCalledTimes(1);
});

it('the newest registration wins and gives way when it leaves', () => {
  const older = vi.fn();
  const newer = vi.fn();
  addShortcut('f9', older);
  const remove = addShortcut('f9', newer);
  fireEvent.keyDown(document.body, { key: 'F9' });
  remove();
  fireEvent.keyDown(document.body, { key: 'F9' });
  expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([1, 1]);
});

it('lists what has a label, and nothing of a screen that is gone', () => {
  const { unmount } = render(<Screen onKey={() => {}} label="sales.confirm" />);
  expect(useShortcuts.getState().shortcuts.map((shortcut) => shortcut.labelKey)).toEqual(['sales.confirm']);
  unmount();
  expect(useShortcuts.getState().shortcuts).toEqual([]);
});

it('reads signs, shifted letters, digits by place, and nothing while characters are composed', () => {
  const seen: string[] = [];
  for (const keys of ['?', 'mod+shift+t', 'alt+1']) addShortcut(keys, () => seen.push(keys));
  fireEvent.keyDown(document.body, { key: '?', shiftKey: true });
  fireEvent.keyDown(document.body, { key: 'T', ctrlKey: true, shiftKey: true });
  fireEvent.keyDown(document.body, { key: '¡', code: 'Digit1', altKey: true });
  fireEvent.keyDown(document.body, { key: '?', isComposing: true });
  expect(seen).toEqual(['?', 'mod+shift+t', 'alt+1']);
});

it('prints keys as they stand on a keyboard', () => {
  expect(keyText('mod+enter')).toBe('Ctrl ⏎');
  expect(keyText('alt+1')).toBe('Alt 1');
  expect(keyText('f9')).toBe('F9');
});
