import { KeyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { RecoverReply } from '#shared/protocol/desktop-bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { Note } from '../../../ui/page.tsx';

type Recovered = NonNullable<Extract<RecoverReply, { ok: true }>['person']>;

interface RecoverComputerProps {
  /** The sealed file of whoever was refused; null where nobody was. */
  readonly path: string | null;
  readonly onRecovered: (person: Recovered) => void;
}

/** A computer that lost the key of somebody's data takes it back from the administrator (R103). */
export function RecoverComputer({ path, onRecovered }: RecoverComputerProps): ReactNode {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Reason | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);

  const open = async () => {
    setBusy(true);
    setRefused(null);
    const reply = await replyOf(bridge().backup.recover());
    setBusy(false);
    if (!reply.ok) setRefused(reply.reason);
    else if (reply.person) onRecovered(reply.person);
  };
  return (
    <section aria-labelledby="recover-title">
      <h2 id="recover-title">{t('session.recover.title')}</h2>
      <p className="text-2">{t('session.recover.text')}</p>
      <ol className="recover-steps">
        <li>
          {t('session.recover.first')}
          {path === null ? null : <code className="recover-path">{path}</code>}
        </li>
        <li>{t('session.recover.second')}</li>
        <li>{t('session.recover.third')}</li>
      </ol>
      {refused ? (
        <Note tone="late" title={t('session.recover.refused')}>
          {reasonText(refused)}
        </Note>
      ) : null}
      <div className="gate-actions">
        <Button
          ref={button}
          type="primary"
          icon={<KeyOutlined aria-hidden />}
          loading={busy}
          onClick={() => void open()}
        >
          {t('session.recover.open')}
        </Button>
      </div>
    </section>
  );
}
