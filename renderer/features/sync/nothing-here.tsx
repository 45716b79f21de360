import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { featureActions } from '../../app/features.ts';
import { may, useSession } from '../../app/session.ts';
import { EmptyState } from '../../ui/page.tsx';
import type { LedgerTab } from './ledger-tabs.tsx';

interface NothingHereProps {
  readonly tab: LedgerTab;
  readonly hasText: boolean;
  readonly hasDay: boolean;
  /** Takes text and day away. */
  readonly onClear: () => void;
}

/** An empty list of the ledger: what would stand in it, or what was looked for, and how to look for everything again. */
export function NothingHere({ tab, hasText, hasDay, onClear }: NothingHereProps): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  if (hasText || hasDay) {
    const asked = hasText ? (hasDay ? 'found' : 'foundText') : 'foundDay';
    return (
      <EmptyState
        title={t('syncLedger.empty.found')}
        action={<Button onClick={onClear}>{t('syncLedger.clearFind')}</Button>}
      >
        {t(`syncLedger.emptyText.${asked}`)}
      </EmptyState>
    );
  }
  const making = featureActions.find((action) => action.isNew && may(session, action.permission));
  return (
    <EmptyState
      title={t(`syncLedger.empty.${tab}`)}
      action={tab === 'all' && making ? <Button onClick={making.run}>{t(making.labelKey)}</Button> : undefined}
    >
      {t(`syncLedger.emptyText.${tab}`)}
    </EmptyState>
  );
}
