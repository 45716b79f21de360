import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttentionChoice } from '../../app/attention.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { KeyCap } from '../../ui/key-cap.tsx';
import './choices.css';

interface ChoicesProps {
  readonly question: string;
  readonly choices: readonly AttentionChoice[];
  readonly chosenId: string;
  readonly onChoose: (id: string) => void;
}

/** The ways out of what the office answered: one key each, the safest chosen beforehand. */
export function Choices({ question, choices, chosenId, onChoose }: ChoicesProps): ReactNode {
  return (
    <fieldset className="choices">
      <legend>{question}</legend>
      {choices.map((choice, index) => (
        <Choice
          key={choice.id}
          choice={choice}
          keys={String(index + 1)}
          isChosen={choice.id === chosenId}
          onChoose={() => {
            onChoose(choice.id);
            choice.ask?.();
          }}
        />
      ))}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly choice: AttentionChoice;
  readonly keys: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Choice({ choice, keys, isChosen, onChoose }: ChoiceProps): ReactNode {
  const { t } = useTranslation();
  const isOpen = choice.hindrance === undefined;
  useShortcut(keys, onChoose, { enabled: isOpen, labelKey: 'syncLedger.choose' });
  return (
    <label className={`choice${isChosen ? ' choice-chosen' : ''}${isOpen ? '' : ' choice-shut'}`}>
      <input
        type="radio"
        name="way-out"
        checked={isChosen}
        disabled={!isOpen}
        onChange={onChoose}
        aria-keyshortcuts={keys}
        aria-label={t('syncLedger.choice', { label: choice.label, keys })}
      />
      <KeyCap keys={keys} />
      <span className="choice-words">
        <span className="strong">{choice.label}</span>
        <span className="small text-2">{choice.hindrance ?? choice.detail}</span>
      </span>
      {choice.cost === null ? null : <span className="choice-cost text-2">{choice.cost}</span>}
    </label>
  );
}
