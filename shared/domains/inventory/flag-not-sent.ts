/** What a transfer brought that never left with it. */
import type { WriteContext } from '../../kernel/command.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import type { NamedGoods } from './move-goods.ts';
import { flag, type MovementPaper, type StockMovement } from './post-movements.ts';
import { mayCome, partKey, sumParts } from './rules/parts-under-way.ts';
import type { StockTold } from './write-receipt.ts';

type NotSentTold = StockTold<'inventory.notSent'>;

/** R27, R29: lots and pieces that came and never left; where more came than left, that is told instead. */
export async function flagNotSent(
  tx: Tx,
  came: readonly StockMovement[],
  lines: readonly Row<'transferLines'>[],
  named: NamedGoods,
  paper: MovementPaper,
  context: WriteContext,
): Promise<NotSentTold[]> {
  const told: NotSentTold[] = [];
  const seen = new Set<string>();
  for (const { product, warehouseId, lotId, serialId } of came) {
    const own = lines.filter(({ productId }) => productId === product.id);
    const parts = sumParts(own);
    const key = partKey({ lotId, serialId });
    if (
      !parts ||
      key === '' ||
      seen.has(key) ||
      own.reduce((sum, { sent, received, lost }) => sum + sent - received - lost, 0) < 0
    )
      continue;
    seen.add(key);
    const over = -mayCome(parts, key);
    if (over <= 0) continue;
    const about = { product, warehouseId, quantity: over, lotId, serialId, part: key };
    await flag(tx, { kind: 'notSent', ...about }, paper, context);
    const what = codeOf(serialId === null ? named.lots : named.serials, key);
    told.push({ code: 'inventory.notSent', params: { product: product.name, what, over } });
  }
  return told;
}

/** Of two that were made for one code the first stays, and is known by the ids of both. */
const codeOf = (named: ReadonlyMap<string, { readonly id: string; readonly code: string }>, id: string): string =>
  [...named.values()].find((each) => each.id === id)?.code ?? '';
