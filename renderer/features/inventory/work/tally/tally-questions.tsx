import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LotChoice } from '#shared/domains/inventory/rules/lot-code.ts';
import type { TallyLine } from '#shared/domains/inventory/rules/tally.ts';
import type { TallyDecision } from '#shared/domains/inventory/rules/tally-decision.ts';
import { ChoiceDialog } from '../frame/work-dialogs.tsx';
import { DayDialog } from './day-dialog.tsx';
import { ApartDialog, LotDialog } from './scan-questions.tsx';

/** What a desk waits for: one question at a time, and no scan before it is answered. */
export type TallyQuestion =
  | { readonly kind: 'quantity' | 'reject' | 'finish' | 'supplier' }
  | { readonly kind: 'day'; readonly line: TallyLine }
  | Extract<TallyDecision, { readonly kind: 'dayDiffers' | 'asksApart' | 'asksLot' }>;

type Asked<Kind extends TallyQuestion['kind']> = Extract<TallyQuestion, { readonly kind: Kind }>;

const dayChoices = ['lot', 'label', 'reject'] as const;
const rejectReasons = ['damaged', 'expired', 'wrongGoods', 'dirty'] as const;

/** The lot's day stays, the label's is the lot's from now on, or the goods are rejected. */
export type DayChoice = (typeof dayChoices)[number];

interface TallyQuestionsProps {
  readonly question: TallyQuestion | null;
  readonly inHand: readonly TallyLine[];
  readonly onDay: (line: TallyLine, day: string) => void;
  readonly onDiffering: (question: Asked<'dayDiffers'>, choice: DayChoice) => void;
  readonly onLeaveOut: () => void;
  readonly onLot: (choice: LotChoice) => void;
  readonly onNoLot: () => void;
  readonly onApart: (question: Asked<'asksApart'>, isRejected: boolean) => void;
  readonly onReject: (reason: string) => void;
  readonly onClose: () => void;
}

/** What a scan, or the goods of one, leave to the operator to say. */
export function TallyQuestions({ question, inHand, onClose, ...on }: TallyQuestionsProps): ReactNode {
  const { t } = useTranslation();
  switch (question?.kind) {
    case 'day':
      return (
        <DayDialog
          name={[question.line.name, question.line.lotCode].filter((word) => word !== null).join(' · ')}
          proposal={question.line.expiresOn}
          isReckoned={question.line.dayFrom === 'reckoned'}
          onTake={(day) => on.onDay(question.line, day)}
          onClose={onClose}
        />
      );
    case 'dayDiffers':
      return (
        <ChoiceDialog
          title={t('inventory.work.tally.askDiffers', { lot: question.line.lotCode, name: question.line.name })}
          items={dayChoices}
          itemKey={(choice) => choice}
          render={(choice) => (
            <span>
              {t(`inventory.work.tally.differs.${choice}`, {
                expiresOn: choice === 'label' ? question.said : question.known,
              })}
            </span>
          )}
          onTake={(choice) => on.onDiffering(question, choice)}
          onClose={on.onLeaveOut}
          none=""
        />
      );
    case 'asksLot':
      return <LotDialog question={question} onTake={on.onLot} onClose={on.onNoLot} />;
    case 'asksApart':
      return (
        <ApartDialog
          question={question}
          inHand={inHand}
          onTake={(isRejected) => on.onApart(question, isRejected)}
          onClose={onClose}
        />
      );
    case 'reject':
      return (
        <ChoiceDialog
          title={t('inventory.work.tally.askReject')}
          items={rejectReasons}
          itemKey={(reason) => reason}
          render={(reason) => <span>{t(`inventory.work.tally.reasons.${reason}`)}</span>}
          onTake={(reason) => on.onReject(t(`inventory.work.tally.reasons.${reason}`))}
          onClose={onClose}
          none=""
        />
      );
    default:
      return null;
  }
}
