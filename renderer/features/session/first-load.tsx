import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../app/bridge.ts';
import { reasonText } from '../../app/i18n.ts';
import { useSession, useSyncStatus } from '../../app/session.ts';
import { countText } from '../../ui/format-text.ts';
import { Note } from '../../ui/page.tsx';
import { GateFrame } from './gate-frame.tsx';

/** The first time on this device: the company's rows are on their way. What is there can be used meanwhile. */
export function FirstLoad({ onSkip }: { readonly onSkip: () => void }): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const status = useSyncStatus((state) => state.status);
  const rows = status?.firstLoad?.rows ?? 0;
  const offline = status?.network === 'offline';
  return (
    <GateFrame>
      <h1>{t('session.load.title')}</h1>
      <p>{t('session.load.text', { company: session?.state === 'signedIn' ? session.companyName : '' })}</p>
      <div
        className="load-bar"
        role="progressbar"
        aria-label={t('session.load.title')}
        aria-valuetext={t('session.load.rows', { count: rows, rows: countText(rows) })}
      >
        <span className={offline ? '' : 'load-bar-runs'} />
      </div>
      <p className="text-2" aria-live="polite">
        {t('session.load.rows', { count: rows, rows: countText(rows) })}
      </p>
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
