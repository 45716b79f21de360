import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { troubleWord } from '../../../app/network-told.ts';
import { useSyncStatus } from '../../../app/session.ts';
import { type StateName, StateShape } from '../../../ui/state-tag.tsx';

const CONFIRM = 'sales.confirmOrder';

const shapes: Readonly<Record<LedgerEntry['state'], StateName>> = {
  waiting: 'wait',
  sent: 'open',
  applied: 'done',
  adjusted: 'done',
  rejected: 'late',
  failed: 'open',
};

interface Known {
  /** The order itself, where this computer made it. */
  readonly made: LedgerEntry | null;
  /** The newest command about it that the office has not carried out. */
  readonly open: LedgerEntry | null;
}

async function readKnown(orderId: string): Promise<Known> {
  const { sync } = bridge();
  const [made, open] = await Promise.all([
    sync.entryAbout({ name: CONFIRM, id: orderId }),
    sync.entryAbout({ name: null, id: orderId }),
  ]);
  return { made, open };
}

/**
 * Whether the office has everything that was done here about an order: by the newest command about it that has not come
 * through, whatever it is, a cancellation as much as the order itself. Nothing of one that came from elsewhere and was
 * not touched here.
 */
export function OfficeState({ orderId }: { readonly orderId: string }): ReactNode {
  const { t } = useTranslation();
  const status = useSyncStatus((state) => state.status);
  const [known, setKnown] = useState<Known>({ made: null, open: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the status may be its answer, or a new command
  useEffect(() => {
    let isGone = false;
    void readKnown(orderId).then((found) => {
      if (!isGone) setKnown(found);
    });
    return () => {
      isGone = true;
    };
  }, [orderId, status]);
  const entry = known.open ?? known.made;
  if (!entry) return null;
  const state = shapes[entry.state];
  const { word, params } = wordOf(entry, status);
  const deed = t(`commands.${entry.name}`);
  return (
    <span className={`order-office state-${state}`} data-testid="office-state">
      <StateShape state={state} />
      <span className="text-2">
        {entry.name === CONFIRM
          ? t(`sales.office.${word}`, { at: entry.answeredAt, ...params })
          : t(`sales.office.${changeWords[word]}`, { deed, at: entry.issuedAt, ...params })}
      </span>
    </span>
  );
}

type Word = LedgerEntry['state'] | 'asTold' | 'waitingByChoice' | 'silent' | 'stuck';

/** What was changed about it is told only until the office has it. */
const changeWords: Readonly<Record<Word, string>> = {
  waiting: 'changeWaiting',
  waitingByChoice: 'changeWaiting',
  silent: 'changeWaiting',
  stuck: 'changeStuck',
  sent: 'changeSent',
  failed: 'changeFailed',
  applied: 'applied',
  adjusted: 'adjusted',
  asTold: 'asTold',
  rejected: 'rejected',
};

function wordOf(entry: LedgerEntry, status: SyncStatus | null): { word: Word; params?: { why: string } } {
  if (entry.isAsTold) return { word: 'asTold' };
  if (entry.state !== 'waiting') return { word: entry.state };
  if (status?.workOffline) return { word: 'waitingByChoice' };
  if (status?.silent) return { word: 'silent' };
  if (status?.trouble) return { word: 'stuck', params: { why: troubleWord(status.trouble.code) } };
  return { word: 'waiting' };
}
