import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { i18n, reasonText } from '../../app/i18n.ts';
import { notify } from '../../app/notices.ts';
import { useSession } from '../../app/session.ts';
import { copyText } from '../../app/shell/copy-text.ts';
import { dateTimeText } from '../../ui/format-text.ts';
import { sentenceOf, stateWordOf } from './read-entry.ts';

/** Broke over it: no sentence of the trade says why. */
const BROKE = 'device.replayBroke';

/** What waits and is not in the lists: that it is safe, why it is so, what comes of it, and what to do. */
export function NotShown({ entry }: { readonly entry: LedgerEntry }): ReactNode {
  const { t } = useTranslation();
  const { unshown } = entry;
  if (unshown === null) return null;
  return (
    <section aria-labelledby="not-shown-title">
      <h3 id="not-shown-title" className="entry-heading text-3 small">
        {t('syncLedger.unshown.title')}
      </h3>
      <p>{t(entry.state === 'failed' ? 'syncLedger.unshown.atOffice' : 'syncLedger.unshown.text')}</p>
      <h3 className="entry-heading text-3 small">{t('syncLedger.unshown.why')}</h3>
      <p data-selectable>{reasonText(unshown)}</p>
      {unshown.code === BROKE ? null : <p>{t('syncLedger.unshown.refused')}</p>}
      <p className="text-2">{t('syncLedger.unshown.told')}</p>
    </section>
  );
}

/** For a message to the administrator: what was done, when, its number and id, and why it is not shown. */
export function copyReport(entry: LedgerEntry): void {
  const { session } = useSession.getState();
  copyText(
    i18n.t('syncLedger.unshown.reportText', {
      device: session?.state === 'signedIn' ? session.deviceCode : '',
      sentence: sentenceOf(entry),
      at: dateTimeText(entry.issuedAt, i18n.language),
      number: entry.sequence,
      state: stateWordOf({ ...entry, unshown: null }),
      id: entry.commandId,
      why: entry.unshown === null ? '' : reasonText(entry.unshown),
    }),
  );
  notify({ tone: 'done', title: () => i18n.t('syncLedger.unshown.copied') });
}
