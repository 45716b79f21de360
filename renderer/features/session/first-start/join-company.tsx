import { Button, Input, type InputRef } from 'antd';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { Note } from '../../../ui/page.tsx';
import { GateHead } from './gate-head.tsx';

/** What people type is mostly the name alone. */
const withScheme = (typed: string) => (typed.includes('://') ? typed : `https://${typed}`);

/** The company's server is asked for once; then its people sign in. */
export function JoinCompany({ onBack }: { readonly onBack: () => void }): ReactNode {
  const { t } = useTranslation();
  const [server, setServer] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Reason | null>(null);
  const field = useRef<InputRef>(null);
  useEffect(() => field.current?.focus(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const typed = server.trim();
    if (typed === '') {
      field.current?.focus();
      return;
    }
    setBusy(true);
    setRefused(null);
    const address = withScheme(typed);
    // What is no address is told as it was typed.
    const asked = URL.canParse(address) ? address : typed;
    const reply = await replyOf(bridge().start.joinCompany({ server: asked }));
    setBusy(false);
    if (reply.ok) return;
    setRefused(reply.reason);
    field.current?.focus({ cursor: 'all' });
  };
  return (
    <>
      <GateHead title={t('session.start.ways.join')} onBack={onBack} disabled={busy} />
      {refused ? (
        <Note tone="late" title={t('session.join.refused')}>
          {reasonText(refused)}
        </Note>
      ) : null}
      <form
        onSubmit={(event) => void submit(event)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || busy || event.nativeEvent.isComposing) return;
          event.preventDefault();
          onBack();
        }}
      >
        <label htmlFor="join-server" className="gate-label">
          <span>{t('session.server')}</span>
          <Input
            id="join-server"
            ref={field}
            value={server}
            placeholder={t('session.serverExample')}
            autoComplete="off"
            spellCheck={false}
            aria-describedby="join-help"
            onChange={(event) => setServer(event.target.value)}
          />
        </label>
        <p id="join-help" className="small text-3">
          {t('session.join.help')}
        </p>
        <div className="gate-actions">
          <Button type="primary" htmlType="submit" loading={busy}>
            {busy ? t('session.join.asking') : t('session.join.go')}
            <KeyCap keys="enter" />
          </Button>
        </div>
      </form>
    </>
  );
}
