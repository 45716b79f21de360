import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { ApprovalRow } from '#shared/domains/admin/queries/approval-list.ts';
import { durationText } from '../../app/duration.ts';
import { usePermission } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { usePagedQuery } from '../../app/use-query.ts';
import { countText } from '../../ui/format-text.ts';
import { KeyFigure } from '../../ui/today-parts.tsx';

/** What waits for this person's word, for who decides anything. */
export function MineFigure(): ReactNode {
  const { t } = useTranslation();
  const approves = usePermission(permissions.approveDiscount);
  const releases = usePermission(permissions.releaseCredit);
  const { rows, loading, refusal } = usePagedQuery<ApprovalRow>('admin.approvalList', { filter: 'mine' });
  const [oldest] = rows;
  if (!approves && !releases && !oldest) return null;
  const since = oldest ? durationText(Date.now() - oldest.askedAt) : '';
  return (
    <KeyFigure
      label={t('approvals.today.mine')}
      note={oldest ? t('approvals.today.oldest', { since }) : t('approvals.today.none')}
      state={oldest ? 'wait' : null}
      refusal={refusal}
      onOpen={() => openTab('approvalList')}
    >
      {loading ? null : countText(rows.length)}
    </KeyFigure>
  );
}
