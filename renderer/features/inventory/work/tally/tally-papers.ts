/** The papers that wait to be worked off in a mode, those that were begun at this computer first. */
import { useEffect, useState } from 'react';
import type { CountListRow } from '#shared/domains/inventory/queries/count-list.ts';
import type { PurchaseListRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import type { Workplace } from '#shared/domains/inventory/queries/put-away.ts';
import type { TransferListRow } from '#shared/domains/inventory/queries/transfer-list.ts';
import type { TallyMode } from '#shared/domains/inventory/rules/tally.ts';
import type { WorkSession } from '#shared/protocol/work-bridge.ts';
import { bridge } from '../../../../app/bridge.ts';
import { type PagedState, usePagedQuery } from '../../../../app/use-query.ts';
import { useToday } from '../../../../ui/use-company.ts';

export type TallyGroup = 'receive' | 'putAway' | 'transfer' | 'count';

export interface Paper {
  readonly key: string;
  readonly id: string;
  readonly mode: TallyMode;
  /** Goods without an order of ours: its id is the warehouse's. */
  readonly isBlind: boolean;
  readonly number: string;
  readonly what: string;
  readonly dueOn: string | null;
  readonly lines: number;
  /** Shelves that are counted again. */
  readonly recounts: number;
  /** Shelves that this person counted, and another one counts again. */
  readonly ownRecounts: number;
  /** Kept at this computer and not booked yet. */
  readonly scans: number;
}

const none: readonly Workplace[] = [];
const PAGE_ROWS = 500;

/** Papers of the warehouses that are the person's to work in; undefined until they were read. */
export function usePapers(
  group: Exclude<TallyGroup, 'putAway'>,
  known: readonly Workplace[] | undefined,
): readonly Paper[] | undefined {
  const workplaces = known ?? none;
  const today = useToday();
  const isFor = (wanted: TallyGroup) => ({ enabled: group === wanted && today !== '', limitRows: PAGE_ROWS });
  const open = { search: '', filter: 'open', warehouseId: null };
  const purchases = usePagedQuery<PurchaseListRow>('inventory.purchaseList', { ...open, today }, isFor('receive'));
  const transfers = usePagedQuery<TransferListRow>(
    'inventory.transferList',
    { search: '', filter: 'live' },
    isFor('transfer'),
  );
  const counts = usePagedQuery<CountListRow>('inventory.countList', open, isFor('count'));
  const lists = { receive: purchases, transfer: transfers, count: counts };
  const sessions = useSessions();
  const scansOf = (mode: TallyMode, id: string) =>
    sessions.find((session) => session.id === `${mode}:${id}`)?.scanCount ?? 0;
  const paperOf = (
    mode: TallyMode,
    paper: Pick<Paper, 'id' | 'number' | 'what' | 'dueOn' | 'lines'> & Partial<Paper>,
  ) => ({
    ...{ mode, key: `${mode} ${paper.id}`, isBlind: false, recounts: 0, ownRecounts: 0 },
    scans: scansOf(mode, paper.id),
    ...paper,
  });
  const nameOf = (id: string) => workplaces.find((each) => each.id === id)?.name;
  const papers: Paper[] = [];
  if (group === 'receive') {
    for (const { id, name } of workplaces) {
      const blind = paperOf('receive', { id, number: '', what: name, dueOn: null, lines: 0, isBlind: true });
      if (blind.scans > 0) papers.push(blind);
    }
    for (const { id, number, warehouseId, supplierName, dueOn, lineCount: lines } of purchases.rows) {
      const name = nameOf(warehouseId);
      const what = workplaces.length > 1 ? `${supplierName} · ${name}` : supplierName;
      if (name !== undefined) papers.push(paperOf('receive', { id, number, what, dueOn, lines }));
    }
  } else if (group === 'count') {
    for (const {
      id,
      number,
      warehouseId,
      lineCount: lines,
      recountLines,
      ownRecountLines: ownRecounts,
    } of counts.rows) {
      const what = nameOf(warehouseId);
      const recounts = recountLines - ownRecounts;
      if (what !== undefined)
        papers.push(paperOf('count', { id, number, what, dueOn: null, lines, recounts, ownRecounts }));
    }
  } else {
    for (const transfer of transfers.rows) {
      const { id, number, state, dueOn, lineCount: lines } = transfer;
      const what = `${transfer.fromWarehouseName} → ${transfer.toWarehouseName}`;
      const paper = { id, number, what, dueOn, lines };
      if (state === 'underWay' && nameOf(transfer.toWarehouseId) !== undefined) papers.push(paperOf('takeIn', paper));
      // What has left whole is not sent again; what was scanned and not booked is still there to be looked at.
      const hasToSend = transfer.hasToSend || scansOf('send', id) > 0;
      if (hasToSend && nameOf(transfer.fromWarehouseId) !== undefined) papers.push(paperOf('send', paper));
    }
  }
  const query: Pick<PagedState<unknown>, 'loading' | 'refusal' | 'hasMore' | 'loadMore'> = lists[group];
  const { loading, refusal, loadMore } = query;
  const hasMore = query.hasMore && refusal === null;
  // An old paper that is still open is worked off like the newest one.
  useEffect(() => {
    if (hasMore) loadMore();
  });
  // Who is refused the list reads why; what is scanned then has no paper.
  const isRead = refusal !== null || !(loading || hasMore);
  if (!known || today === '' || !isRead) return undefined;
  return papers.sort((a, b) => Number(b.scans > 0) - Number(a.scans > 0) || compareDue(a, b));
}

/** What is due first on top; what nobody dated last. */
function compareDue(a: Paper, b: Paper): number {
  const [left, right] = [a.dueOn ?? '9999', b.dueOn ?? '9999'];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What this computer keeps of work that is not finished. */
export function useSessions(): readonly WorkSession[] {
  const [sessions, setSessions] = useState<readonly WorkSession[]>([]);
  useEffect(() => {
    let isGone = false;
    void bridge()
      .work.sessions(null)
      .then((found) => {
        if (!isGone) setSessions(found);
      })
      .catch(() => {});
    return () => {
      isGone = true;
    };
  }, []);
  return sessions;
}
