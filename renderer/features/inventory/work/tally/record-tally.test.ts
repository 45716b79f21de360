// What a tally becomes, command by command, where the power goes between them.
import { beforeEach, expect, it } from 'vitest';
import { foldTally, type TallyEntry, type TallyGoods } from '#shared/domains/inventory/rules/tally.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { recordTally } from './record-tally.ts';
import type { TallyPaper } from './tally-paper.ts';

interface Ran {
  readonly name: string;
  readonly args: { readonly number: string; readonly lines: readonly Line[] };
}
interface Line {
  readonly movementId: string;
  readonly serialCode: string | null;
  readonly quantity: number;
  readonly purchaseOrderLineId: string | null;
}

const paper: TallyPaper = {
  ...{
    number: '',
    warehouseId: 'w',
    warehouseName: '',
    hasPlaces: false,
    placeExample: null,
    party: null,
    supplierId: null,
  },
  ...{
    purchaseOrderId: null,
    lines: [],
    allowed: null,
    shelves: [],
    zoneIds: null,
    countedIds: null,
    underWay: new Map(),
    ownRecounts: new Set<string>(),
  },
};
const goods = (productId: string, serial: number | null, pieces = 1): TallyGoods => ({
  ...{ kind: 'goods', text: '', productId, code: productId, name: productId, unit: 'pcs', shelfLifeDays: null },
  ...{ tracking: serial === null ? 'none' : 'serial', quantity: pieces * ONE_UNIT, lotId: null, lotCode: null },
  ...{ expiresOn: null, serialId: null, serialCode: serial === null ? null : `SN-${serial}`, at: 1 },
});
const pieces = (count: number): TallyEntry[] => Array.from({ length: count }, (_, index) => goods('phone', index));

let ran: Ran[] = [];
let entries: TallyEntry[] = [];
/** `before`: nothing of the command is there; `after`: it is, and nobody heard so. */
let powerGoes: { readonly at: number; readonly when: 'before' | 'after' } | null = null;
let paperNow = paper;

beforeEach(() => {
  const booked = new Set<string>();
  let last = 0;
  ran = [];
  entries = [];
  powerGoes = null;
  paperNow = paper;
  const next = (): number => {
    last += 1;
    return last;
  };
  const bridge = {
    newIds: async (count: number) => Array.from({ length: count }, () => `id-${next()}`),
    nextNumber: async () => `GR-K7-${next()}`,
    query: async (_name: string, { ids: asked }: { ids: string[] }) => ({
      ok: true,
      rows: asked.some((id) => booked.has(id)),
    }),
    command: async (name: string, args: Ran['args']) => {
      const dies = powerGoes?.at === ran.length ? powerGoes.when : null;
      if (dies === 'before') throw new Error('the power went');
      ran.push({ name, args });
      for (const { movementId } of args.lines) booked.add(movementId);
      if (dies === 'after') throw new Error('the power went');
      return { state: 'applied' };
    },
  };
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
});

const record = () =>
  recordTally({
    ...{ mode: 'receive', documentId: 'w', paper: paperNow, at: 5, entries: [...entries] },
    keep: async (entry) => {
      entries.push(entry);
      return null;
    },
  });
const serialsOf = () => ran.flatMap(({ args }) => args.lines.map(({ serialCode }) => serialCode));

it.each(['before', 'after'] as const)(
  'R100 a desk whose power goes %s its second command is booked goes on with the rest, each piece once',
  async (when) => {
    entries = pieces(250);
    powerGoes = { at: 1, when };
    await expect(record()).rejects.toThrow('the power went');
    powerGoes = null;
    expect(await record()).toMatchObject({ isFlagged: false });
    expect(ran.map(({ args }) => args.lines.length)).toEqual([100, 100, 50]);
    expect(new Set(serialsOf()).size).toBe(250);
    expect(new Set(ran.map(({ args }) => args.number)).size).toBe(3);
  },
);

it('R100 what is scanned after a part was booked is booked with the rest', async () => {
  entries = [goods('mug', null, 5), ...pieces(99), goods('jug', null, 2)];
  powerGoes = { at: 1, when: 'before' };
  await expect(record()).rejects.toThrow('the power went');
  powerGoes = null;
  entries.push(goods('mug', null, 3), goods('jug', null, 1));
  expect(
    foldTally(entries, 'receive').lines.map(({ productId, quantity }) => [productId, quantity / ONE_UNIT]),
  ).toEqual([
    ['jug', 3],
    ['mug', 3],
  ]);
  await record();
  expect(ran[1]?.args.lines.map(({ quantity }) => quantity / ONE_UNIT)).toEqual([3, 3]);
});

it('R26 the rest is spread over what its order still waits for', async () => {
  const line = { code: '', name: '', unit: 'pcs', lotCode: null };
  const open = (id: string, count: number) => ({ ...line, id, productId: 'mug', open: count * ONE_UNIT });
  entries = [...pieces(99), goods('mug', null, 4)];
  paperNow = { ...paper, lines: [open('first', 3), open('second', 9)] };
  powerGoes = { at: 1, when: 'after' };
  await expect(record()).rejects.toThrow('the power went');
  powerGoes = null;
  entries.push(goods('mug', null, 4));
  paperNow = { ...paper, lines: [open('first', 0), open('second', 8)] };
  await record();
  const spread = ran.slice(1).map(({ args }) => args.lines.map((each) => [each.purchaseOrderLineId, each.quantity]));
  expect(spread).toEqual([
    [
      ['first', 3 * ONE_UNIT],
      ['second', ONE_UNIT],
    ],
    [['second', 4 * ONE_UNIT]],
  ]);
});

it('R28 a shelf that is told again after its count was booked is counted on, not anew', () => {
  const booking = { kind: 'booking', ids: ['a'], number: null, at: 1, lines: 1 } as const;
  const shelves = [goods('mug', null, 50), goods('jug', null, 2), booking, { kind: 'booked' } as const];
  const left = (more: readonly TallyEntry[]) =>
    foldTally([...shelves, ...more], 'count').lines.map(({ productId, quantity }) => [productId, quantity / ONE_UNIT]);
  expect(left([])).toEqual([['jug', 2]]);
  expect(left([goods('mug', null, 1)])).toEqual([
    ['jug', 2],
    ['mug', 51],
  ]);
});
