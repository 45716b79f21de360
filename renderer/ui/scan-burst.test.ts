import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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

describe('a scan that a pause has broken', () => {
  /** Presses runs with a pause before each but the first; returns how the ending was heard. */
  function pressRuns(burst: ReturnType<typeof makeScanBurst>, runs: readonly string[], pauseMs: number, from = 1_000) {
    let at = from;
    for (const [index, run] of runs.entries()) {
      at += index === 0 ? 0 : pauseMs - 10;
      for (const key of run) {
        at += 10;
        burst.press(stroke(key, at));
      }
    }
    return burst.press(stroke('Enter', at + 10));
  }

  it('is told as broken, wherever it is cut, and its second ending presses nothing; the next one is whole', () => {
    const code = 'A-100-B7';
    for (let cut = 1; cut < code.length; cut += 1) {
      const burst = makeScanBurst();
      const tail = code.slice(cut);
      const isShort = tail.length < 3 && cut < 6;
      const heard = pressRuns(burst, [code.slice(0, cut), tail], 120);
      expect([cut, heard.kind]).toEqual([cut, isShort ? 'other' : 'broken']);
      expect(pressRuns(burst, [code], 0, 5_000)).toEqual({ kind: 'end', text: code });
    }
    expect(pressRuns(makeScanBurst(), [']', 'C10106901234567892'], 70)).toEqual({ kind: 'broken' });
    expect(pressRuns(makeScanBurst(), ['69012', '34567', '892'], 200)).toEqual({ kind: 'broken' });
    const burst = makeScanBurst();
    pressRuns(burst, ['A', '-100'], 120);
    expect(burst.press(stroke('Enter', 1_180))).toEqual({ kind: 'echo' });
  });

  it('an accent in the middle cuts it too', () => {
    const burst = makeScanBurst();
    for (const [index, key] of ['A', '1', 'Dead', '1', '0', '0'].entries()) burst.press(stroke(key, index * 10));
    expect(burst.press(stroke('Enter', 60))).toEqual({ kind: 'broken' });
  });

  it('what a person pressed before is no head of it: an ending, a key that did something, a word a while ago', () => {
    const scan = { kind: 'end', text: 'A-100' };
    const behind = (press: (burst: ReturnType<typeof makeScanBurst>) => void) => {
      const burst = makeScanBurst();
      press(burst);
      return pressRuns(burst, ['A-100'], 0);
    };
    expect(
      behind((burst) => {
        burst.press(stroke('7', 700));
        burst.press(stroke('Enter', 850));
      }),
    ).toEqual(scan);
    expect(
      behind((burst) => {
        burst.press(stroke('1', 900));
        burst.settle();
      }),
    ).toEqual(scan);
    expect(
      behind((burst) => {
        burst.press(stroke('a', 800));
        burst.press(stroke('F4', 900));
      }),
    ).toEqual(scan);
    expect(behind((burst) => void burst.press(stroke('a', 400)))).toEqual(scan);
  });

  it('a key that did something before the next came is still the head of a scan that goes on in time', () => {
    const burst = makeScanBurst();
    burst.press(stroke('1', 0));
    burst.settle();
    for (const [index, key] of [...'234'].entries()) burst.press(stroke(key, 30 + index * 10));
    expect(burst.press(stroke('Enter', 60))).toEqual({ kind: 'end', text: '1234' });
  });
});
