import { Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../../ui/page.tsx';
import { bridge } from '../bridge.ts';
import { replyOf } from '../kept-notice.ts';
import { notifyRefusal } from '../notices.ts';
import { usePreferences } from '../preferences.ts';
import { useSyncStatus } from '../session.ts';
import { SettingRow, SettingSection } from './setting-row.tsx';

async function openSecondDevice(): Promise<void> {
  const reply = await replyOf(bridge().desktop.openSecondDevice());
  if (!reply.ok) notifyRefusal(reply.reason);
}

/** The demo company is left as it is; the first screen asks again what this computer is to work with. */
async function leaveDemo(): Promise<void> {
  const signedOut = await replyOf(bridge().session.signOut());
  const reply = signedOut.ok ? await replyOf(bridge().start.backToChoice()) : signedOut;
  if (!reply.ok) notifyRefusal(reply.reason);
}

/** What can be done with the demo company, for its people alone. */
export function DemoSettings(): ReactNode {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'reset' | 'leave' | null>(null);
  const close = () => setAsked(null);
  return (
    <SettingSection title={t('demo.title')}>
      <SettingRow label={t('demo.second')} help={t('demo.secondHelp')}>
        <Button onClick={() => void openSecondDevice()}>{t('demo.secondDo')}</Button>
      </SettingRow>
      <SettingRow label={t('demo.reset')} help={t('demo.resetHelp')}>
        <Button onClick={() => setAsked('reset')}>{t('demo.resetAsk')}</Button>
      </SettingRow>
      <SettingRow label={t('demo.leave')} help={t('demo.leaveHelp')}>
        <Button onClick={() => setAsked('leave')}>{t('demo.leaveAsk')}</Button>
      </SettingRow>
      <ResetDialog open={asked === 'reset'} onClose={close} />
      <LeaveDialog open={asked === 'leave'} onClose={close} />
    </SettingSection>
  );
}

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Says what is lost before it is: everything that was done in the demo, on every window of it. */
function ResetDialog({ open, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation();
  const language = usePreferences((state) => state.language);
  const waiting = useSyncStatus((state) => state.status?.waiting ?? 0);
  const reset = async () => {
    const reply = await replyOf(bridge().start.resetDemo({ language }));
    if (!reply.ok) notifyRefusal(reply.reason);
  };
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('demo.resetTitle')} width="var(--dialog)" centered>
      <div className="dialog-form">
        <Note tone="wait" title={t('demo.resetWarning')}>
          {t('demo.resetLost')}
          {waiting > 0 ? ` ${t('demo.resetWaiting', { count: waiting })}` : null}
        </Note>
        <p className="text-2">{t('demo.resetText')}</p>
        <div className="dialog-actions">
          <Button autoFocus onClick={onClose}>
            {t('demo.keep')}
          </Button>
          <Button
            danger
            type="primary"
            onClick={() => {
              onClose();
              void reset();
            }}
          >
            {t('demo.resetDo')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function LeaveDialog({ open, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation();
  const waiting = useSyncStatus((state) => state.status?.waiting ?? 0);
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('demo.leaveTitle')} width="var(--dialog)" centered>
      <div className="dialog-form">
        <p className="text-2">{t('demo.leaveText')}</p>
        {waiting > 0 ? (
          <Note tone="wait" title={t('demo.leaveUnsent', { count: waiting })}>
            {t('demo.leaveUnsentText')}
          </Note>
        ) : null}
        <div className="dialog-actions">
          <Button autoFocus onClick={onClose}>
            {t('demo.keep')}
          </Button>
          <Button
            type="primary"
            disabled={waiting > 0}
            onClick={() => {
              onClose();
              void leaveDemo();
            }}
          >
            {t('demo.leaveDo')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
