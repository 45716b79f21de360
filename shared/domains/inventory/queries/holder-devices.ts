import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instants.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type {} from '../../sales/tables.ts';

/** A computer of a person, as papers name it. */
export interface PaperDevice {
  readonly code: string;
  /** Its latest paper here, and when that was written. */
  readonly number: string;
  readonly writtenAt: Instant;
}

const papers = ['orders', 'shipments', 'receipts'] as const;

/** So many papers of a kind are looked through, the newest first: who sells or ships has written some lately. */
const LOOK_BACK_PAPERS = 2_000;

/**
 * The computers that a person's papers on this device name (K7), the one used last first: for whoever gives van stock and
 * may not see the company's computers, or cannot reach the office. Ids tell when a row was made, so the newest are read by
 * them alone.
 */
export const holderDevices = defineQuery({
  name: 'inventory.holderDevices',
  permission: 'inventory.manageQuotas',
  args: z.strictObject({ userId: idSchema }),
  reads: papers,
  async run(db, { userId }): Promise<PaperDevice[]> {
    const latest = new Map<string, PaperDevice>();
    for (const table of papers) {
      const newest = await db
        .selectFrom(table)
        .select(['number', 'deviceCode as code', 'createdAt as writtenAt', 'createdBy'])
        .where('deletedAt', 'is', null)
        .orderBy('id', 'desc')
        .limit(LOOK_BACK_PAPERS)
        .execute();
      for (const { createdBy, code, number, writtenAt } of newest) {
        if (createdBy !== userId || code === '') continue;
        const known = latest.get(code);
        if (!known || known.writtenAt < writtenAt) latest.set(code, { code, number, writtenAt });
      }
    }
    return [...latest.values()].sort((a, b) => b.writtenAt - a.writtenAt || (a.code < b.code ? -1 : 1));
  },
});
