/** Who took away what an order names: said where the person may know it. */
import { userName } from '../../domains/admin/api.ts';
import { whoRemovedCustomer, whoTookCustomer } from '../../domains/crm/api.ts';
import { whoRemovedProduct } from '../../domains/inventory/api.ts';
import type { WriteContext } from '../../kernel/command.ts';
import { Refusal, type RefusalParams } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/table.ts';

interface Named {
  readonly customerId: string;
  readonly lines: readonly { readonly productId: string }[];
}

type Gone = 'crm.customerGone' | 'inventory.productGone';
interface GoneContext extends Pick<WriteContext, 'actor'> {
  refusal(code: Gone, params: RefusalParams): Refusal;
}

/** Names whoever took the customer or a product away meanwhile, when there was such a one that the person may know. */
export async function orWhyGone<Found>(
  found: Promise<Found>,
  tx: Tx,
  { customerId, lines }: Named,
  context: GoneContext,
): Promise<Found> {
  try {
    return await found;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'crm.customerGone') {
      const removed = await whoRemovedCustomer(tx, customerId, context.actor);
      if (removed) {
        throw context.refusal('crm.customerGone', { customer: removed.name, ...(await removal(tx, removed)) });
      }
      // R66: whoever had it until it changed hands is told who has it now.
      const taken = await whoTookCustomer(tx, customerId, context.actor);
      if (!taken) throw error;
      const { customerName, toOwnerName: officeBy, changedAt: officeAt } = taken;
      throw context.refusal('crm.customerGone', {
        ...(customerName === null ? {} : { customer: customerName }),
        officeAt,
        ...(officeBy === null ? { context: 'toPool' } : { context: 'taken', officeBy }),
      });
    }
    if (error.code === 'inventory.productGone') {
      const productIds = lines.map((line) => line.productId);
      const removed = await whoRemovedProduct(tx, productIds);
      if (!removed) throw error;
      const line = productIds.indexOf(removed.productId) + 1;
      throw context.refusal('inventory.productGone', { line, product: removed.name, ...(await removal(tx, removed)) });
    }
    throw error;
  }
}

/** `context` chooses the sentence that names who did it. */
async function removal(tx: Tx, { userId, at }: { userId: string; at: number }): Promise<RefusalParams> {
  const officeBy = await userName(tx, userId);
  return officeBy === null ? { context: 'since', officeAt: at } : { context: 'by', officeAt: at, officeBy };
}
