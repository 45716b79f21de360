import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBars } from '../../../tests/support/read-bars.ts';
import { code128Bars, code128Zpl, FNC1_CHARACTER } from './code128.ts';

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

it('whatever is printable, a reader that is none of ours reads as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.constantFrom(...printable), fc.stringMatching(/^\d{2,9}$/)), {
        minLength: 1,
        maxLength: 12,
      }),
      async (parts) => {
        const text = parts.join('');
        expect(await readBars(code128Bars(text) ?? '')).toEqual({ text, symbology: ']C0' });
      },
    ),
    { numRuns: 300 },
  );
});

it('elements are announced as GS1, with FNC1 where it was set', async () => {
  const text = `0106901234567892${'10L-23'}${FNC1_CHARACTER}21S7`;
  expect(await readBars(code128Bars(text, true) ?? '')).toEqual({ text, symbology: ']C1' });
});

it('digits go as pairs where that is shorter', () => {
  const symbols = (text: string) => ((code128Bars(text)?.length ?? 0) - 2) / 11;
  // Start, six pairs, check, stop; letters one symbol each.
  expect(symbols('123456789012')).toBe(9);
  expect(symbols('ABCDEF')).toBe(9);
  expect(symbols('A-12')).toBe(7);
});

it('for a printer the same symbols are called by its own signs', () => {
  expect(code128Zpl('123456AB')).toBe('>;123456>6AB');
  expect(code128Zpl('a>^~1')).toBe('>:a>0><>=1');
  expect(code128Zpl(`10L${FNC1_CHARACTER}21S`, true)).toBe('>:>810L>821S');
  expect(code128Zpl('0106901234567892', true)).toBe('>;>80106901234567892');
});

it('holds nothing beyond printable ASCII, and nothing at all', () => {
  for (const text of ['', '东-01', 'é', 'a\tb', `a${FNC1_CHARACTER}b`]) expect(code128Bars(text)).toBeNull();
  expect(code128Zpl('东')).toBeNull();
});
