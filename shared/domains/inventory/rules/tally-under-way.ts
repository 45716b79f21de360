/** Taking in a transfer: only the lots and pieces come that left (R27, R29). */
import type { Quantity } from '../../../kernel/money.ts';
import { mayCome, partKey } from './parts-under-way.ts';
import type { TallyLine, TallyState } from './tally.ts';
import type { TallyRules } from './tally-decision.ts';

type Goods = Pick<TallyLine, 'productId' | 'lotId' | 'serialId'>;

/** How much of a lot, or of a piece, may still come beside what was scanned; null: anything that the paper allows. */
export function leftUnderWay(goods: Goods, { lines }: TallyState, { mode, underWay }: TallyRules): Quantity | null {
  const parts = mode === 'takeIn' ? underWay?.get(goods.productId) : undefined;
  if (!parts) return null;
  const key = partKey(goods);
  const taken = lines.reduce(
    (sum, line) => (line.productId === goods.productId && partKey(line) === key ? sum + line.quantity : sum),
    0,
  );
  return Math.max(0, mayCome(parts, key) - taken);
}

/** What never left, or not so much of it; null: it may come. */
export function decideUnderWay(
  entry: Goods & Pick<TallyLine, 'code' | 'name' | 'unit' | 'lotCode' | 'serialCode' | 'quantity'>,
  state: TallyState,
  rules: TallyRules,
): {
  readonly why: 'serialNotSent' | 'lotNotSent' | 'tooMuch';
  readonly params: Record<string, string | number | null>;
} | null {
  const left = leftUnderWay(entry, state, rules);
  const { code, name, unit, quantity, lotCode: lot, serialCode: serial } = entry;
  if (left === null || quantity <= left) return null;
  if (serial !== null) return { why: 'serialNotSent', params: { code, name, serial } };
  const isOfAny = (rules.underWay?.get(entry.productId)?.get(partKey(entry)) ?? 0) > 0;
  if (!isOfAny) return { why: 'lotNotSent', params: { code, name, lot } };
  return { why: 'tooMuch', params: { code, name, unit, quantity, left } };
}
