import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerCounts } from '#shared/protocol/ledger-bridge.ts';
import { useSyncStatus } from '../../app/session.ts';
import { countText } from '../../ui/format-text.ts';
import { type StateName, StateShape } from '../../ui/state-tag.tsx';

export const ledgerTabs = ['all', 'needYou', 'waiting', 'sent', 'applied', 'adjusted', 'rejected'] as const;
export type LedgerTab = (typeof ledgerTabs)[number];

const shapes: Readonly<Record<Exclude<LedgerTab, 'all' | 'needYou'>, StateName>> = {
  waiting: 'wait',
  sent: 'open',
  applied: 'done',
  adjusted: 'wait',
  rejected: 'late',
};

interface LedgerTabsProps {
  readonly counts: LedgerCounts | null;
  readonly value: LedgerTab;
  /** A text or a day is looked for: the first tab is everything found, not today. */
  readonly isSearching: boolean;
  readonly onChange: (tab: LedgerTab) => void;
}

/** The states of the ledger with how many commands are in each, over the whole ledger; `needYou` has its worst shape. */
export function LedgerTabs({ counts, value, isSearching, onChange }: LedgerTabsProps): ReactNode {
  const { t } = useTranslation();
  const rejected = useSyncStatus(({ status }) => status?.rejected ?? 0);
  const shapeOf = (tab: LedgerTab): StateName | null => {
    if (tab === 'all' || !counts || counts[tab] === 0) return null;
    return tab === 'needYou' ? (rejected > 0 ? 'late' : 'wait') : shapes[tab];
  };
  return (
    <Tabs
      className="ledger-tabs"
      activeKey={value}
      onChange={(key) => onChange(ledgerTabs.find((tab) => tab === key) ?? 'all')}
      items={ledgerTabs.map((tab) => {
        const shape = shapeOf(tab);
        return {
          key: tab,
          label: (
            <span className="ledger-tab">
              {shape ? <StateShape state={shape} /> : null}
              {t(`syncLedger.filters.${tab === 'all' && isSearching ? 'found' : tab}`)}
              {counts ? <span className="strong">{countText(counts[tab])}</span> : null}
            </span>
          ),
        };
      })}
    />
  );
}
