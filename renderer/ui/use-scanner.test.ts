import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listenForScans } from './use-scanner.ts';

const scans: string[] = [];
const keys: string[] = [];
let stop = () => {};
const note = (event: KeyboardEvent): void => void keys.push(event.key);

beforeEach(() => {
  vi.useFakeTimers();
  scans.length = 0;
  keys.length = 0;
  document.body.innerHTML = '<input aria-label="field" value="12"><button>press</button>';
  window.addEventListener('keydown', note);
  stop = listenForScans((text) => scans.push(text));
});
afterEach(() => {
  stop();
  window.removeEventListener('keydown', note);
  vi.useRealTimers();
});

/** Strokes as the keyboard sends them; a field takes the characters that nobody prevented. */
function press(target: Element, text: readonly string[], at: number, gapMs: number): KeyboardEvent[] {
  return text.map((key, index) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: at + index * gapMs });
    target.dispatchEvent(event);
    if (!event.defaultPrevented && key.length === 1 && target instanceof HTMLInputElement) {
      target.value += key;
      target.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return event;
  });
}

const field = (): HTMLInputElement => {
  const found = document.querySelector('input');
  if (!found) throw new Error('there is no field');
  return found;
};
const scan = [...'A-03-12', 'Enter'];

it('a scan anywhere is heard, none of its keys reaches a shortcut, and its ending presses nothing', () => {
  const button = document.querySelector('button');
  if (!button) throw new Error('there is no button');
  const events = press(button, scan, 1_000, 5);
  vi.advanceTimersByTime(500);
  expect(scans).toEqual(['A-03-12']);
  expect(keys).toEqual([]);
  expect(events.every((event) => event.defaultPrevented)).toBe(true);
});

it('a scan that falls into a field is taken out again, and its screen hears that', () => {
  const heard: string[] = [];
  field().addEventListener('input', () => heard.push(field().value));
  press(field(), scan, 1_000, 5);
  expect(scans).toEqual(['A-03-12']);
  expect(field().value).toBe('12');
  expect(heard.at(-1)).toBe('12');
});

it('typed keys are left alone: in a field at once, elsewhere after a moment and in their order', () => {
  press(field(), ['7', 'Enter'], 1_000, 120);
  expect(field().value).toBe('127');
  expect(keys).toEqual(['7', 'Enter']);
  press(document.body, ['?'], 2_000, 0);
  expect(keys).toEqual(['7', 'Enter']);
  vi.advanceTimersByTime(60);
  expect(keys).toEqual(['7', 'Enter', '?']);
  press(document.body, ['a', 'b', 'Escape'], 3_000, 30);
  expect(keys.slice(3)).toEqual(['a', 'b', 'Escape']);
  expect(scans).toEqual([]);
});

it('space on a key is the key’s, at once', () => {
  const [event] = press(document.body, [' '], 1_000, 0);
  expect(event?.defaultPrevented).toBe(false);
});
