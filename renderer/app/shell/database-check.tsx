import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckDatabaseReply } from '#shared/protocol/desktop-bridge.ts';
import { Note } from '../../ui/page.tsx';
import { bridge } from '../bridge.ts';
import { reasonText } from '../i18n.ts';
import { replyOf } from '../kept-notice.ts';
import { SettingSection } from './setting-row.tsx';

/** Reads the whole database once, beside the work, and says in words whether it is sound. */
export function DatabaseCheckSection(): ReactNode {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [reply, setReply] = useState<CheckDatabaseReply | null>(null);
  const check = async () => {
    setBusy(true);
    setReply(null);
    setReply(await replyOf(bridge().diagnostics.checkDatabase()));
    setBusy(false);
  };
  return (
    <SettingSection title={t('about.check')}>
      <p className="setting-text">{t('about.checkText')}</p>
      <div className="setting-actions">
        <Button loading={busy} onClick={() => void check()}>
          {t(busy ? 'about.checking' : 'about.checkNow')}
        </Button>
      </div>
      <div className="setting-note" aria-live="polite">
        {reply ? <CheckResult reply={reply} /> : null}
      </div>
    </SettingSection>
  );
}

function CheckResult({ reply }: { readonly reply: CheckDatabaseReply }): ReactNode {
  const { t } = useTranslation();
  if (!reply.ok) {
    return (
      <Note tone="late" title={t('about.notChecked')}>
        {reasonText(reply.reason)}
      </Note>
    );
  }
  if (reply.problems.length === 0) {
    return (
      <Note tone="done" title={t('about.sound')}>
        {t('about.soundText', {
          parts: reply.checked.map((part) => t(`about.checked.${part}`)).join(t('about.and')),
          seconds: (reply.durationMs / 1000).toFixed(1),
        })}
      </Note>
    );
  }
  return (
    <Note tone="late" title={t('about.problems', { count: reply.problems.length })}>
      {reply.problems.map((problem) => {
        const text = reasonText(problem);
        return <p key={text}>{text}</p>;
      })}
    </Note>
  );
}
