import { useEffect, useState } from 'react';
import type { LedgerDetail, LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { useSyncStatus } from '../../app/session.ts';

/** What hangs on a command, read again when it or what is known of it changes; null until it is here. */
export function useDetail(entry: LedgerEntry): LedgerDetail | null {
  const [detail, setDetail] = useState<LedgerDetail | null>(null);
  const { commandId } = entry;
  // What hangs on it comes by commands, and each of those changes the status.
  const status = useSyncStatus((state) => state.status);
  const mark = `${commandId} ${entry.state} ${entry.needsAttention} ${entry.droppedAt} ${entry.replacedBy}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark says when to look again
  useEffect(() => {
    let isGone = false;
    void bridge()
      .sync.entry(commandId)
      .then((read) => {
        if (!isGone) setDetail(read);
      });
    return () => {
      isGone = true;
    };
  }, [commandId, mark, status]);
  return detail?.entry.commandId === commandId ? detail : null;
}
