import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '#shared/protocol/bridge.ts';
import { reasonText } from '../../app/i18n.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { DateTime } from '../../ui/format.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { SidePanel } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Party } from './party.tsx';
import { deedOf, factsOf, stateOf } from './read-entry.ts';

interface EntryPanelProps {
  readonly entry: LedgerEntry;
  readonly place: number;
  readonly of: number;
  readonly onSeen: () => void;
}

/** One command in full: what was done, what the office answered, what that means. */
export function EntryPanel({ entry, place, of, onSeen }: EntryPanelProps): ReactNode {
  const { t } = useTranslation();
  const { document, party, customerId, amount } = factsOf(entry);
  const facts = [
    { name: t('syncLedger.document'), value: document },
    { name: t('syncLedger.party'), value: party === null && customerId === null ? null : <Party entry={entry} /> },
    { name: t('syncLedger.amount'), value: amount },
    { name: t('syncLedger.made'), value: <DateTime value={entry.issuedAt} /> },
    { name: t('syncLedger.answered'), value: entry.answeredAt === null ? null : <DateTime value={entry.answeredAt} /> },
  ].filter((fact) => fact.value !== null);
  return (
    <SidePanel
      label={t('syncLedger.details')}
      kind="sync"
      footer={
        entry.needsAttention ? (
          <ActionButton
            primary
            label={t('syncLedger.markSeen')}
            keys="s"
            labelKey="syncLedger.markSeen"
            onRun={onSeen}
          />
        ) : undefined
      }
    >
      <div className="entry-head">
        <StateTag state={stateOf(entry)}>{t(`syncLedger.states.${entry.state}`)}</StateTag>
        <span className="text-2">{document}</span>
        <span className="entry-place small text-3">
          {t('syncLedger.place', { place, of })}
          <KeyCap keys="j" />
          <KeyCap keys="k" />
        </span>
      </div>
      <h2 className="title entry-title">{deedOf(entry)}</h2>
      <p className="text-2">{t(`syncLedger.meaning.${entry.state}`)}</p>
      {entry.reasons.length > 0 ? (
        <ul className="entry-reasons" data-selectable>
          {entry.reasons.map((reason) => (
            <li key={`${reason.code} ${JSON.stringify(reason.params)}`}>{reasonText(reason)}</li>
          ))}
        </ul>
      ) : null}
      <dl className="entry-facts" data-selectable>
        {facts.map((fact) => (
          <div key={fact.name} className="fact-row">
            <dt>{fact.name}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
    </SidePanel>
  );
}
