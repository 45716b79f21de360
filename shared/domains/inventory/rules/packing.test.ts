import { expect, it } from 'vitest';
import { packingDifferences } from './packing.ts';

const of = (pickLineId: string, lotId: string | null, quantity: number) => ({
  pickLineId,
  lotId,
  serialId: null,
  quantity,
});

it('R25 packed is picked, line by line and lot by lot, in whatever order it was scanned', () => {
  const picked = [of('1', 'a', 3), of('1', 'b', 2), of('2', null, 5)];
  expect(packingDifferences(picked, [of('2', null, 4), of('1', 'b', 2), of('1', 'a', 3), of('2', null, 1)])).toEqual(
    [],
  );
});

it('R25 what is missing, too much, or of another lot is named with both quantities', () => {
  expect(packingDifferences([of('1', 'a', 3), of('2', null, 5)], [of('1', 'b', 3), of('2', null, 6)])).toEqual([
    { pickLineId: '1', lotId: 'a', serialId: null, picked: 3, packed: 0 },
    { pickLineId: '2', lotId: null, serialId: null, picked: 5, packed: 6 },
    { pickLineId: '1', lotId: 'b', serialId: null, picked: 0, packed: 3 },
  ]);
});
