import { describe, expect, it } from 'vitest';
import { buildChunks, CHUNK_LIMIT_BYTES, jsonBytes, ROW_LIMIT_BYTES } from './build-chunks.ts';
import type { BuiltRow } from './build-rows.ts';

const rows = (count: number, text = 'x', lines = 0): BuiltRow[] =>
  Array.from({ length: count }, (_, index) => ({
    line: index + 2,
    memberLines: Array.from({ length: lines }, (_line, at) => at),
    row: { text },
  }));

const sizes = (built: readonly BuiltRow[]) => buildChunks(built).chunks.map((chunk) => chunk.length);

describe('chunks', () => {
  it('hold 50 rows at most and keep the order', () => {
    expect(sizes(rows(120))).toEqual([50, 50, 20]);
    expect(
      buildChunks(rows(120))
        .chunks.flat()
        .map((row) => row.line),
    ).toEqual(rows(120).map((row) => row.line));
    expect(sizes([])).toEqual([]);
  });

  it('hold 100 order lines at most', () => {
    expect(sizes(rows(5, 'x', 40))).toEqual([2, 2, 1]);
  });

  it('stay within 48 KiB, measured as UTF-8', () => {
    const wide = rows(60, '杯'.repeat(1_000));
    for (const chunk of buildChunks(wide).chunks) {
      expect(jsonBytes(chunk.map((row) => row.row))).toBeLessThanOrEqual(CHUNK_LIMIT_BYTES);
    }
    expect(sizes(wide)).toEqual([16, 16, 16, 12]);
  });

  it('send an order beyond a limit alone, and name one that no command carries', () => {
    const order = rows(1, 'x'.repeat(CHUNK_LIMIT_BYTES + 10), 300);
    const huge = rows(1, 'x'.repeat(ROW_LIMIT_BYTES));
    const cut = buildChunks([...rows(1), ...order, ...huge, ...rows(1)]);
    expect(cut.chunks.map((chunk) => chunk.length)).toEqual([1, 1, 1]);
    expect(cut.tooLarge).toEqual(huge);
  });
});
