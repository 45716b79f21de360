/**
 * Writes versions of promotions. Guards: a version is never changed but by `knownUntil`, set once, and of a series one at
 * most has none; so what an order went by can be asked for ever (SYNC.md, time).
 */
import type { WriteContext } from '../../../kernel/command.ts';
import type { Id } from '../../../kernel/ids.ts';
import { insertRows } from '../../../kernel/prepared.ts';
import type { Row, Tx } from '../../../kernel/table.ts';
import type { PromotionArgs } from '../pricing-model.ts';

/** A version by its id; undefined where there is none. */
export function promotionById(tx: Tx, id: Id): Promise<Row<'promotions'> | undefined> {
  return tx.selectFrom('promotions').selectAll().where('id', '=', id).where('deletedAt', 'is', null).executeTakeFirst();
}

/** Whether another promotion that nobody ended has the code. */
export async function isPromotionCodeTaken(
  tx: Tx,
  { seriesId, code }: { readonly seriesId: Id; readonly code: string },
): Promise<boolean> {
  const rows = await tx
    .selectFrom('promotions')
    .select('seriesId')
    .where('code', '=', code)
    .where('knownUntil', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return rows.some((row) => row.seriesId !== seriesId);
}

/** From now on it gives nothing; one that another device's clock begins later never did. */
export async function endPromotionRow(
  tx: Tx,
  { id, knownFrom }: Pick<Row<'promotions'>, 'id' | 'knownFrom'>,
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('promotions')
    .set({ knownUntil: Math.max(context.now, knownFrom), ...context.updated() })
    .where('id', '=', id)
    .execute();
}

/** A new version with its rules, in their order. */
export async function insertPromotion(tx: Tx, promotion: PromotionArgs, context: WriteContext): Promise<void> {
  const { rules, replacesId: _replaced, ...head } = promotion;
  await insertRows(tx, 'promotions', [{ ...head, knownFrom: context.now, knownUntil: null, ...context.created() }]);
  await insertRows(
    tx,
    'promotionRules',
    rules.map((rule, index) => ({ ...rule, promotionId: head.id, position: index + 1, ...context.created() })),
  );
}
