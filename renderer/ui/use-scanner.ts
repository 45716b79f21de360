import { useEffect, useLayoutEffect, useRef } from 'react';
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

/** Takes the scan's characters out of the field again, so that its screen hears of it. */
function restoreField({ field, value, start, end }: FieldBefore): void {
  if (field.value === value) return;
  const proto = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (start !== null && end !== null) field.setSelectionRange(start, end);
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

/**
 * Hears scans anywhere in the window. Guards:
 * - a scan that falls into a field is taken out of it again, and its ending presses nothing;
 * - outside of fields a key waits 60 ms until it is clear that no scan begins with it, and then does what it does.
 * Returns the end of listening.
 */
export function listenForScans(onScan: (text: string) => void): () => void {
  const burst = makeScanBurst();
  const own = new WeakSet<Event>();
  let held: KeyboardEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let before: FieldBefore | null = null;

  const release = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const events = held;
    held = [];
    for (const event of events) {
      const copy = again(event);
      own.add(copy);
      const { target } = event;
      (target instanceof Node && target.isConnected ? target : document.body).dispatchEvent(copy);
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
    const step = burst.press(strokeOf(event));
    const field = fieldOf(event.target);
    switch (step.kind) {
      case 'part':
        if (step.isFirst) {
          release();
          before = field ? rememberField(field) : null;
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

/** `listenForScans` while the component is shown. The handler may close over fresh state. */
export function useScanner(onScan: (text: string) => void, enabled = true): void {
  const latest = useRef(onScan);
  useLayoutEffect(() => {
    latest.current = onScan;
  });
  useEffect(() => {
    if (!enabled) return;
    return listenForScans((text) => latest.current(text));
  }, [enabled]);
}
