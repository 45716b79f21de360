import { z } from 'zod';
import type { Instant } from '../../../kernel/instants.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery, type QueryContext } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { decidersRead, readDeciders } from './read-deciders.ts';

const columns = [
  'approvals.id',
  'approvals.documentType',
  'approvals.documentId',
  'approvals.documentNumber',
  'approvals.kind',
  'approvals.customerName',
  'approvals.amountMinor',
  'approvals.currency',
  'approvals.limitKind',
  'approvals.limitValue',
  'approvals.state',
  'approvals.note',
  'approvals.askedAt',
  'approvals.askedBy',
  'approvals.askedByName',
  'approvals.decidedAt',
  'approvals.decidedByName',
  'approvals.decisionNote',
  'approvals.byCode',
  'approvals.codeCheckedAt',
  'approvals.validUntil',
] as const;

/** One word in a list. */
export interface ApprovalRow {
  readonly id: string;
  readonly documentType: string;
  readonly documentId: string;
  readonly documentNumber: string;
  readonly kind: string;
  readonly customerName: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly limitKind: 'discount' | 'roundingDown' | 'creditRelease' | 'approval';
  readonly limitValue: number;
  readonly state: 'asked' | 'approved' | 'refused' | 'voided';
  readonly note: string | null;
  readonly askedAt: Instant;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly decidedAt: Instant | null;
  readonly decidedByName: string | null;
  readonly decisionNote: string | null;
  readonly byCode: 0 | 1;
  readonly codeCheckedAt: Instant | null;
  readonly validUntil: Instant | null;
}

/** So many are looked through for those that wait for one person: the oldest first, as they are to be decided. */
const LIMIT_WAITING = 500;

/** The oldest words that wait for this person: he may decide, his limit reaches, and they are not his own. */
async function waitingFor(db: Reader, context: QueryContext): Promise<ApprovalRow[]> {
  const asked = await db
    .selectFrom('approvals')
    .innerJoin('orders', 'orders.id', 'approvals.documentId')
    .select(columns)
    .select('orders.confirmedBy')
    .where('approvals.state', '=', 'asked')
    .where('approvals.deletedAt', 'is', null)
    .where('orders.state', '=', 'open')
    .orderBy('approvals.askedAt')
    .orderBy('approvals.id')
    .limit(LIMIT_WAITING)
    .execute();
  if (asked.length === 0) return [];
  const deciders = await readDeciders(db, context.now);
  return asked.flatMap(({ confirmedBy, ...row }) =>
    deciders.decide(context.actor.userId, { ...row, madeBy: confirmedBy }).may ? [row] : [],
  );
}

const reads = ['approvals', 'orders', ...decidersRead] as const;

/** What waits for a word, or was decided. `mine`: what this person may decide, the oldest first; else the newest first. */
export const approvalList = defineQuery({
  name: 'admin.approvalList',
  permission: 'sales.see',
  args: z.strictObject({ filter: z.enum(['mine', 'asked', 'decided']), ...pageArgs }),
  reads,
  async run(db, { filter, cursor, limit }, context): Promise<Page<ApprovalRow>> {
    if (filter === 'mine') return { rows: await waitingFor(db, context), next: null };
    let query = db
      .selectFrom('approvals')
      .select(columns)
      .where('state', 'in', filter === 'asked' ? ['asked'] : ['approved', 'refused', 'voided'])
      .where('deletedAt', 'is', null);
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('askedAt', '<', Number(key)), eb.and([eb('askedAt', '=', Number(key)), eb('id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('askedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.askedAt);
  },
});

/** How many words wait for this person. */
export const approvalCount = defineQuery({
  name: 'admin.approvalCount',
  permission: 'sales.see',
  args: z.strictObject({}),
  reads,
  async run(db, _args, context): Promise<{ readonly mine: number }> {
    return { mine: (await waitingFor(db, context)).length };
  },
});

/** What others decided about what this person asked, since an instant, the newest first. */
export const decidedForMe = defineQuery({
  name: 'admin.decidedForMe',
  permission: 'sales.see',
  args: z.strictObject({ since: z.int().min(0), limit: z.int().min(1).max(50) }),
  reads: ['approvals'],
  async run(db, { since, limit }, context): Promise<ApprovalRow[]> {
    return db
      .selectFrom('approvals')
      .select(columns)
      .where('askedBy', '=', context.actor.userId)
      .where('state', 'in', ['approved', 'refused'])
      .where('decidedAt', '>', since)
      .where('deletedAt', 'is', null)
      .orderBy('decidedAt', 'desc')
      .orderBy('id')
      .limit(limit)
      .execute();
  },
});
