import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerCounts } from '#shared/protocol/ledger-bridge.ts';
import { useSyncStatus } from '../../app/session.ts';
import { countText } from '../../ui/format-text.ts';
import { type StateName, StateShape } from '../../ui/state-tag.tsx';

export const ledgerTabs = ['all', 'needYou', 'waiting', 'sent', 'applied', 'adjusted', 'rejected', 'failed'] as const;
export type LedgerTab = (typeof ledgerTabs)[number];

/** The shapes of those that nobody is needed for. */
const shapes: Readonly<Record<Exclude<LedgerTab, 'all' | 'needYou'>, StateName>> = {
  waiting: 'wait',
  sent: 'open',
  applied: 'done',
  adjusted: 'done',
  rejected: 'draft',
  failed: 'open',
};

interface LedgerTabsProps {
  readonly counts: LedgerCounts | null;
  readonly value: LedgerTab;
  /** A text or a day is looked for: the first tab is everything found, not today. */
  readonly isSearching: boolean;
  readonly onChange: (tab: LedgerTab) => void;
}

/**
 * The states of the ledger with how many commands are in each, over the whole ledger; `needYou` has its worst shape.
 * What the office looks into has a tab only while there is some.
 */
export function LedgerTabs({ counts, value, isSearching, onChange }: LedgerTabsProps): ReactNode {
  const { t } = useTranslation();
  const rejected = useSyncStatus(({ status }) => status?.rejected ?? 0);
  const adjusted = useSyncStatus(({ status }) => (status?.needsAttention ?? 0) - (status?.rejected ?? 0));
  const shapeOf = (tab: LedgerTab): StateName | null => {
    if (tab === 'all' || !counts || counts[tab] === 0) return null;
    if (tab === 'needYou') return rejected > 0 ? 'late' : 'wait';
    if (tab === 'rejected' && rejected > 0) return 'late';
    return tab === 'adjusted' && adjusted > 0 ? 'wait' : shapes[tab];
  };
  const shown = ledgerTabs.filter((tab) => tab !== 'failed' || tab === value || (counts?.failed ?? 0) > 0);
  return (
    <Tabs
      className="ledger-tabs"
      activeKey={value}
      onTabClick={(key) => onChange(ledgerTabs.find((tab) => tab === key) ?? 'all')}
      items={shown.map((tab) => {
        const shape = shapeOf(tab);
        return {
          key: tab,
          label: (
            <span className="ledger-tab">
              {tab === 'all' ? null : (
                <span className="ledger-tab-shape">{shape ? <StateShape state={shape} /> : null}</span>
              )}
              {t(`syncLedger.filters.${tab === 'all' && isSearching ? 'found' : tab}`)}
              {counts ? <span className="strong">{countText(counts[tab])}</span> : null}
            </span>
          ),
        };
      })}
    />
  );
}
