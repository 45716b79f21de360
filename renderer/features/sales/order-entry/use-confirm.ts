/**
 * Confirming. Guards: one draft is confirmed once, however often the key is pressed; a rejection leaves everything as
 * it stood, says why in the person's words and puts the cursor where it can be mended.
 */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PriceBookOfProducts } from '#shared/domains/sales/queries/price-book.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { CommandReply } from '#shared/protocol/bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { useSyncStatus } from '../../../app/session.ts';
import { openTab, type TabHandle } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { runQuery } from '../../../app/use-query.ts';
import { tellConfirmed } from '../order-document/tell-confirmed.ts';
import { confirmArgs, type DraftProblem, firstProblem } from './confirm-args.ts';
import { draftFigures, type LineStock } from './draft-figures.ts';
import type { DraftHandle } from './draft-store.ts';
import type { EntryMessage } from './entry-notice.tsx';
import type { FigureTerms } from './figure-terms.ts';
import type { OrderDraft } from './order-draft.ts';
import type { UnreadText } from './unread-text.ts';

/** Where the cursor goes. */
export type EntryPlace = 'customer' | 'warehouse' | 'next' | { readonly cell: string };

interface ConfirmOptions {
  readonly handle: DraftHandle;
  readonly terms: FigureTerms & { readonly paymentTermsDays: number };
  readonly book: PriceBookOfProducts | null;
  /** What the person saw of it. */
  readonly stock: ReadonlyMap<string, LineStock>;
  readonly tab: TabHandle;
  readonly tell: (message: EntryMessage | null) => void;
  readonly goTo: (place: EntryPlace) => void;
  /** What was typed and is not in the draft. */
  readonly unread: () => UnreadText | null;
}

const quantityCell = (key: number): EntryPlace => ({ cell: `${key}:quantity` });

const placeOfProblem = (problem: DraftProblem): EntryPlace => {
  if (problem.kind === 'noCustomer') return 'customer';
  if (problem.kind === 'noWarehouse') return 'warehouse';
  return problem.kind === 'noQuantity' ? quantityCell(problem.key) : 'next';
};

/** The line or field that a refusal speaks of. */
export function placeOfRefusal(reason: Reason, keys: readonly number[]): EntryPlace {
  if (reason.code === 'crm.customerGone' || reason.code === 'sales.currencyDiffers') return 'customer';
  if (reason.code === 'inventory.warehouseGone') return 'warehouse';
  const line = reason.params.line;
  const key = typeof line === 'number' ? keys[line - 1] : undefined;
  return key === undefined ? 'next' : quantityCell(key);
}

export function useConfirm({ handle, terms, book, stock, tab, tell, goTo, unread }: ConfirmOptions) {
  const { t, i18n } = useTranslation();
  const command = useCommand('sales.confirmOrder', { quiet: true });
  const busy = useRef(false);

  const settle = async (reply: CommandReply) => {
    if (reply.state === 'rejected') {
      tell({ tone: 'late', title: t('sales.orderEntry.rejected'), text: reasonText(reply.reason) });
      goTo(
        placeOfRefusal(
          reply.reason,
          handle.read().lines.map((line) => line.key),
        ),
      );
      return;
    }
    await handle.end();
    tellConfirmed(handle.id, reply);
    tab.setDirty(false);
    openTab('order', { orderId: handle.id });
    await tab.close();
  };

  const unreadMessage = (unread: UnreadText) => {
    if (!('column' in unread)) {
      return { title: t('sales.problems.unreadNext', { ...unread }), text: t('sales.problems.unreadNextMore') };
    }
    const { column, place, typed } = unread;
    return {
      title: t('sales.problems.unread', { place, column: t(`sales.lines.${column}`), typed }),
      text: [t(`sales.expected.${column}`), t('sales.problems.unreadMore')].join(
        i18n.language.startsWith('zh') ? '' : ' ',
      ),
    };
  };

  /** As the screen shows it; who types faster than it is read waits for it here. */
  const bookOf = async ({ customerId, lines }: OrderDraft): Promise<PriceBookOfProducts> => {
    const productIds = [...new Set(lines.map(({ productId }) => productId))].sort();
    const known = new Set(book?.products.map(({ id }) => id));
    if (book?.customer.id === customerId && productIds.every((id) => known.has(id))) return book;
    const { currency, today: day } = terms;
    return runQuery<PriceBookOfProducts>('sales.priceBook', { customerId, productIds, currency, day });
  };

  const confirm = async () => {
    if (busy.current) return;
    const draft = handle.read();
    const problem = firstProblem(draft);
    if (problem) {
      tell({ tone: 'wait', title: t(`sales.problems.${problem.kind}`, { ...problem }) });
      goTo(placeOfProblem(problem));
      return;
    }
    const typed = unread();
    if (typed) {
      tell({ tone: 'wait', ...unreadMessage(typed) });
      goTo({ cell: typed.cell });
      return;
    }
    busy.current = true;
    tell(null);
    try {
      await handle.flush();
      const dataAsOf = useSyncStatus.getState().status?.dataAsOf ?? null;
      const figures = draftFigures(draft, stock, terms, await bookOf(draft));
      const ids = await bridge().newIds(figures.lines.length + figures.free.length);
      const args = confirmArgs(handle.id, draft, figures, terms, ids, dataAsOf);
      await settle(await command.run(args, draft.replaces === null ? undefined : { replaces: draft.replaces }));
    } finally {
      busy.current = false;
    }
  };

  return { confirm, running: command.running };
}
