/**
 * What was sent and is not invoiced yet (R54). Guards: what leaves the open orders' exposure comes into the shipped one in
 * the same transaction; a warehouse's device, which holds nobody's exposure, foretells none.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate } from '../../kernel/instants.ts';
import type { Minor } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';
import { endOpenOrderExposure, setOpenOrderExposure } from './api.ts';

interface OrderOfPayer {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly currency: string;
}

/** What of an order is still to be sent counts as open; nothing when it is over. */
export async function setUnshippedExposure(
  tx: Tx,
  order: OrderOfPayer,
  openMinor: Minor,
  entryId: string,
  context: WriteContext,
): Promise<void> {
  if (!(await isKnownHere(tx, order, context))) return;
  if (openMinor <= 0) await endOpenOrderExposure(tx, order.id, context);
  else await setOpenOrderExposure(tx, { ...order, totalMinor: openMinor }, entryId, context);
}

/** What was sent counts as shipped and not invoiced, under the shipment's number. */
export async function addUnbilled(
  tx: Tx,
  order: OrderOfPayer,
  shipment: { readonly id: string; readonly number: string; readonly day: CalendarDate; readonly valueMinor: Minor },
  context: WriteContext,
): Promise<void> {
  if (shipment.valueMinor === 0 || !(await isKnownHere(tx, order, context))) return;
  await insertRows(tx, 'exposureEntries', [
    {
      id: shipment.id,
      customerId: order.customerId,
      documentId: shipment.id,
      documentNumber: shipment.number,
      documentDate: shipment.day,
      kind: 'unbilled',
      amountMinor: shipment.valueMinor,
      currency: order.currency,
      dueOn: null,
      ...context.created(),
    },
  ]);
}

/**
 * A shipment that is taken back counts no more.
 * @returns false when it is invoiced already: then only a return brings it back (R52)
 */
export async function takeUnbilled(
  tx: Tx,
  order: OrderOfPayer,
  shipmentId: string,
  context: WriteContext,
): Promise<boolean> {
  if (!(await isKnownHere(tx, order, context))) return true;
  const [entry] = await tx
    .selectFrom('exposureEntries')
    .select(['id', 'deletedAt'])
    .where('documentId', '=', shipmentId)
    .where('kind', '=', 'unbilled')
    .orderBy('id')
    .execute();
  if (!entry) return true;
  if (entry.deletedAt !== null) return false;
  await tx
    .updateTable('exposureEntries')
    .set({ deletedAt: context.now, ...context.updated() })
    .where('id', '=', entry.id)
    .execute();
  return true;
}

async function isKnownHere(tx: Tx, order: OrderOfPayer, context: WriteContext): Promise<boolean> {
  if (context.atOffice) return true;
  const [exposure] = await tx
    .selectFrom('exposures')
    .select('id')
    .where('id', '=', `${order.customerId}:${order.currency}`)
    .orderBy('id')
    .execute();
  return exposure !== undefined;
}
