import type { WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { Tx } from '../../kernel/table.ts';

/**
 * R34: writes points that were reckoned from demand into their rules; what a person set since they were, or sets by hand by
 * now, stays.
 * @param before when they were reckoned
 * @returns how many were written
 */
export async function setReorderPoints(
  tx: Pick<Tx, 'selectFrom' | 'updateTable'>,
  points: readonly { readonly ruleId: string; readonly reorderPoint: Quantity }[],
  { before, updated }: { readonly before: Instant; readonly updated: ReturnType<WriteContext['updated']> },
): Promise<number> {
  const ids = points.map(({ ruleId }) => ruleId);
  if (ids.length === 0) return 0;
  const standing = await tx
    .selectFrom('reorderRules')
    .select('id')
    .where('id', 'in', ids)
    .where('isComputed', '=', 1)
    .where('updatedAt', '<=', before)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const held = new Set(standing.map(({ id }) => id));
  const written = points.filter(({ ruleId }) => held.has(ruleId));
  for (const { ruleId, reorderPoint } of written) {
    await tx
      .updateTable('reorderRules')
      .set({ reorderPoint, ...updated })
      .where('id', '=', ruleId)
      .execute();
  }
  return written.length;
}
