import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Label, LabelElement, LabelSize } from './label.ts';
import { labelSizeNames, labelSizes, printerDpis } from './label.ts';
import { layOutLabel } from './lay-out-label.ts';
import { textWidthEm, wrapText } from './measure-text.ts';

const words = fc.stringMatching(/^[\u4e00-\u4e40A-Za-z0-9 .,&-]{1,80}$/).map((text) => text.trim() || 'x');
const code = fc.oneof(
  fc.constant(null),
  fc.constant({ kind: 'ean13' as const, digits: '6901234567892' }),
  fc.stringMatching(/^[!-~]{1,40}$/).map((text) => ({ kind: 'code128' as const, text })),
  fc.stringMatching(/^[A-Z0-9]{1,20}$/).map((value) => {
    const elements: LabelElement[] = [
      { ai: '01', value: '06901234567892', isFixed: true },
      { ai: '17', value: '270309', isFixed: true },
      { ai: '10', value, isFixed: false },
    ];
    return { kind: 'gs1' as const, elements };
  }),
);
const label: fc.Arbitrary<Label> = fc.record({
  title: words,
  isLarge: fc.boolean(),
  mark: fc.option(fc.constant('12 / 34')),
  lines: fc.array(fc.record({ caption: fc.constantFrom('', '批号', 'Use by'), value: words }), { maxLength: 10 }),
  code,
});

it('nothing stands over the edge or on the bars, whatever the texts are, and no bar is finer than scanners read', () => {
  fc.assert(
    fc.property(label, fc.constantFrom(...labelSizeNames), fc.constantFrom(...printerDpis), (given, size, dpi) => {
      const { widthMm, heightMm } = labelSizes[size];
      const { texts, codes, lacksCode } = layOutLabel(given, size, dpi);
      for (const { text, xMm, baseMm, sizeMm, isBold } of texts) {
        expect(xMm).toBeGreaterThanOrEqual(0);
        expect(xMm + textWidthEm(text, isBold) * sizeMm).toBeLessThanOrEqual(widthMm + 1e-6);
        expect(baseMm).toBeGreaterThan(0);
        expect(baseMm).toBeLessThan(heightMm);
        for (const { yMm, heightMm: high } of codes) expect(baseMm > yMm + 0.3 && baseMm < yMm + high).toBe(false);
      }
      for (const { modules, moduleDots, xMm, yMm, heightMm: high } of codes) {
        const moduleMm = (moduleDots * 25.4) / dpi;
        expect(moduleMm).toBeGreaterThanOrEqual(0.16);
        expect(xMm).toBeGreaterThanOrEqual(10 * moduleMm);
        expect(xMm + (modules.length + 10) * moduleMm).toBeLessThanOrEqual(widthMm + 1e-6);
        expect(yMm + high).toBeLessThan(heightMm);
      }
      expect(lacksCode).toBe(given.code !== null && codes.length === 0);
    }),
    { numRuns: 500 },
  );
});

it('what is most needed stands there, what has no room is left out from the end', () => {
  const lines = ['L-23', '2027-03-09', 'A-100', 'x'.repeat(60), 'y'.repeat(60), 'z'.repeat(60)].map((value) => ({
    caption: '',
    value,
  }));
  const given: Label = { title: 'Mug', isLarge: false, mark: null, lines, code: { kind: 'code128', text: 'A-100' } };
  const shown = (size: LabelSize) => layOutLabel(given, size, 203).texts.map(({ text }) => text);
  expect(shown('60x40').slice(0, 4)).toEqual(['Mug', 'L-23', '2027-03-09', 'A-100']);
  expect(shown('60x40').some((text) => text.startsWith('z'))).toBe(false);
  expect(shown('100x150').some((text) => text.startsWith('z'))).toBe(true);
});

it('a GS1 code that has no room in one is two: what has fixed lengths, and the lot', () => {
  const elements: LabelElement[] = [
    { ai: '01', value: '06901234567892', isFixed: true },
    { ai: '17', value: '270309', isFixed: true },
    { ai: '10', value: 'LOT-23-A', isFixed: false },
  ];
  const given: Label = { title: 'Milk', isLarge: false, mark: null, lines: [], code: { kind: 'gs1', elements } };
  expect(layOutLabel(given, '100x50', 203).codes).toHaveLength(1);
  const small = layOutLabel(given, '60x40', 203).codes.map((each) => each.code);
  expect(small).toEqual([
    { kind: 'gs1', elements: elements.slice(0, 2) },
    { kind: 'gs1', elements: elements.slice(2) },
  ]);
});

it('Chinese breaks anywhere but before a comma, words between each other; the last line ends with an ellipsis', () => {
  expect(wrapText('陶瓷咖啡杯，白色', 5, 3)).toEqual(['陶瓷咖啡', '杯，白色']);
  expect(wrapText('white porcelain mug', 6, 3)).toEqual(['white', 'porcelain', 'mug']);
  expect(wrapText('陶瓷咖啡杯三百五十毫升', 4, 2)).toEqual(['陶瓷咖啡', '杯三百…']);
  expect(wrapText('ABCDEFGHIJKLMNOP', 4, 2).join('')).toMatch(/^ABCDE.*…$/);
  expect(wrapText('', 4, 2)).toEqual([]);
});

it('a title that is a little too long is set a little smaller, and a long one wraps', () => {
  const titled = (title: string) => {
    const given: Label = { title, isLarge: false, mark: '2 / 3', lines: [], code: null };
    const { texts } = layOutLabel(given, '100x150', 203);
    return texts.filter(({ text }) => text !== '2 / 3').map(({ text, sizeMm }) => [text, sizeMm < 8]);
  };
  expect(titled('沙市百货')).toEqual([['沙市百货', false]]);
  expect(titled('荆州沙市第一百货')).toEqual([['荆州沙市第一百货', true]]);
  expect(titled('荆州沙市第一百货股份有限公司')).toHaveLength(2);
});
