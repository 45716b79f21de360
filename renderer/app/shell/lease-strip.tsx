import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StateShape } from '../../ui/state-tag.tsx';
import { bridge } from '../bridge.ts';
import { notifyRefusal } from '../notices.ts';
import { useSyncStatus } from '../session.ts';

/**
 * How long this computer may go on promising things without the office: nothing while there is time, a quiet line in
 * the last days, a clear one once new orders wait for a contact.
 */
export function LeaseStrip(): ReactNode {
  const { t } = useTranslation();
  const status = useSyncStatus((state) => state.status);
  const [isTrying, setTrying] = useState(false);
  const lease = status?.lease;
  if (!status || !lease || lease.state === 'open') return null;
  const hasEnded = lease.state === 'ended';
  const tryNow = async () => {
    setTrying(true);
    const reply = await bridge().sync.sendNow();
    setTrying(false);
    if (!reply.ok) notifyRefusal(reply.reason);
  };
  return (
    <div
      className={`lease-strip ${hasEnded ? 'lease-ended' : ''}`}
      role={hasEnded ? 'alert' : 'status'}
      data-testid="lease-strip"
    >
      <StateShape state={hasEnded ? 'late' : 'wait'} />
      <p>
        <span className="strong">{hasEnded ? t('lease.ended') : t('lease.endsSoon', { count: lease.daysLeft })}</span>{' '}
        {t(hasEnded ? 'lease.endedText' : 'lease.endsSoonText', { renewedAt: lease.renewedAt })}
      </p>
      {hasEnded ? (
        <Button size="small" loading={isTrying} disabled={status.workOffline} onClick={() => void tryNow()}>
          {t('lease.tryNow')}
        </Button>
      ) : null}
    </div>
  );
}
