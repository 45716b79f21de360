import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApprovalRow } from '#shared/domains/admin/queries/approval-list.ts';
import { useSignedIn } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { useQuery } from '../../app/use-query.ts';
import { DateTime } from '../../ui/format.tsx';
import { PanelRows, TodayPanel } from '../../ui/today-parts.tsx';
import { askApprovals } from './approval-question.ts';
import { ApprovalState } from './approval-state.tsx';

const DAYS_TOLD = 7;
const LIMIT_ROWS = 12;
const DAY_MS = 86_400_000;

const placeOf = (userId: string) => `satchel.approvals.lookedAt.${userId}`;

/**
 * What others decided in the last days about what this person asked; what was decided since he last looked stands out.
 * Nothing where nothing was decided.
 */
export function DecidedPanel(): ReactNode {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const [since] = useState(() => Date.now() - DAYS_TOLD * DAY_MS);
  const lookedAt = useLookedAt(user.id);
  const { data = [] } = useQuery<readonly ApprovalRow[]>('admin.decidedForMe', { since, limit: LIMIT_ROWS });
  if (data.length === 0) return null;
  const fresh = data.filter(({ decidedAt }) => (decidedAt ?? 0) > lookedAt).length;
  return (
    <TodayPanel
      title={t('approvals.today.decided')}
      note={fresh > 0 ? t('approvals.today.decidedFresh', { count: fresh }) : t('approvals.today.decidedLately')}
      onOpenAll={() => {
        askApprovals({ filter: 'decided' });
        openTab('approvalList');
      }}
    >
      <PanelRows<ApprovalRow>
        rows={data}
        rowKey={(row) => row.id}
        onOpen={(row) => openTab('order', { orderId: row.documentId })}
        columns="name"
        render={(row) => (
          <>
            <span
              className={(row.decidedAt ?? 0) > lookedAt ? 'ellipsis strong' : 'ellipsis'}
              title={row.documentNumber}
            >
              {row.customerName}
            </span>
            <span className="ellipsis" title={row.decisionNote ?? undefined}>
              <ApprovalState word={row} plain />
              {row.decisionNote ? <span className="text-3"> {row.decisionNote}</span> : null}
            </span>
            <span className="text-3">
              <DateTime value={row.decidedAt} />
            </span>
          </>
        )}
        empty={null}
      />
    </TodayPanel>
  );
}

/** When the person looked last, before now: the moment at which the application was left, or somebody signed out. */
function useLookedAt(userId: string): number {
  const [lookedAt] = useState(() => Number(localStorage.getItem(placeOf(userId)) ?? 0));
  useEffect(() => {
    const note = () => localStorage.setItem(placeOf(userId), String(Date.now()));
    window.addEventListener('pagehide', note);
    return () => {
      window.removeEventListener('pagehide', note);
      note();
    };
  }, [userId]);
  return lookedAt;
}
