import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../app/bridge.ts';
import { reasonText } from '../../app/i18n.ts';
import { loadText } from '../../app/load-text.ts';
import { useSession, useSyncStatus } from '../../app/session.ts';
import { countText } from '../../ui/format-text.ts';
import { LoadBar } from '../../ui/load-progress.tsx';
import { Note } from '../../ui/page.tsx';
import { GateFrame } from './gate-frame.tsx';

/** The first time on this device: the company's rows are on their way. What is there can be used meanwhile. */
export function FirstLoad({ onSkip }: { readonly onSkip: () => void }): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const status = useSyncStatus((state) => state.status);
  const rows = status?.firstLoad?.rows ?? 0;
  const offline = status?.network === 'offline';
  const text = status?.loading ? loadText(status.loading, status.network) : null;
  return (
    <GateFrame>
      <h1>{t('session.load.title')}</h1>
      <p>{t('session.load.text', { company: session?.state === 'signedIn' ? session.companyName : '' })}</p>
      <LoadBar text={text} isHalted={offline} />
      <div className="text-2" aria-live="off">
        {text?.amount ?? t('session.load.rows', { count: rows, rows: countText(rows) })}
        <div className="small text-3">{[text?.left, text?.size].filter(Boolean).join(' · ')}</div>
      </div>
      {status?.trouble ? (
        <Note tone="wait" title={t('session.load.trouble')}>
          {reasonText(status.trouble)}
        </Note>
      ) : offline ? (
        <Note tone="wait" title={t('session.load.offline')}>
          {t('session.load.offlineText')}
        </Note>
      ) : null}
      <div className="gate-actions">
        <Button onClick={() => void bridge().session.signOut()}>{t('user.signOut')}</Button>
        <Button type="primary" onClick={onSkip}>
          {t('session.load.skip')}
        </Button>
      </div>
    </GateFrame>
  );
}
