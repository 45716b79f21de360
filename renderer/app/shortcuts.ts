/**
 * Keys. Guards:
 * - a key without Ctrl, Alt or a function key never fires while a person types in a field;
 * - Ctrl Enter on a closed list field is the screen's: the field would only open its list by it, and swallow the key;
 * - Enter and Space on a key, a link or a menu are theirs, whatever the screen does by them;
 * - the newest registration wins, so that a dialog or the active tab goes before the shell;
 * - what is registered with a label is listed by `?`, by groups.
 */
import { useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';

/** Where keys work: on the screen in front, everywhere, among the tabs, in lists and fields, on the window itself. */
export type ShortcutGroup = 'screen' | 'everywhere' | 'tabs' | 'lists' | 'window';

export interface Shortcut {
  readonly id: number;
  /** `mod+enter`, `alt+1`, `f9`, `n`, `?`. `mod` is Ctrl, on macOS the command key. */
  readonly keys: string;
  readonly labelKey: string | null;
  readonly group: ShortcutGroup;
  readonly handler: (event: KeyboardEvent) => void;
}

/** Registered keys, the newest last. */
export const useShortcuts = create<{ readonly shortcuts: readonly Shortcut[] }>(() => ({ shortcuts: [] }));

const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent);
let count = 0;

/** What was pressed, written as shortcuts are: `mod+k`. */
export function chordOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push('mod');
  if (isMac && event.ctrlKey) parts.push('ctrl');
  if (event.altKey) parts.push('alt');
  const key = event.key.toLowerCase();
  // Shift is part of the character for signs such as `?`.
  if (event.shiftKey && (key.length > 1 || /[a-z0-9]/.test(key))) parts.push('shift');
  // Alt changes the character on some layouts: the digit keys go by their place.
  const digit = event.altKey ? /^Digit(\d)$/.exec(event.code)?.[1] : undefined;
  parts.push(digit ?? (key === ' ' ? 'space' : key === '？' ? '?' : key));
  return parts.join('+');
}

/** Inputs that take no letters: a filter that was just chosen keeps the focus, and keys go on working. */
const takesNoText = /^(radio|checkbox|button|submit|range|color|file)$/;

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !takesNoText.test(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(textarea|select)$/i.test(target.tagName));
}

/** What does something by Enter itself; a key without `enabled` does nothing, and has none. */
const TAKES_ENTER = 'button:enabled, a[href], summary, select, [role="menuitem"], [role="combobox"]';

function ownsEnter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TAKES_ENTER) !== null;
}

/** A field that chooses from a list, its list not open: with any Enter it would open it. */
function isClosedList(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target.closest('.ant-select') === null) return false;
  return target.closest('[role="combobox"]')?.getAttribute('aria-expanded') !== 'true';
}

const worksWhileTyping = (keys: string) => /^(mod|alt|ctrl)\+|^(shift\+)?f\d+$/.test(keys);

/** Listens for the whole window. Returns the end of it. */
export function listenForShortcuts(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = chordOf(event);
    const shortcut = useShortcuts.getState().shortcuts.findLast((each) => each.keys === chord);
    if (!shortcut || (isTyping(event.target) && !worksWhileTyping(chord))) return;
    if ((chord === 'enter' || chord === 'space') && ownsEnter(event.target)) return;
    event.preventDefault();
    shortcut.handler(event);
  };
  const onCapture = (event: KeyboardEvent) => {
    if (event.isComposing || chordOf(event) !== 'mod+enter' || !isClosedList(event.target)) return;
    event.stopPropagation();
    onKeyDown(event);
  };
  window.addEventListener('keydown', onKeyDown);
  window.addEventListener('keydown', onCapture, { capture: true });
  return () => {
    window.removeEventListener('keydown', onKeyDown);
    window.removeEventListener('keydown', onCapture, { capture: true });
  };
}

/** Registers keys without a component. Returns the end of it. */
export function addShortcut(
  keys: string,
  handler: (event: KeyboardEvent) => void,
  labelKey: string | null = null,
  group: ShortcutGroup = 'screen',
): () => void {
  count += 1;
  const shortcut: Shortcut = { id: count, keys: keys.toLowerCase(), labelKey, group, handler };
  useShortcuts.setState(({ shortcuts }) => ({ shortcuts: [...shortcuts, shortcut] }));
  return () => useShortcuts.setState(({ shortcuts }) => ({ shortcuts: shortcuts.filter((each) => each !== shortcut) }));
}

/**
 * Registers keys while the component is shown (a hidden tab's keys rest). The handler may close over fresh state.
 * @param options.labelKey text for the list of `?`; without it the keys are not listed
 */
export function useShortcut(
  keys: string,
  handler: (event: KeyboardEvent) => void,
  options: { labelKey?: string; group?: ShortcutGroup; enabled?: boolean } = {},
): void {
  const { labelKey, group, enabled = true } = options;
  const latest = useRef(handler);
  // With the drawing, not after it: a key that is seen works.
  useLayoutEffect(() => {
    latest.current = handler;
  });
  useLayoutEffect(() => {
    if (!enabled) return;
    return addShortcut(keys, (event) => latest.current(event), labelKey ?? null, group);
  }, [keys, labelKey, group, enabled]);
}

const keyNames: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  alt: isMac ? '⌥' : 'Alt',
  shift: isMac ? '⇧' : 'Shift',
  ctrl: 'Ctrl',
  enter: '⏎',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  delete: 'Del',
  space: 'Space',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  tab: 'Tab',
  home: 'Home',
  end: 'End',
  insert: 'Ins',
  plus: '+',
  '-': '−',
};

/** Keys as they are printed on a key cap: `mod+enter` is `Ctrl ⏎`. */
export function keyText(keys: string): string {
  return keys
    .toLowerCase()
    .replace(/\+\+$/, '+plus')
    .split('+')
    .map((key) => keyNames[key] ?? key.toUpperCase())
    .join(' ');
}
