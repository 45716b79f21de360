import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partOf } from './part-of-line.ts';

const THREE_PIECES = 30_000;
const PIECE = 10_000;

describe('R50 a part of a line', () => {
  it('R50 is its share so far less the share before it', () => {
    expect(partOf(1_000, THREE_PIECES, 0, PIECE)).toBe(333);
    expect(partOf(1_000, THREE_PIECES, PIECE, 2 * PIECE)).toBe(334);
    expect(partOf(1_000, THREE_PIECES, 2 * PIECE, THREE_PIECES)).toBe(333);
  });

  it('R50 the whole is exactly its amount', () => {
    expect(partOf(1_000, THREE_PIECES, 0, THREE_PIECES)).toBe(1_000);
  });

  it('R50 nothing is shared beyond the line', () => {
    expect(partOf(1_000, THREE_PIECES, THREE_PIECES, 4 * PIECE)).toBe(0);
    expect(partOf(1_000, THREE_PIECES, 2 * PIECE, 9 * PIECE)).toBe(333);
    expect(partOf(1_000, 0, 0, PIECE)).toBe(0);
  });

  it('R8 R50 backwards it is what comes off again', () => {
    expect(partOf(1_000, THREE_PIECES, 2 * PIECE, PIECE)).toBe(-334);
  });

  it('R44 R50 a part of a credit note is the negative', () => {
    expect(partOf(-1_000, -THREE_PIECES, 0, -PIECE)).toBe(-333);
    expect(partOf(-1_000, -THREE_PIECES, -PIECE, -2 * PIECE)).toBe(-334);
  });
});

/** As large as a line may be, on either side. */
const amount = fc.integer({ min: -1e14, max: 1e14 });
const quantity = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1e11 }));

it('R45 R50 any sequence of parts sums to the line exactly, with parts taken back between them', () => {
  const steps = fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { maxLength: 10 });
  fc.assert(
    fc.property(amount, quantity, steps, (whole, of, stands) => {
      let counted = 0;
      let sum = 0;
      for (const next of [...stands.map((stand) => Math.round(stand * of)), of]) {
        sum += partOf(whole, of, counted, next);
        counted = next;
      }
      expect(sum).toBe(whole);
    }),
  );
});

it('R44 R50 a part is within one minor unit of its own worth', () => {
  fc.assert(
    fc.property(amount, quantity, fc.nat(), fc.nat(), (whole, of, a, b) => {
      const [from, to] = [a % (of + 1), b % (of + 1)];
      const off = BigInt(partOf(whole, of, from, to)) * BigInt(of) - BigInt(whole) * BigInt(to - from);
      expect(off <= BigInt(of) && off >= -BigInt(of)).toBe(true);
    }),
  );
});

it('R44 R50 parts of what is below zero mirror those above', () => {
  fc.assert(
    fc.property(fc.nat(1e12), quantity, fc.nat(), fc.nat(), (whole, of, from, to) => {
      expect(partOf(-whole, -of, -from, -to) + partOf(whole, of, from, to)).toBe(0);
    }),
  );
});
