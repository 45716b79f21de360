import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateTag } from '../../../ui/state-tag.tsx';

/** Whether a receipt stands, was taken back, or is what takes another one back. */
export function ReceiptState({
  reversesId,
  isReversal,
  plain = false,
}: {
  readonly reversesId: string | null;
  readonly isReversal: boolean;
  /** Without its ground, in tables. */
  readonly plain?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const state = isReversal ? 'reversal' : reversesId === null ? 'received' : 'reversed';
  return (
    <StateTag plain={plain} state={state === 'received' ? 'done' : 'draft'}>
      {t(`inventory.receipts.states.${state}`)}
    </StateTag>
  );
}
