import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateShape } from '../../ui/state-tag.tsx';
import { useSyncStatus } from '../session.ts';
import { openTab } from '../tabs.ts';

/**
 * Over the documents while something that a person did waits and is in no list: lists never leave it out in silence. It
 * goes when it is shown again, has its answer, or was looked at in the ledger.
 */
export function UnshownStrip(): ReactNode {
  const { t } = useTranslation();
  const count = useSyncStatus(({ status }) => status?.unshown ?? 0);
  if (count === 0) return null;
  return (
    <div className="lease-strip" role="status" data-testid="unshown-strip">
      <StateShape state="wait" />
      <p>
        <span className="strong">{t('unshown.title', { count })}</span> {t('unshown.text')}
      </p>
      <Button size="small" onClick={() => openTab('sync')}>
        {t('unshown.show')}
      </Button>
    </div>
  );
}
