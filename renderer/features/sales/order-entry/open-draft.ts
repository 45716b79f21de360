/** What stands behind an order tab: a kept draft, a new one, or the order that the draft has become. */
import { useEffect, useRef, useState } from 'react';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { bridge } from '../../../app/bridge.ts';
import type { TabParams } from '../../../app/feature.ts';
import { runQuery } from '../../../app/use-query.ts';
import { saveDraft } from './draft-store.ts';
import { type LeftOut, linesFromOrder, linesFromSent } from './lines-from-order.ts';
import {
  changeDraft,
  emptyOrderDraft,
  isEmptyDraft,
  type NewLine,
  ORDER_DRAFT,
  type OrderDraft,
  readOrderDraft,
} from './order-draft.ts';
import { findSentOrder, readSentOrder, type SentOrder } from './sent-order.ts';

export type OpenedDraft =
  | { readonly state: 'draft'; readonly id: string; readonly draft: OrderDraft; readonly leftOut: readonly LeftOut[] }
  | { readonly state: 'order'; readonly orderId: string };

const SERIES = 'order';
const text = (value: TabParams[string] | undefined) => (typeof value === 'string' ? value : null);

/**
 * Opens what the tab was opened with: `draftId` a kept draft, `customerId` a new order for a customer, `copyOf` a new
 * order with the lines of another one (of a rejected one as it was sent), `takeBack` the same with its day and terms too
 * (an order that was confirmed a moment ago), `amends` what a rejected command held, to be mended and sent in its place;
 * nothing an empty order.
 */
export async function openDraft(params: TabParams): Promise<OpenedDraft> {
  const draftId = text(params.draftId);
  if (draftId !== null) {
    const kept = await bridge().drafts.read(draftId);
    const draft = kept?.kind === ORDER_DRAFT ? readOrderDraft(kept.body) : null;
    // A crash between confirming and forgetting the draft: the order is the truth.
    const order = await runQuery<OrderDocument | null>('sales.order', { id: draftId });
    if (order) {
      if (kept) await bridge().drafts.remove(draftId);
      return { state: 'order', orderId: draftId };
    }
    if (draft) return { state: 'draft', id: draftId, draft, leftOut: [] };
  }
  const amends = text(params.amends);
  if (amends !== null) return (await findAmending(amends)) ?? newDraft(await startAmending(amends));
  const takeBack = text(params.takeBack);
  if (takeBack !== null) return newDraft(await startFrom(takeBack, 'whole'));
  const copyOf = text(params.copyOf);
  return newDraft(copyOf === null ? { ...blank, customerId: text(params.customerId) } : await startFrom(copyOf));
}

/** What a new order starts with. */
interface Start {
  readonly customerId: string | null;
  readonly warehouseId: string | null;
  readonly requestedOn: string | null;
  readonly paymentTermsDays: number | null;
  readonly lines: readonly NewLine[];
  readonly leftOut: readonly LeftOut[];
  readonly replaces: string | null;
}

const blank: Start = {
  customerId: null,
  warehouseId: null,
  requestedOn: null,
  paymentTermsDays: null,
  lines: [],
  leftOut: [],
  replaces: null,
};

/** What is taken over from another order: as it stands, or as it was sent when a rejection has left only its number. */
async function startFrom(orderId: string, extent: 'lines' | 'whole' = 'lines'): Promise<Start> {
  const source = await runQuery<OrderDocument | null>('sales.order', { id: orderId });
  if (source && source.lines.length > 0) {
    const { customerId, warehouseId, requestedOn, paymentTermsDays } = source.order;
    const terms = extent === 'whole' ? { requestedOn, paymentTermsDays } : {};
    return { ...blank, ...terms, customerId, warehouseId, ...(await linesFromOrder(source, warehouseId, 'asAgreed')) };
  }
  const sent = await findSentOrder(orderId);
  return sent ? startFromSent(sent) : blank;
}

/** What a rejected command held. */
async function startAmending(commandId: string): Promise<Start> {
  const sent = await readSentOrder(commandId);
  return sent ? startFromSent(sent) : blank;
}

async function startFromSent(sent: SentOrder): Promise<Start> {
  const { customerId, warehouseId, requestedOn, paymentTermsDays } = sent;
  const taken = await linesFromSent(sent, warehouseId);
  return { customerId, warehouseId, requestedOn, paymentTermsDays, ...taken, replaces: sent.replaceable };
}

/** The draft that somebody has begun already in place of a rejected command. */
async function findAmending(commandId: string): Promise<OpenedDraft | null> {
  for (const { id, body } of await bridge().drafts.list(ORDER_DRAFT)) {
    const draft = readOrderDraft(body);
    if (draft?.replaces === commandId) return { state: 'draft', id, draft, leftOut: [] };
  }
  return null;
}

async function newDraft(start: Start): Promise<OpenedDraft> {
  const [[id, exposureEntryId], number, company] = await Promise.all([
    bridge().newIds(2),
    bridge().nextNumber(SERIES),
    runQuery<Company>('admin.company', {}),
  ]);
  if (id === undefined || exposureEntryId === undefined) throw new Error('newIds gave fewer ids than asked for');
  const known = company.warehouses.find((warehouse) => warehouse.id === start.warehouseId) ?? company.warehouses[0];
  const { requestedOn } = start;
  let draft: OrderDraft = {
    ...emptyOrderDraft(number, exposureEntryId),
    warehouseId: known?.id ?? null,
    requestedOn,
    replaces: start.replaces,
  };
  const customer =
    start.customerId === null ? null : await runQuery<CustomerListRow | null>('crm.customer', { id: start.customerId });
  if (customer) draft = changeDraft(draft, { type: 'pickCustomer', customer });
  if (start.paymentTermsDays !== null) {
    draft = changeDraft(draft, { type: 'setPaymentTerms', days: start.paymentTermsDays });
  }
  draft = changeDraft(draft, { type: 'addLines', lines: start.lines });
  if (!isEmptyDraft(draft)) await saveDraft(id, draft);
  return { state: 'draft', id, draft, leftOut: start.leftOut };
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
