import { useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { HOLD_MS, makeScanBurst, type Stroke } from './scan-burst.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** A field as it was before a scan began to write into it. */
interface FieldBefore {
  readonly field: Field;
  readonly value: string;
  readonly start: number | null;
  readonly end: number | null;
}

const takesNoText = /^(radio|checkbox|button|submit|range|color|file)$/;

function fieldOf(target: EventTarget | null): Field | null {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && !takesNoText.test(target.type) ? target : null;
}

function rememberField(field: Field): FieldBefore {
  return { field, value: field.value, start: field.selectionStart, end: field.selectionEnd };
}

/** As if it had been typed: its screen hears of it. */
function setText(field: Field, value: string): void {
  const proto = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Takes the scan's characters out of the field again. */
function restoreField({ field, value, start, end }: FieldBefore): void {
  if (field.value === value) return;
  setText(field, value);
  if (start !== null && end !== null) field.setSelectionRange(start, end);
}

/** Types a character where the field's caret is. */
function typeInto(field: Field, character: string): void {
  const { value, selectionStart, selectionEnd } = field;
  const from = selectionStart ?? value.length;
  setText(field, value.slice(0, from) + character + value.slice(selectionEnd ?? from));
  if (selectionStart !== null) field.setSelectionRange(from + 1, from + 1);
}

const strokeOf = (event: KeyboardEvent): Stroke => ({
  key: event.key,
  code: event.code,
  at: event.timeStamp,
  repeat: event.repeat,
  shift: event.shiftKey,
  modified: event.ctrlKey || event.altKey || event.metaKey,
});

function again(event: KeyboardEvent): KeyboardEvent {
  const { key, code, shiftKey, ctrlKey, altKey, metaKey } = event;
  return new KeyboardEvent('keydown', {
    ...{ key, code, shiftKey, ctrlKey, altKey, metaKey },
    ...{ bubbles: true, cancelable: true, composed: true },
  });
}

/** Where scans are heard. */
interface ScanReach {
  /** Whether what falls into a field, as it is when its first character comes, is the field's and stays there. */
  readonly leaves: (field: Field) => boolean;
  /** Somebody else hears them for now. */
  readonly isAsleep: () => boolean;
}
const everywhere: ScanReach = { leaves: () => false, isAsleep: () => false };

/** So many keys, one as soon after the other as a scanner's, are a scan without an ending: nobody has typed them. */
const LEAST_WITHOUT_END = 6;
const LEAST_DIFFERENT = 3;

function isScanWithoutEnd(keys: readonly string[]): boolean {
  return keys.length >= LEAST_WITHOUT_END && new Set(keys).size >= LEAST_DIFFERENT;
}

/**
 * Hears scans anywhere in the window. Guards:
 * - a scan that falls into a field is taken out of it again, and its ending presses nothing;
 * - outside of fields a key waits 60 ms until it is clear that no scan begins with it, and then does what it does;
 * - a scan's characters are never keys of the screen, also where the scanner ends it by nothing;
 * - the tail of a scan that a pause has broken is taken out like a scan, and told as broken alone.
 * Returns the end of listening.
 */
export function listenForScans(
  onScan: (text: string) => void,
  reach: ScanReach = everywhere,
  onBroken: () => void = () => {},
): () => void {
  let burst = makeScanBurst();
  const own = new WeakSet<Event>();
  let held: KeyboardEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let before: FieldBefore | null = null;
  /** When a character came that is a field's: a run is the field's as a whole. */
  let leftAt = Number.NEGATIVE_INFINITY;

  const release = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const events = held;
    held = [];
    if (isScanWithoutEnd(events.map(({ key }) => key))) return;
    for (const [at, event] of events.entries()) {
      const copy = again(event);
      own.add(copy);
      const { target } = event;
      // A key before it has led into a field: what was typed behind that is the field's.
      const field = at > 0 ? fieldOf(document.activeElement) : null;
      const place = target instanceof Node && target.isConnected ? target : document.body;
      // The next key finds the screen as this one has left it.
      flushSync(() => (field ? typeInto(field, event.key) : place.dispatchEvent(copy)));
      // The screen had a use for it: it was a person's key, and the scan behind it is whole.
      if (copy.defaultPrevented) burst.settle();
    }
  };
  const forget = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    held = [];
  };
  const hold = (event: KeyboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    held.push(event);
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(release, HOLD_MS);
  };
  const swallow = (event: KeyboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (own.has(event)) return;
    const field = fieldOf(event.target);
    const { timeStamp: at } = event;
    const isLeft = field !== null && !burst.isOpen(at) && (at - leftAt <= HOLD_MS || reach.leaves(field));
    if (reach.isAsleep() || isLeft) {
      release();
      burst = makeScanBurst();
      if (isLeft) leftAt = at;
      return;
    }
    // A key that is over does what it does before the next one is judged.
    if (held.length > 0 && !burst.isOpen(at)) release();
    const step = burst.press(strokeOf(event));
    switch (step.kind) {
      case 'part':
        if (step.isFirst) {
          release();
          // The head of a broken scan is no more typed than its tail.
          if (!step.isTail || before?.field !== field) before = field ? rememberField(field) : null;
        }
        // Space presses a key that has the focus, and lists find by letters: those are theirs at once.
        if (!field) {
          if (!(event.target instanceof HTMLSelectElement) && !(step.isFirst && event.key === ' ')) hold(event);
        }
        // The keys that stand for FNC1 are nobody's shortcut in the middle of a scan.
        else if (event.ctrlKey && !step.isFirst) swallow(event);
        return;
      case 'end':
        forget();
        swallow(event);
        if (before) restoreField(before);
        before = null;
        onScan(step.text);
        return;
      case 'broken':
        forget();
        swallow(event);
        if (before) restoreField(before);
        before = null;
        onBroken();
        return;
      case 'echo':
        swallow(event);
        return;
      case 'other':
        if (!/^(Shift|CapsLock|Control|Alt)$/.test(event.key)) release();
        return;
    }
  };
  window.addEventListener('keydown', onKeyDown, true);
  return () => {
    window.removeEventListener('keydown', onKeyDown, true);
    forget();
  };
}

/** Screens that hear scans themselves. */
let hearing = 0;

/**
 * `listenForScans` while the component is shown. The handlers may close over fresh state.
 * @param onBroken a scan came whose head a pause has cut off: nothing of it is to be taken
 */
export function useScanner(onScan: (text: string) => void, onBroken: () => void): void {
  const latest = useRef({ onScan, onBroken });
  useLayoutEffect(() => {
    latest.current = { onScan, onBroken };
  });
  // As keys: a screen that is seen hears.
  useLayoutEffect(() => {
    hearing += 1;
    const end = listenForScans(
      (text) => latest.current.onScan(text),
      everywhere,
      () => latest.current.onBroken(),
    );
    return () => {
      hearing -= 1;
      end();
    };
  }, []);
}

/**
 * Hears the scans that no screen waits for, so that none of their characters is taken for a key of the screen: a place's
 * code that was scanned before a page of papers books nothing. What is scanned into a field stays there, but for a field
 * that is searched by scans and has a former one: a scan is whole, and never more of what stands there.
 */
export function useStrayScans(onScan: (text: string) => void, isSearched: (field: Field) => boolean): void {
  const latest = useRef(onScan);
  useLayoutEffect(() => {
    latest.current = onScan;
  });
  useLayoutEffect(
    () =>
      listenForScans((text) => latest.current(text), {
        leaves: (field) => field.value === '' || !isSearched(field),
        isAsleep: () => hearing > 0,
      }),
    [isSearched],
  );
}
