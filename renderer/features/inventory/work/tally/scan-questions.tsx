/** What a scan may mean, where only who holds the goods can say: which code is the lot, and what goes to quarantine. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LotChoice } from '#shared/domains/inventory/rules/lot-code.ts';
import { type TallyLine, tallyLineKey } from '#shared/domains/inventory/rules/tally.ts';
import type { TallyDecision } from '#shared/domains/inventory/rules/tally-decision.ts';
import { Quantity } from '../../../../ui/format.tsx';
import { ChoiceDialog } from '../frame/work-dialogs.tsx';

interface LotDialogProps {
  readonly question: Extract<TallyDecision, { kind: 'asksLot' }>;
  readonly onTake: (choice: LotChoice) => void;
  /** It is no lot: another code is scanned. */
  readonly onClose: () => void;
}

/** Which part of a code is the lot. Nothing is chosen by Enter alone: a wrong lot is found by nobody later. */
export function LotDialog({ question: { code, name, choices }, onTake, onClose }: LotDialogProps): ReactNode {
  const { t } = useTranslation();
  const items: readonly (LotChoice | null)[] = [...choices, null];
  return (
    <ChoiceDialog
      title={t('inventory.work.tally.askLotCode', { code, name })}
      items={items}
      itemKey={(choice) => choice?.lotCode ?? ''}
      render={(choice) => (
        <span className="tally-code">
          {choice === null
            ? t('inventory.work.tally.lotCodes.none')
            : t(`inventory.work.tally.lotCodes.${choice.expiresOn === null ? 'lot' : 'lotAndDay'}`, {
                lot: choice.lotCode,
                expiresOn: choice.expiresOn,
              })}
        </span>
      )}
      startAt={null}
      onTake={(choice) => (choice === null ? onClose() : onTake(choice))}
      onClose={onClose}
      none=""
    />
  );
}

interface ApartDialogProps {
  readonly question: Extract<TallyDecision, { kind: 'asksApart' }>;
  /** All that the place would take. */
  readonly inHand: readonly TallyLine[];
  readonly onTake: (isRejected: boolean) => void;
  readonly onClose: () => void;
}

/** Good goods are brought to quarantine: all of them are shown, and Enter alone sets nothing apart. */
export function ApartDialog({ question, inHand, onTake, onClose }: ApartDialogProps): ReactNode {
  const { t } = useTranslation();
  const { place, mayBeRejected } = question;
  return (
    <ChoiceDialog
      title={t('inventory.work.tally.askApart', { place })}
      intro={
        <ul className="tally-lines" aria-label={t('inventory.work.tally.allInHand')}>
          {inHand.map((line) => (
            <li key={tallyLineKey(line)}>
              <span>{line.code}</span>
              <span>{line.name}</span>
              <span className="text-3">{line.lotCode ?? line.serialCode}</span>
              <Quantity value={line.quantity} unit={line.unit} />
            </li>
          ))}
        </ul>
      }
      items={mayBeRejected ? [true, false] : [false]}
      itemKey={String}
      render={(isRejected) => <span>{t(`inventory.work.tally.apart.${isRejected ? 'rejected' : 'good'}`)}</span>}
      startAt={null}
      onTake={onTake}
      onClose={onClose}
      none=""
    />
  );
}
