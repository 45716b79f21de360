import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import type { DraftHandle } from './draft-store.ts';
import type { EntryMessage } from './entry-notice.tsx';
import type { OrderDraft } from './order-draft.ts';
import { type SentOrder, toSentOrder } from './sent-order.ts';
import { type EntryPlace, placeOfRefusal } from './use-confirm.ts';

/** A draft in place of a rejected command says why that was rejected, and puts the cursor where it can be mended. */
export function useAmended(
  handle: DraftHandle,
  tell: (message: EntryMessage) => void,
  goTo: (place: EntryPlace) => void,
): void {
  const { t } = useTranslation();
  const latest = useRef({ t, tell, goTo });
  useEffect(() => {
    latest.current = { t, tell, goTo };
  });
  useEffect(() => {
    const { replaces } = handle.read();
    if (replaces === null) return;
    let isGone = false;
    void bridge()
      .sync.entry(replaces)
      .then((detail) => {
        const reason = detail?.entry.reasons[0];
        if (isGone || !reason || detail.entry.state !== 'rejected') return;
        const number = detail.entry.subject.document ?? '';
        latest.current.tell({
          tone: 'late',
          title: latest.current.t('sales.orderEntry.amends', { number }),
          text: reasonText(reason),
          lines: tellOtherPrices(toSentOrder(detail.entry), handle.read(), latest.current.t),
        });
        const keys = handle.read().lines.map((line) => line.key);
        latest.current.goTo(placeOfRefusal(reason, keys));
      });
    return () => {
      isGone = true;
    };
  }, [handle]);
}

/** A list price that has changed since: the draft keeps the price that was agreed, which may need approval now. */
function tellOtherPrices(sent: SentOrder | null, { lines, currency }: OrderDraft, t: TFunction): readonly string[] {
  const listed = new Map(
    (sent?.lines ?? []).filter((each) => each.unitPrice === each.listPrice).map((each) => [each.productId, each]),
  );
  return lines.flatMap(({ productId, name: product, manualPrice, listPrice }, index) => {
    if (manualPrice === null || manualPrice === listPrice || listed.get(productId)?.unitPrice !== manualPrice)
      return [];
    const facts = { line: index + 1, product, unitPrice: manualPrice, listPrice, currency };
    return t('sales.orderEntry.listChanged', facts);
  });
}
