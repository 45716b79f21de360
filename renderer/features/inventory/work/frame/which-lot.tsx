/** Which lot goods are of whose code does not say it: by the label, scanned, or chosen from those that it can be. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scanned, ScannedLot } from '#shared/domains/inventory/rules/scanned.ts';
import { DateOnly, Quantity } from '../../../../ui/format.tsx';
import type { WorkAnswer } from './answer.ts';
import { ChoiceDialog } from './work-dialogs.tsx';

/** A lot that it can be, with what the books know of it here. */
export interface LotChoice extends ScannedLot {
  readonly amount: number;
}

/** What was scanned without a lot, and waits for it. */
export interface LotQuestion {
  readonly productId: string;
  readonly name: string;
  readonly unit: string;
  readonly found: Scanned;
  /** By their codes: none of them stands out, so that the label is read. */
  readonly lots: readonly LotChoice[];
}

/** What the desk says when it asks. */
export const askedLot = ({ name, lots, found }: LotQuestion): WorkAnswer => ({
  tone: 'look',
  word: { key: 'inventory.work.whichLot.word' },
  text: { key: 'inventory.work.whichLot.text', values: { name, lots: lots.map(({ code }) => code).join(', ') } },
  code: found.reading.text,
});

/**
 * A scan while the question stands. @returns the lot that it tells; `other`: a label with a lot that the goods do not
 * have; null: it is no answer
 */
export function lotTold({ productId, lots: choices }: LotQuestion, scan: Scanned): ScannedLot | 'other' | null {
  const own = scan.lots.filter((lot) => lot.productId === productId);
  const among = own.find(({ id }) => choices.some((choice) => choice.id === id));
  return among ?? own[0] ?? (scan.reading.lot === null ? null : 'other');
}

/** What the desk says to a scan that is no answer: the goods' own code once more is none yet, anything else is wrong. */
export function notTold(question: LotQuestion, scan: Scanned): WorkAnswer {
  const { productId, name, lots } = question;
  if (scan.products.some(({ id }) => id === productId)) return askedLot(question);
  return {
    tone: 'wrong',
    word: { key: 'inventory.work.whichLot.wrong' },
    text: { key: 'inventory.work.whichLot.wrongText', values: { name, lots: lots.map(({ code }) => code).join(', ') } },
    code: scan.reading.text,
  };
}

interface WhichLotProps {
  readonly question: LotQuestion;
  readonly onTake: (lot: ScannedLot) => void;
  readonly onClose: () => void;
}

export function WhichLotDialog({ question: { name, unit, lots }, onTake, onClose }: WhichLotProps): ReactNode {
  const { t } = useTranslation();
  return (
    <ChoiceDialog
      title={t('inventory.work.whichLot.ask', { name })}
      items={lots}
      itemKey={({ id }) => id}
      render={({ code, expiresOn, amount }) => (
        <span className="work-lot">
          <strong>{code}</strong>
          <span className="text-3">
            {expiresOn === null ? null : (
              <>
                {t('inventory.work.pick.until')} <DateOnly value={expiresOn} />
              </>
            )}
          </span>
          <Quantity value={amount} unit={unit} />
        </span>
      )}
      onTake={onTake}
      onClose={onClose}
      none=""
    />
  );
}
