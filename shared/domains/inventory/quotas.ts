/**
 * Stock that one person may promise without asking (R20). Guards:
 * - what is left of a quota is held back from everybody else, until orders of that person use it or it is given back;
 * - one that names a device is promised on that device alone: what two laptops do not hear of each other is not promised
 *   twice.
 */
import type { IssuingDevice, WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';

/** How papers of a device name it, now and before. */
export type NamedDevice = Pick<IssuingDevice, 'code' | 'formerCodes'>;

/** Whether a device may promise of a quota, or give it back. */
export const isHeldOn = (
  { deviceCode }: { readonly deviceCode: string | null },
  { code, formerCodes }: NamedDevice,
): boolean => deviceCode === null || deviceCode === code || formerCodes.includes(deviceCode);

/** A quota by its id; undefined where there is none. */
export function quotaById(tx: Tx, id: string): Promise<Row<'stockQuotas'> | undefined> {
  return tx
    .selectFrom('stockQuotas')
    .selectAll()
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
}

/** What is left of a quota from now on. */
export async function setQuotaLeft(tx: Tx, id: string, left: Quantity, context: WriteContext): Promise<void> {
  await tx
    .updateTable('stockQuotas')
    .set({ left, ...context.updated() })
    .where('id', '=', id)
    .execute();
}

type NewQuota = Omit<Row<'stockQuotas'>, 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'deletedAt'>;

/** Holds stock back for one person. */
export async function grantQuotaRow(tx: Tx, quota: NewQuota, context: WriteContext): Promise<void> {
  await insertRows(tx, 'stockQuotas', [{ ...quota, ...context.created() }]);
}
