import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateTag } from '../../../ui/state-tag.tsx';

/** Whether a receipt stands, was taken back, or is what takes another one back. */
export function ReceiptState({
  reversesId,
  isReversal,
  isSentBack = false,
  plain = false,
}: {
  readonly reversesId: string | null;
  readonly isReversal: boolean;
  /** It went to the supplier. */
  readonly isSentBack?: boolean;
  /** Without its ground, in tables. */
  readonly plain?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const stands = isSentBack ? 'sentBack' : 'received';
  const state = isReversal ? 'reversal' : reversesId === null ? stands : 'reversed';
  return (
    <StateTag plain={plain} state={state === stands ? 'done' : 'draft'}>
      {t(`inventory.receipts.states.${state}`)}
    </StateTag>
  );
}
