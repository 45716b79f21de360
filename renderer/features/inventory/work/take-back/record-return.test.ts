// What comes back becomes commands, where the power goes between them.
import { expect, it } from 'vitest';
import type { ReturnEntry, SentGoods } from '#shared/domains/inventory/rules/return-work.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { recordReturn } from './record-return.ts';

const sent = Array.from(
  { length: 250 },
  (_, index): SentGoods => ({
    ...{ id: `line-${index}`, productId: 'phone', productCode: 'P-1', productName: 'Phone', unit: 'pcs', lotId: null },
    ...{ lotCode: null, serialId: `s-${index}`, serialCode: `SN-${index}`, quantity: ONE_UNIT, returned: 0 },
  }),
);

it.each(['before', 'after'] as const)(
  'R100 a desk whose power goes %s its second command is booked goes on with the rest, each piece once',
  async (when) => {
    const ran: { readonly number: string; readonly lines: readonly { id: string; serialId: string | null }[] }[] = [];
    const booked = new Set<string>();
    let last = 0;
    let isDying = true;
    const next = () => {
      last += 1;
      return last;
    };
    const bridge = {
      newIds: async (count: number) => Array.from({ length: count }, () => `id-${next()}`),
      nextNumber: async () => `RT-K7-${next()}`,
      query: async (_name: string, { ids }: { ids: string[] }) => ({
        ok: true,
        rows: ids.some((id) => booked.has(id)),
      }),
      command: async (_name: string, args: (typeof ran)[number]) => {
        const dies = isDying && ran.length === 1;
        if (dies && when === 'before') throw new Error('the power went');
        ran.push(args);
        for (const { id } of args.lines) booked.add(id);
        if (dies) throw new Error('the power went');
        return { state: 'applied' };
      },
    };
    Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
    const entries: ReturnEntry[] = sent.map(({ id }) => ({
      ...{ kind: 'goods', lineIds: [id], quantity: ONE_UNIT, text: null },
    }));
    const record = () =>
      recordReturn({
        ...{ shipmentId: 's', warehouseId: 'w', lines: sent, first: 'unwanted', entries: [...entries], at: 5 },
        keep: async (entry) => {
          entries.push(entry);
          return null;
        },
      });
    await expect(record()).rejects.toThrow('the power went');
    isDying = false;
    await record();
    expect(ran.map(({ lines }) => lines.length)).toEqual([100, 100, 50]);
    expect(new Set(ran.flatMap(({ lines }) => lines.map(({ serialId }) => serialId))).size).toBe(250);
    expect(new Set(ran.map(({ number }) => number)).size).toBe(3);
  },
);
