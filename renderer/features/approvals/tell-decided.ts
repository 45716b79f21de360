/**
 * Tells the person when somebody decided about what he had asked for. Guards: each decision is told once, also over a
 * restart of the application; what was decided before this computer first looked is not news.
 */
import type { ApprovalRow } from '#shared/domains/admin/queries/approval-list.ts';
import { bridge } from '../../app/bridge.ts';
import { i18n } from '../../app/i18n.ts';
import { notify } from '../../app/notices.ts';
import { useSession } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { runQuery } from '../../app/use-query.ts';

const LIMIT_TOLD = 5;

const placeOf = (userId: string) => `satchel.approvals.toldUntil.${userId}`;

/** Looks whenever approvals changed. Returns the end of it. */
export function tellDecided(): () => void {
  let ended = false;
  let looking = Promise.resolve();
  const look = async () => {
    const { session } = useSession.getState();
    if (ended || session?.state !== 'signedIn' || !session.user.permissions.includes('sales.see')) return;
    const place = placeOf(session.user.id);
    const kept = localStorage.getItem(place);
    const since = kept === null ? Date.now() : Number(kept);
    const fresh = await runQuery<readonly ApprovalRow[]>('admin.decidedForMe', { since, limit: LIMIT_TOLD });
    if (ended) return;
    localStorage.setItem(place, String(Math.max(since, ...fresh.map(({ decidedAt }) => decidedAt ?? 0))));
    // What came by code the person entered himself.
    for (const row of fresh.filter(({ byCode }) => byCode === 0).toReversed()) tell(row);
  };
  const again = () => {
    looking = looking.then(look).catch(() => {});
  };
  again();
  const stop = bridge().onChanged((tables) => {
    if (tables.includes('approvals')) again();
  });
  return () => {
    ended = true;
    stop();
  };
}

function tell({ state, documentNumber: number, decidedByName: name, decisionNote, documentId }: ApprovalRow): void {
  notify({
    tone: state === 'approved' ? 'wait' : 'late',
    title: () => i18n.t(`approvals.told.${state}`, { name, number }),
    text: decisionNote,
    action: {
      label: () => i18n.t('approvals.told.open'),
      run: () => void openTab('order', { orderId: documentId }),
      lasting: true,
    },
  });
}
