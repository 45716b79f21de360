import { expect, it } from 'vitest';
import { toLine } from './measure.ts';

const finding = { unit: 'ms', against: 'raw', goal: '≤ 2×', ok: true } as const;

it('is one line with the agreed fields, numbers with three digits', () => {
  expect(toLine('on-hand', { ...finding, value: 0.0123456, ratio: 1.98765 })).toBe(
    '{"name":"on-hand","value":0.0123,"unit":"ms","ratio":1.99,"against":"raw","goal":"≤ 2×","ok":true}',
  );
  const [parts, value] = [{ p50: 1_234.56, rows: 100_000, first: 'hanzi' }, 12_345.678];
  expect(JSON.parse(toLine('search', { ...finding, value, ratio: null, part: 'screen', parts }))).toEqual({
    name: 'search/screen',
    ...finding,
    value: 12_346,
    ratio: null,
    parts: { p50: 1_235, rows: 100_000, first: 'hanzi' },
  });
});
