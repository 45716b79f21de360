import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApprovalRow } from '#shared/domains/admin/queries/approval-list.ts';
import { type StateName, StateTag } from '../../ui/state-tag.tsx';

const shapes: Readonly<Record<ApprovalRow['state'], StateName>> = {
  asked: 'wait',
  approved: 'done',
  refused: 'late',
  voided: 'draft',
};

/** The state of a word, as shape and word. */
export function ApprovalState({
  word,
  plain = false,
}: {
  readonly word: Pick<ApprovalRow, 'state' | 'byCode' | 'codeCheckedAt'>;
  readonly plain?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const isUnchecked = word.state === 'approved' && word.byCode === 1 && word.codeCheckedAt === null;
  return (
    <StateTag state={isUnchecked ? 'soon' : shapes[word.state]} plain={plain}>
      {t(`approvals.states.${isUnchecked ? 'unchecked' : word.state}`)}
    </StateTag>
  );
}
