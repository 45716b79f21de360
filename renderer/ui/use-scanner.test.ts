import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

describe('a scan that a pause has broken', () => {
  let broken = 0;
  beforeEach(() => {
    stop();
    broken = 0;
    const reach = { leaves: () => false, isAsleep: () => false };
    stop = listenForScans(
      (text) => scans.push(text),
      reach,
      () => {
        broken += 1;
      },
    );
  });

  it('is told as broken, its ending presses nothing, and what fell into a field is taken out again', () => {
    press(document.body, ['A'], 1_000, 5);
    vi.advanceTimersByTime(100);
    press(document.body, [...'-100', 'Enter'], 1_100, 5);
    expect([scans, broken]).toEqual([[], 1]);
    expect(keys).toEqual(['A']);
    press(field(), [...'690123'], 5_000, 5);
    const events = press(field(), [...'4567892', 'Enter'], 5_150, 5);
    expect([scans, broken]).toEqual([[], 2]);
    expect(field().value).toBe('12');
    expect(events.at(-1)?.defaultPrevented).toBe(true);
  });

  it('a key that chose something before it leaves it whole', () => {
    const choose = (event: KeyboardEvent): void => {
      if (event.key === '1') event.preventDefault();
    };
    window.addEventListener('keydown', choose);
    press(document.body, ['1'], 1_000, 5);
    vi.advanceTimersByTime(70);
    press(document.body, scan, 1_150, 5);
    window.removeEventListener('keydown', choose);
    expect([scans, broken]).toEqual([['A-03-12'], 0]);
  });
});

describe('scans that no screen waits for', () => {
  beforeEach(() => {
    stop();
    const leaves = (at: HTMLInputElement | HTMLTextAreaElement) => at.value === '' || at.id !== 'search';
    stop = listenForScans((text) => scans.push(text), { leaves, isAsleep: () => isAsleep });
    isAsleep = false;
  });

  it('a field that is searched keeps what is scanned into it while it is empty, and is no part of the next scan', () => {
    field().id = 'search';
    field().value = '';
    press(field(), scan, 1_000, 5);
    expect([field().value, scans]).toEqual(['A-03-12', []]);
    expect(keys.at(-1)).toBe('Enter');
    press(field(), [...'L261104', 'Enter'], 3_000, 5);
    expect([field().value, scans]).toEqual(['A-03-12', ['L261104']]);
  });
  let isAsleep = false;

  it('none of their characters is a key of the screen, also without an ending', () => {
    press(document.body, scan, 1_000, 5);
    press(document.body, [...'R-01-01'], 3_000, 5);
    vi.advanceTimersByTime(5_000);
    expect(scans).toEqual(['A-03-12']);
    expect(keys).toEqual([]);
  });

  it('what a person presses does what it does, held down and pressed again and again too', () => {
    press(document.body, ['j', 'j', 'j', 'j', 'j', 'j', 'j'], 1_000, 50);
    vi.advanceTimersByTime(100);
    press(document.body, ['r'], 3_000, 5);
    vi.advanceTimersByTime(100);
    press(document.body, ['Enter'], 4_000, 5);
    expect(keys).toEqual([...'jjjjjjjr', 'Enter']);
    expect(scans).toEqual([]);
  });

  it('what is typed behind a key that leads into a field is the field’s', () => {
    const lead = (event: KeyboardEvent): void => {
      if (event.key === '/') field().focus();
    };
    window.addEventListener('keydown', lead);
    field().setSelectionRange(2, 2);
    press(document.body, ['/', 'a', 'b'], 1_000, 20);
    vi.advanceTimersByTime(100);
    window.removeEventListener('keydown', lead);
    expect(field().value).toBe('12ab');
    expect(keys).toEqual(['/']);
  });

  it('a field keeps what is scanned into it; where a work mode hears them they are its', () => {
    press(field(), scan, 1_000, 5);
    expect(field().value).toBe('12A-03-12');
    expect(keys).toEqual(scan);
    isAsleep = true;
    press(document.body, scan, 3_000, 5);
    expect(keys).toEqual([...scan, ...scan]);
    expect(scans).toEqual([]);
  });
});
