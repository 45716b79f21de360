import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { TellSince } from '../../../app/feature.ts';
import { i18n } from '../../../app/i18n.ts';
import { argsOf } from '../../../app/mending.ts';
import { useSession } from '../../../app/session.ts';
import { runQuery } from '../../../app/use-query.ts';

/** A colleague cancelled the order: who took it hears so where they look whether it is at the office. */
export const tellSince: TellSince = async (entry) => {
  const { orderId } = argsOf(entry);
  if (typeof orderId !== 'string') return [];
  const document = await runQuery<OrderDocument | null>('sales.order', { id: orderId });
  const { session } = useSession.getState();
  const isOwn = session?.state === 'signedIn' && session.user.id === document?.order.updatedBy;
  const { byName = null, at } = document?.cancelled ?? {};
  return byName === null || isOwn ? [] : [i18n.t('sales.order.cancelledSince', { name: byName, at })];
};
