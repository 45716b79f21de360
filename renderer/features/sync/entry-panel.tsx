import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import type { AttentionChoice, AttentionTelling } from '../../app/attention.ts';
import { reasonText } from '../../app/i18n.ts';
import { replyOf } from '../../app/kept-notice.ts';
import { notifyRefusal } from '../../app/notices.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { DateTime } from '../../ui/format.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { SidePanel } from '../../ui/page.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { Choices } from './choices.tsx';
import { Party } from './party.tsx';
import { PromiseTable } from './promise-table.tsx';
import { deedOf, factsOf, newReasonsOf, openerOf, stateOf } from './read-entry.ts';
import { type Told, ToldReasons } from './told-reasons.tsx';

interface EntryPanelProps {
  readonly entry: LedgerEntry;
  readonly place: number;
  readonly of: number;
  readonly onSeen: () => void;
}

/** One command in full: what was done, what the office answered, what that means, and what can be done about it. */
export function EntryPanel(props: EntryPanelProps): ReactNode {
  const { entry } = props;
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const undecided = entry.needsAttention ? newReasonsOf(entry).filter((each) => !decided.has(keyOf(each))) : [];
  return (
    <ToldReasons key={entry.commandId} entry={entry} reasons={undecided}>
      {(told) =>
        told?.telling ? (
          <TellingPanel
            {...props}
            told={told}
            telling={told.telling}
            onDecided={() => {
              setDecided(new Set([...decided, keyOf(told.reason)]));
              if (told.rest === 0) props.onSeen();
            }}
          />
        ) : (
          <PlainPanel {...props} />
        )
      }
    </ToldReasons>
  );
}

const keyOf = (reason: Reason): string => JSON.stringify(reason);

interface TellingPanelProps extends EntryPanelProps {
  readonly told: Told;
  readonly telling: AttentionTelling;
  readonly onDecided: () => void;
}

/** An answer as a feature tells it, with its ways out. */
function TellingPanel({ telling, told, onDecided, ...props }: TellingPanelProps): ReactNode {
  const { t } = useTranslation();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [running, setRunning] = useState(false);
  const open = telling.choices.filter((choice) => choice.hindrance === undefined);
  const chosen = open.find((choice) => choice.id === chosenId) ?? open[0];
  const run = async (choice: AttentionChoice) => {
    setRunning(true);
    const reply = await replyOf(choice.run());
    setRunning(false);
    if (reply.ok) onDecided();
    else notifyRefusal(reply.reason);
  };
  return (
    <SidePanel
      label={t('syncLedger.details')}
      kind="sync"
      footer={
        <>
          {telling.aside ? <div className="panel-aside">{telling.aside}</div> : null}
          {chosen ? (
            <ActionButton
              primary
              label={chosen.label}
              keys="enter"
              labelKey="syncLedger.doChosen"
              loading={running}
              onRun={() => void run(chosen)}
            />
          ) : null}
        </>
      }
    >
      <EntryHead {...props} />
      <h2 className="title entry-title">{telling.title}</h2>
      <div className="text-2 entry-explanation">{telling.explanation}</div>
      {telling.rows.length > 0 ? <PromiseTable subject={telling.subject} rows={telling.rows} /> : null}
      {chosen ? (
        <Choices question={telling.question} choices={telling.choices} chosenId={chosen.id} onChoose={setChosenId} />
      ) : null}
      {told.rest > 0 ? <p className="small text-3">{t('syncLedger.moreToDecide', { count: told.rest })}</p> : null}
    </SidePanel>
  );
}

function EntryHead({ entry, place, of }: EntryPanelProps): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="entry-head">
      <StateTag state={stateOf(entry)}>{t(`syncLedger.states.${entry.state}`)}</StateTag>
      <span className="text-2">{factsOf(entry).document}</span>
      <span className="entry-place small text-3">
        {t('syncLedger.place', { place, of })}
        <KeyCap keys="j" />
        <KeyCap keys="k" />
      </span>
    </div>
  );
}

/** One command whose answer its sentences say. */
function PlainPanel({ entry, place, of, onSeen }: EntryPanelProps): ReactNode {
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
      <EntryHead entry={entry} place={place} of={of} onSeen={onSeen} />
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
