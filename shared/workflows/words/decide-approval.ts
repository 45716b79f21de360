import { z } from 'zod';
import { approvalById, companySettings, mayDecide, setWord, userName } from '../../domains/admin/api.ts';
import { isApprovalKind, stillBinds } from '../../domains/admin/rules/who-decides.ts';
import { defineCommand } from '../../kernel/command.ts';
import { instantSchema } from '../../kernel/instants.ts';
import { wordDocumentOf, wordDocuments } from './documents.ts';

/** A release of credit lasts no longer. */
const RELEASE_LIMIT_MS = 90 * 86_400_000;

/**
 * Says yes or no to what waits for a word (R9, R57): whoever has the right and a limit that reaches, or stands in for such a
 * one, and never about his own. A yes takes the document off hold, for credit until the time that is stated; a no leaves it
 * there. Of two who decide apart the first stands, and the second is told who it was.
 */
export const decideApproval = defineCommand({
  name: 'admin.decideApproval',
  version: 1,
  kind: 'request',
  // Who stands in for somebody needs no such right himself: what counts is looked at below.
  permission: 'sales.see',
  args: z.strictObject({
    approvalId: z.string().max(120),
    decision: z.enum(['approve', 'refuse']),
    reason: z.string().trim().min(1).max(500),
    /** Credit only: until when the order goes on without a new word. */
    validUntil: instantSchema.nullable(),
  }),
  reads: [
    'settings',
    'users',
    'roles',
    'rolePermissions',
    'roleLimits',
    'userLimits',
    'absences',
    'approvals',
    ...wordDocuments.flatMap(({ reads }) => reads),
  ],
  writes: ['approvals', ...wordDocuments.flatMap(({ writes }) => writes)],
  refusals: {
    'admin.approvalGone': 'reject',
    'admin.alreadyDecided': 'reject',
    'admin.approvalVoided': 'reject',
    'admin.ownRequest': 'reject',
    'admin.mayNotDecide': 'reject',
    'admin.beyondYourLimit': 'reject',
    'admin.releaseNeedsTime': 'reject',
    'sales.orderGone': 'reject',
    'sales.orderRejected': 'reject',
    'sales.orderNotOpen': 'reject',
  },
  async run(tx, { approvalId, decision, reason, validUntil }, context) {
    const { actor, now } = context;
    const word = await approvalById(tx, approvalId);
    const documents = word && wordDocumentOf(word.documentType);
    if (!word || !documents || !isApprovalKind(word.kind)) throw context.refusal('admin.approvalGone', {});
    const { kind } = word;
    const document = await documents.load(tx, word.documentId, actor);
    const { id, number, madeBy, customerId, customerName, totalMinor, currency } = document;
    if (word.state === 'voided') throw context.refusal('admin.approvalVoided', { number });
    if (word.state !== 'asked') {
      const { state, decidedByName, decidedAt } = word;
      throw context.refusal('admin.alreadyDecided', { number, context: state, by: decidedByName, at: decidedAt });
    }
    const may = await mayDecide(tx, word, { userId: actor.userId, madeBy }, now);
    if (!may.may) {
      if (may.because === 'ownRequest') throw context.refusal('admin.ownRequest', { number });
      if (may.because === 'noRight') throw context.refusal('admin.mayNotDecide', { number, context: kind });
      const { limitValue, limitKind } = word;
      const home = (await companySettings(tx))['company.currency'];
      const reach = { context: limitKind, limit: may.limit, limitValue, currency: home };
      throw context.refusal('admin.beyondYourLimit', { number, ...reach });
    }
    if (!stillBinds(word, await document.stands(kind))) throw context.refusal('admin.approvalVoided', { number });
    const isYes = decision === 'approve';
    const ends = isYes && kind === 'credit' ? validUntil : null;
    if (isYes && kind === 'credit' && (ends === null || ends <= now || ends > now + RELEASE_LIMIT_MS)) {
      throw context.refusal('admin.releaseNeedsTime', { number });
    }
    const decided = {
      state: isYes ? ('approved' as const) : ('refused' as const),
      decidedAt: now,
      decidedBy: actor.userId,
      decidedByName: (await userName(tx, actor.userId)) ?? '',
      onBehalfOf: may.onBehalfOf,
      decisionNote: reason,
      validUntil: ends,
    };
    await setWord(tx, word.id, decided, context);
    if (isYes) await document.release(kind, context);
    return { approvalId, orderId: id, number, customerId, customerName, totalMinor, currency, decision };
  },
  subject: (_, { number: document, customerName: party, customerId, totalMinor: amountMinor, currency }) => ({
    document,
    party,
    customerId,
    amountMinor,
    currency,
  }),
});
