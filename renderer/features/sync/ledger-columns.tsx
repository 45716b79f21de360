import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import type { DataColumn } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/format.tsx';
import { timeOrDayText } from '../../ui/format-text.ts';
import { StateTag } from '../../ui/state-tag.tsx';
import { Party } from './party.tsx';
import { answerOf, deedOf, factsOf, stateOf, stateWordOf } from './read-entry.ts';

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
  const text = answerOf(entry, now);
  return (
    <span className="text-2" title={text}>
      {text}
    </span>
  );
}

/** The columns of the ledger; both of its lists have them, under each other. */
export function useLedgerColumns(): readonly DataColumn<LedgerEntry>[] {
  const { t, i18n } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'made',
        title: t('syncLedger.made'),
        width: '48px',
        render: (entry) => <span className="text-2">{timeOrDayText(entry.issuedAt, i18n.language)}</span>,
      },
      { key: 'deed', title: t('syncLedger.deed'), width: 'minmax(96px, 0.8fr)', render: deedOf },
      {
        key: 'document',
        title: t('syncLedger.document'),
        width: 'minmax(104px, 0.8fr)',
        render: (entry) => <span className="text-2">{factsOf(entry).document ?? <Empty />}</span>,
      },
      {
        key: 'party',
        title: t('syncLedger.party'),
        width: 'minmax(144px, 1.6fr)',
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
        width: 'minmax(96px, 1.6fr)',
        render: (entry) => <Answer entry={entry} />,
      },
    ],
    [t, i18n.language],
  );
}
