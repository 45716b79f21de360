import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import type { DraftHandle } from './draft-store.ts';
import type { EntryMessage } from './entry-notice.tsx';
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
        });
        const keys = handle.read().lines.map((line) => line.key);
        latest.current.goTo(placeOfRefusal(reason, keys));
      });
    return () => {
      isGone = true;
    };
  }, [handle]);
}
