/** What stands behind an order tab: a kept draft, a new one, or the order that the draft has become. */
import { useEffect, useRef, useState } from 'react';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { bridge } from '../../../app/bridge.ts';
import type { TabParams } from '../../../app/feature.ts';
import { runQuery } from '../../../app/use-query.ts';
import { type LeftOut, linesFromOrder } from './lines-from-order.ts';
import { changeDraft, emptyOrderDraft, ORDER_DRAFT, type OrderDraft, readOrderDraft } from './order-draft.ts';

export type OpenedDraft =
  | { readonly state: 'draft'; readonly id: string; readonly draft: OrderDraft; readonly leftOut: readonly LeftOut[] }
  | { readonly state: 'order'; readonly orderId: string };

const SERIES = 'SO';
const text = (value: TabParams[string] | undefined) => (typeof value === 'string' ? value : null);

/**
 * Opens what the tab was opened with: `draftId` a kept draft, `customerId` a new order for a customer, `copyOf` a new
 * order with the lines of another one, nothing an empty order.
 */
export async function openDraft(params: TabParams): Promise<OpenedDraft> {
  const draftId = text(params.draftId);
  if (draftId !== null) {
    const kept = (await bridge().drafts.list(ORDER_DRAFT)).find((draft) => draft.id === draftId);
    const draft = readOrderDraft(kept?.body);
    // A crash between confirming and forgetting the draft: the order is the truth.
    const order = await runQuery<OrderDocument | null>('sales.order', { id: draftId });
    if (order) {
      if (kept) await bridge().drafts.remove(draftId);
      return { state: 'order', orderId: draftId };
    }
    if (draft) return { state: 'draft', id: draftId, draft, leftOut: [] };
  }
  return newDraft(text(params.customerId), text(params.copyOf));
}

async function newDraft(customerId: string | null, copyOf: string | null): Promise<OpenedDraft> {
  const [[id, exposureEntryId], number, company] = await Promise.all([
    bridge().newIds(2),
    bridge().nextNumber(SERIES),
    runQuery<Company>('admin.company', {}),
  ]);
  if (id === undefined || exposureEntryId === undefined) throw new Error('newIds gave fewer ids than asked for');
  const source = copyOf === null ? null : await runQuery<OrderDocument | null>('sales.order', { id: copyOf });
  const warehouseId = source?.order.warehouseId ?? company.warehouses[0]?.id ?? null;
  let draft: OrderDraft = { ...emptyOrderDraft(number, exposureEntryId), warehouseId };
  const wanted = source?.order.customerId ?? customerId;
  const customer = wanted === null ? null : await runQuery<CustomerListRow | null>('crm.customer', { id: wanted });
  if (customer) draft = changeDraft(draft, { type: 'pickCustomer', customer });
  if (!source) return { state: 'draft', id, draft, leftOut: [] };
  const { lines, leftOut } = await linesFromOrder(source, warehouseId, 'asAgreed');
  return { state: 'draft', id, draft: changeDraft(draft, { type: 'addLines', lines }), leftOut };
}

/** Opens once for each tab, however often the screen is shown again. Null while it is being opened. */
export function useOpenedDraft(params: TabParams): OpenedDraft | null {
  const [opened, setOpened] = useState<OpenedDraft | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const opening = useRef<Promise<OpenedDraft> | null>(null);
  useEffect(() => {
    opening.current ??= openDraft(params);
    opening.current.then(setOpened, setFailure);
  }, [params]);
  if (failure) throw failure;
  return opened;
}
