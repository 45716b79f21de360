import { z } from 'zod';
import { explainFlagRow, flagById } from '../../domains/inventory/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { actorName, worksIn } from './book-day.ts';

/** Says why the books and the shelf did not fit (R33): from then on the warehouse is not asked any more. */
export const explainFlag = defineCommand({
  name: 'inventory.explainFlag',
  version: 1,
  kind: 'request',
  args: z.strictObject({
    /** As the flag is named: documentId:kind:productId, what of it, and the command that met it. */
    flagId: z.string().min(1).max(300),
    explanation: z.string().trim().min(3).max(1_000),
  }),
  reads: ['users'],
  writes: ['stockFlags'],
  refusals: { 'inventory.flagGone': 'reject', 'inventory.flagExplained': 'reject' },
  async run(tx, { flagId, explanation }, context) {
    const found = await flagById(tx, flagId);
    if (!found || !worksIn(context.actor, found.warehouseId)) throw context.refusal('inventory.flagGone');
    const { productName, documentNumber } = found;
    if (found.state === 'explained') {
      const { explainedByName } = found;
      throw context.refusal('inventory.flagExplained', { product: productName, by: explainedByName });
    }
    await explainFlagRow(tx, flagId, { explanation, name: await actorName(tx, context.actor) }, context);
    return { productName, documentNumber };
  },
  subject: (_, { productName: party, documentNumber }) => ({
    party,
    ...(documentNumber === null ? {} : { document: documentNumber }),
  }),
});
