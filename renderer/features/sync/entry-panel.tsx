import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { AttentionChoice, AttentionTelling } from '../../app/attention.ts';
import { replyOf } from '../../app/kept-notice.ts';
import { closeRefusal, notifyRefusal } from '../../app/notices.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { SidePanel } from '../../ui/page.tsx';
import { Choices } from './choices.tsx';
import { markSeen } from './deal-with-entry.ts';
import { EntryValues } from './entry-values.tsx';
import { EntryHead, type EntryPanelProps, PlainPanel } from './plain-panel.tsx';
import { PromiseTable } from './promise-table.tsx';
import { newReasonsOf } from './read-entry.ts';
import { type Told, ToldReasons } from './told-reasons.tsx';

/** One command in full: what was done, what the office answered, what that means, and what can be done about it. */
export function EntryPanel(props: EntryPanelProps): ReactNode {
  const { entry } = props;
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const undecided = entry.needsAttention ? newReasonsOf(entry).filter((each) => !decided.has(keyOf(each))) : [];
  return (
    <ToldReasons key={entry.commandId} entry={entry} reasons={undecided}>
      {(told) =>
        told?.telling ? (
          // Each line is decided by itself: what was chosen for the one before is not chosen for the next.
          <TellingPanel
            key={keyOf(told.reason)}
            {...props}
            told={told}
            telling={told.telling}
            onDecided={() => {
              setDecided(new Set([...decided, keyOf(told.reason)]));
              if (told.rest === 0) void markSeen(entry.commandId).then(props.onChanged);
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
  const { commandId } = props.entry;
  // Another entry is another place.
  useEffect(() => () => closeRefusal(commandId), [commandId]);
  const open = telling.choices.filter((choice) => choice.hindrance === undefined);
  const chosen = open.find((choice) => choice.id === chosenId) ?? open[0];
  const choose = (id: string) => {
    // What was missing for another way is no longer asked for.
    closeRefusal(commandId);
    setChosenId(id);
  };
  const run = async (choice: AttentionChoice) => {
    if (choice.ask) return choice.ask();
    setRunning(true);
    const reply = await replyOf(choice.run());
    setRunning(false);
    if (reply.ok) {
      closeRefusal(commandId);
      onDecided();
    } else notifyRefusal(reply.reason, null, commandId);
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
      {told.rest > 0 ? (
        <p className="small text-3 entry-more">{t('syncLedger.moreToDecide', { count: told.rest })}</p>
      ) : null}
      {telling.rows.length > 0 ? <PromiseTable subject={telling.subject} rows={telling.rows} /> : null}
      {chosen ? (
        <Choices question={telling.question} choices={telling.choices} chosenId={chosen.id} onChoose={choose} />
      ) : null}
      <EntryValues entry={props.entry} isOpen={false} />
    </SidePanel>
  );
}
