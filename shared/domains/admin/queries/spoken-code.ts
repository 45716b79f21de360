import { z } from 'zod';
import type { Instant } from '../../../kernel/instants.ts';
import { currencySchema } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import {
  CODE_LIMIT_HOURS,
  DEFAULT_CODE_HOURS,
  makeSpokenCode,
  spokenCodeEnds,
  spokenGroups,
} from '../rules/spoken-code.ts';
import { decidersRead, readDeciders } from './read-deciders.ts';

export interface SpokenCode {
  /** In the groups in which it is read out. */
  readonly spoken: string;
  readonly endsAt: Instant;
}

/**
 * The code by which this person says yes over the phone, made here, with no network and without the document; null where
 * this device holds nothing to make it from. The secret never leaves the readers.
 */
export const spokenCode = defineQuery({
  name: 'admin.spokenCode',
  args: z.strictObject({
    documentNumber: z.string().trim().min(1).max(60),
    amountMinor: z.int(),
    currency: currencySchema,
    kind: z.enum(['discount', 'credit']),
    hours: z.int().min(1).max(CODE_LIMIT_HOURS).default(DEFAULT_CODE_HOURS),
  }),
  reads: ['approvalSecrets'],
  async run(db, { hours, ...about }, context): Promise<SpokenCode | null> {
    const approverId = context.actor.userId;
    const row = await db
      .selectFrom('approvalSecrets')
      .select('secret')
      .where('id', '=', approverId)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (!row) return null;
    const { now } = context;
    return {
      spoken: spokenGroups(makeSpokenCode(row.secret, { ...about, approverId }, now, hours)),
      endsAt: spokenCodeEnds(now, hours),
    };
  },
});

/** Whether this person can make such codes here. */
export const canSpeakCodes = defineQuery({
  name: 'admin.canSpeakCodes',
  args: z.strictObject({}),
  reads: ['approvalSecrets'],
  async run(db, _args, context): Promise<boolean> {
    const row = await db
      .selectFrom('approvalSecrets')
      .select('id')
      .where('id', '=', context.actor.userId)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  },
});

/** Whom a rep can ring about a word: who may decide it, by name. */
export const approversOf = defineQuery({
  name: 'admin.approversOf',
  permission: 'sales.see',
  args: z.strictObject({ approvalId: z.string().max(120) }),
  reads: ['approvals', 'orders', ...decidersRead],
  async run(db, { approvalId }, context): Promise<{ readonly id: string; readonly name: string }[]> {
    const word = await db
      .selectFrom('approvals')
      .innerJoin('orders', 'orders.id', 'approvals.documentId')
      .select(['approvals.kind', 'approvals.limitKind', 'approvals.limitValue', 'approvals.askedBy'])
      .select('orders.confirmedBy')
      .where('approvals.id', '=', approvalId)
      .where('approvals.deletedAt', 'is', null)
      .executeTakeFirst();
    if (!word) return [];
    const deciders = await readDeciders(db, context.now);
    const { confirmedBy: madeBy, ...asked } = word;
    return deciders.people
      .filter(({ id }) => id !== context.actor.userId && deciders.decide(id, { ...asked, madeBy }).may)
      .map(({ id, name }) => ({ id, name }));
  },
});
