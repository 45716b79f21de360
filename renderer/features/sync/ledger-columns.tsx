import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { useSyncStatus } from '../../app/session.ts';
import type { DataColumn } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/format.tsx';
import { timeOrDayText } from '../../ui/format-text.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { Party } from './party.tsx';
import { answersOf, deedOf, factsOf, stateOf, stateWordOf } from './read-entry.ts';

const SECOND_MS = 1_000;

/** A clock for one line: how long something has been on its way. */
function useSeconds(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}

/** The office's answer in one line; while there is none, for how long. */
function Answer({ entry }: { readonly entry: LedgerEntry }): ReactNode {
  const now = useSeconds(entry.state === 'sent');
  const trouble = useSyncStatus(({ status }) => status?.trouble ?? null);
  const [first = '', ...others] = answersOf(entry, now, trouble);
  return (
    <span className="ledger-answer text-2" title={[first, ...others].join(' · ')}>
      <span className="ellipsis">{first}</span>
      {others.length > 0 ? <span className="text-3">+{others.length}</span> : null}
    </span>
  );
}

/**
 * The columns of the ledger; both of its lists have them, under each other. They go by the window, not by the list: the
 * panel beside it comes and goes, and only the last column gives way. At 1366 pixels a number with its suffix and the
 * office's answer in its few words stand whole.
 */
export function useLedgerColumns(): readonly DataColumn<LedgerEntry>[] {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    // A deed is four or five hanzi; the names of companies are longer than in English.
    const isChinese = i18n.language.startsWith('zh');
    return [
      {
        key: 'made',
        title: t('syncLedger.made'),
        width: '44px',
        render: (entry) => <span className="text-2">{timeOrDayText(entry.issuedAt, i18n.language)}</span>,
      },
      {
        key: 'deed',
        title: t('syncLedger.deed'),
        width: isChinese ? 'clamp(92px, 7vw, 160px)' : 'clamp(112px, 8.2vw, 200px)',
        render: deedOf,
      },
      {
        key: 'document',
        title: t('syncLedger.document'),
        width: 'clamp(104px, 7.6vw, 148px)',
        render: (entry) => <span className="text-2">{factsOf(entry).document ?? <Empty />}</span>,
      },
      {
        key: 'party',
        title: t('syncLedger.party'),
        width: isChinese ? 'clamp(140px, 10.6vw, 320px)' : 'clamp(112px, 8.8vw, 280px)',
        render: (entry) => <Party entry={entry} />,
      },
      {
        key: 'state',
        title: t('syncLedger.state'),
        width: '88px',
        render: (entry) => (
          <StateTag state={stateOf(entry)} plain>
            {stateWordOf(entry)}
          </StateTag>
        ),
      },
      {
        key: 'answer',
        title: t('syncLedger.answer'),
        width: 'minmax(132px, 1fr)',
        render: (entry) => <Answer entry={entry} />,
      },
    ];
  }, [t, i18n.language]);
}
