import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { LedgerEntry } from '#shared/protocol/bridge.ts';
import { reasonText } from '../../app/i18n.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { DateTime } from '../../ui/format.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { SidePanel } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Party } from './party.tsx';
import { deedOf, factsOf, newReasonsOf, openerOf, stateOf } from './read-entry.ts';

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
  const open = openerOf(entry);
  const differs = entry.state === 'adjusted' && newReasonsOf(entry).length > 0;
  return (
    <SidePanel
      label={t('syncLedger.details')}
      kind="sync"
      footer={
        open || entry.needsAttention ? (
          <>
            {open ? (
              <ActionButton label={t('syncLedger.open')} keys="o" labelKey="syncLedger.open" onRun={open} />
            ) : null}
            {entry.needsAttention ? (
              <ActionButton
                primary
                label={t('syncLedger.markSeen')}
                keys="s"
                labelKey="syncLedger.markSeen"
                onRun={onSeen}
              />
            ) : null}
          </>
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
      {differs ? (
        <>
          <h3 className="entry-heading text-3 small">{t('syncLedger.foretold')}</h3>
          {entry.foretold.length > 0 ? <Reasons reasons={entry.foretold} /> : <p>{t('syncLedger.asEntered')}</p>}
          <h3 className="entry-heading text-3 small">{t('syncLedger.now')}</h3>
        </>
      ) : null}
      <Reasons reasons={entry.reasons} />
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

function Reasons({ reasons }: { readonly reasons: readonly Reason[] }): ReactNode {
  if (reasons.length === 0) return null;
  return (
    <ul className="entry-reasons" data-selectable>
      {reasons.map((reason) => (
        <li key={`${reason.code} ${JSON.stringify(reason.params)}`}>{reasonText(reason)}</li>
      ))}
    </ul>
  );
}
