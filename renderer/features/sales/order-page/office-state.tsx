import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { useSyncStatus } from '../../../app/session.ts';
import { type StateName, StateShape } from '../../../ui/state-tag.tsx';

const shapes: Readonly<Record<LedgerEntry['state'], StateName>> = {
  waiting: 'wait',
  sent: 'open',
  applied: 'done',
  adjusted: 'done',
  rejected: 'late',
  failed: 'open',
};

/** Whether the office has an order that was taken on this computer; nothing of one that came from elsewhere. */
export function OfficeState({ orderId }: { readonly orderId: string }): ReactNode {
  const { t } = useTranslation();
  const status = useSyncStatus((state) => state.status);
  const [entry, setEntry] = useState<LedgerEntry | null>(null);
  const isOpen = entry === null || entry.state === 'waiting' || entry.state === 'sent' || entry.state === 'failed';
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the status may be its answer
  useEffect(() => {
    if (!isOpen) return;
    let isGone = false;
    void bridge()
      .sync.entryAbout({ name: 'sales.confirmOrder', id: orderId })
      .then((found) => {
        if (!isGone) setEntry(found);
      });
    return () => {
      isGone = true;
    };
  }, [orderId, status, isOpen]);
  if (!entry) return null;
  const state = shapes[entry.state];
  const word = entry.state === 'waiting' && status?.workOffline ? 'waitingByChoice' : entry.state;
  return (
    <span className={`order-office state-${state}`} data-testid="office-state">
      <StateShape state={state} />
      <span className="text-2">{t(`sales.office.${word}`, { at: entry.answeredAt })}</span>
    </span>
  );
}
