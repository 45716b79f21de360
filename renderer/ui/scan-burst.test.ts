import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeScanBurst, type Stroke } from './scan-burst.ts';

const stroke = (key: string, at: number, change: Partial<Stroke> = {}): Stroke => ({
  key,
  code: '',
  at,
  repeat: false,
  shift: false,
  modified: false,
  ...change,
});

/** Presses keys one after the other; returns the scans that were heard. */
function press(keys: readonly string[], gapMs: number, from = 0): string[] {
  const burst = makeScanBurst();
  return keys.flatMap((key, index) => {
    const step = burst.press(stroke(key, from + index * gapMs));
    return step.kind === 'end' ? [step.text] : [];
  });
}

it.each(['Enter', 'Tab'])('a fast run that ends with %s is a scan, at every speed that scanners have', (end) => {
  for (const gap of [1, 5, 10, 20, 35]) expect(press([...'6901234567892', end], gap)).toEqual(['6901234567892']);
});

it('R111 twenty scans in two seconds are twenty scans, in order', () => {
  const codes = Array.from({ length: 20 }, (_code, index) => String(6_901_234_000_000 + index));
  const keys = codes.flatMap((code) => [...code, 'Enter']);
  expect(press(keys, 2_000 / keys.length)).toEqual(codes);
});

it('what people type is no scan: slow words, a fast word with a late end, short ones, a held key', () => {
  expect(press([...'6901234567892', 'Enter'], 80)).toEqual([]);
  expect(press(['1', '2', 'Enter'], 5)).toEqual([]);
  const burst = makeScanBurst();
  for (const [index, key] of [...'abcdef'].entries()) burst.press(stroke(key, index * 20));
  expect(burst.press(stroke('Enter', 400))).toEqual({ kind: 'other' });
  for (let at = 0; at < 200; at += 30) burst.press(stroke('a', 1_000 + at, { repeat: at > 0 }));
  expect(burst.press(stroke('Enter', 1_210))).toEqual({ kind: 'other' });
});

it('shift and caps lock between the characters, FNC1 as control key, and an input method in the way', () => {
  const burst = makeScanBurst();
  const keys: Stroke[] = [
    stroke('Shift', 0, { shift: true }),
    stroke('L', 2, { shift: true }),
    stroke('Control', 4, { modified: true }),
    stroke(']', 6, { modified: true }),
    stroke('Process', 8, { code: 'Digit7' }),
    stroke('Process', 10, { code: 'KeyB', shift: true }),
  ];
  for (const each of keys) burst.press(each);
  expect(burst.press(stroke('Enter', 12))).toEqual({ kind: 'end', text: 'L\u001d7B' });
});

it('a scanner that sends two endings is heard once, and the second presses nothing', () => {
  const burst = makeScanBurst();
  for (const [index, key] of [...'A-03-12'].entries()) burst.press(stroke(key, index * 5));
  expect(burst.press(stroke('Enter', 40))).toMatchObject({ kind: 'end' });
  expect(burst.press(stroke('Enter', 45))).toEqual({ kind: 'echo' });
  expect(burst.press(stroke('Enter', 900))).toEqual({ kind: 'other' });
});

it('an Enter behind a key that somebody pressed is no second ending, however soon', () => {
  const burst = makeScanBurst();
  for (const [index, key] of [...'A-03-12'].entries()) burst.press(stroke(key, index * 5));
  burst.press(stroke('Enter', 40));
  expect(burst.press(stroke('F4', 60))).toEqual({ kind: 'other' });
  expect(burst.press(stroke('Enter', 70))).toEqual({ kind: 'other' });
});

it('scans and typing, in any mixture, are told apart', () => {
  const code = fc.stringMatching(/^[A-Z0-9-]{4,20}$/);
  const piece = fc.oneof(
    fc.record({ text: code, gap: fc.integer({ min: 1, max: 30 }), isScan: fc.constant(true) }),
    fc.record({ text: code, gap: fc.integer({ min: 61, max: 300 }), isScan: fc.constant(false) }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const burst = makeScanBurst();
      const heard: string[] = [];
      let at = 0;
      for (const { text, gap } of pieces) {
        at += 100;
        for (const key of [...text, 'Enter']) {
          at += gap;
          const step = burst.press(stroke(key, at));
          if (step.kind === 'end') heard.push(step.text);
        }
      }
      expect(heard).toEqual(pieces.filter(({ isScan }) => isScan).map(({ text }) => text));
    }),
  );
});
