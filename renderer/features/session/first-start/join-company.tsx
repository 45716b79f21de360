import { Button, Input, type InputRef } from 'antd';
import { type FormEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MIN_PASSWORD_CHARACTERS } from '#shared/kernel/login.ts';
import { readCode, readJoinLink, writeCode } from '#shared/kernel/one-time-code.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { Note } from '../../../ui/page.tsx';
import { GateHead } from './gate-head.tsx';

/** What people type is mostly the name alone. */
const withScheme = (typed: string) => (typed.includes('://') ? typed : `https://${typed}`);

/** How a code looks. */
const EXAMPLE = 'ABCDEFGH23';

interface Typed {
  readonly server: string;
  readonly code: string;
  readonly password: string;
  readonly again: string;
  readonly deviceName: string;
}

interface JoinCompanyProps {
  readonly onBack: () => void;
  /** The company that is known here already. */
  readonly server?: string;
}

/**
 * The company's server is asked for once; then its people sign in. Whoever has an invitation takes it here: the link fills
 * both fields, and the password is chosen.
 */
export function JoinCompany({ onBack, server = '' }: JoinCompanyProps): ReactNode {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Typed>({ server, code: '', password: '', again: '', deviceName: '' });
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Reason | null>(null);
  const field = useRef<InputRef>(null);
  const codeField = useRef<InputRef>(null);
  const passwordField = useRef<InputRef>(null);
  const first = useRef(server === '' ? field : codeField);
  useEffect(() => first.current.current?.focus(), []);

  const hasCode = typed.code.trim() !== '';
  const set = (change: Partial<Typed>) => {
    // A link that was pasted into either field says both.
    const link = readJoinLink(change.server ?? change.code ?? '');
    setTyped({ ...typed, ...change, ...(link ? { server: link.server, code: writeCode(link.code) } : {}) });
  };
  const refuse = (reason: Reason, at: RefObject<InputRef | null>) => {
    setRefused(reason);
    at.current?.focus({ cursor: 'all' });
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const place = typed.server.trim();
    if (place === '') {
      field.current?.focus();
      return;
    }
    const wrong = hasCode ? problemOf(typed) : null;
    if (wrong) {
      refuse(wrong, wrong.code === 'session.badInvitation' ? codeField : passwordField);
      return;
    }
    setBusy(true);
    setRefused(null);
    const address = withScheme(place);
    // What is no address is told as it was typed.
    const asked = URL.canParse(address) ? address : place;
    const reply = await (hasCode ? joinByCode(asked, typed) : replyOf(bridge().start.joinCompany({ server: asked })));
    setBusy(false);
    if (!reply.ok) refuse(reply.reason, reply.reason.code === 'session.badInvitation' ? codeField : field);
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
            value={typed.server}
            placeholder={t('session.serverExample')}
            autoComplete="off"
            spellCheck={false}
            aria-describedby="join-help"
            onChange={(event) => set({ server: event.target.value })}
          />
        </label>
        <label htmlFor="join-code" className="gate-label">
          <span>{t('session.join.code')}</span>
          <Input
            id="join-code"
            ref={codeField}
            className="mono"
            value={typed.code}
            placeholder={writeCode(EXAMPLE)}
            autoComplete="one-time-code"
            spellCheck={false}
            aria-describedby="join-help"
            onChange={(event) => set({ code: event.target.value })}
          />
        </label>
        <p id="join-help" className="small text-3">
          {t(hasCode ? 'session.join.codeHelp' : 'session.join.help')}
        </p>
        {hasCode ? <OwnFields typed={typed} passwordField={passwordField} onChange={set} /> : null}
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

interface OwnFieldsProps {
  readonly typed: Typed;
  readonly passwordField: RefObject<InputRef | null>;
  readonly onChange: (change: Partial<Typed>) => void;
}

/** What only somebody with an invitation is asked: the password of one's own, and what this computer is called. */
function OwnFields({ typed, passwordField, onChange }: OwnFieldsProps): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <label htmlFor="join-password" className="gate-label">
        <span>{t('session.join.password')}</span>
        <Input.Password
          id="join-password"
          ref={passwordField}
          placeholder={t('session.join.passwordRule', { count: MIN_PASSWORD_CHARACTERS })}
          value={typed.password}
          autoComplete="new-password"
          onChange={(event) => onChange({ password: event.target.value })}
        />
      </label>
      <label htmlFor="join-again" className="gate-label">
        <span>{t('session.join.again')}</span>
        <Input.Password
          id="join-again"
          value={typed.again}
          autoComplete="new-password"
          onChange={(event) => onChange({ again: event.target.value })}
        />
      </label>
      <label htmlFor="join-device" className="gate-label">
        <span>{t('session.join.device')}</span>
        <Input
          id="join-device"
          value={typed.deviceName}
          placeholder={t('session.join.deviceExample')}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => onChange({ deviceName: event.target.value })}
        />
      </label>
    </>
  );
}

/** What need not be asked at the office. */
function problemOf({ code, password, again }: Typed): Reason | null {
  if (readCode(code) === '') return { code: 'session.badInvitation', params: {} };
  if ([...password].length < MIN_PASSWORD_CHARACTERS) {
    return { code: 'session.weakPassword', params: { characters: MIN_PASSWORD_CHARACTERS } };
  }
  return password === again ? null : { code: 'session.passwordsDiffer', params: {} };
}

async function joinByCode(server: string, { code, password, deviceName }: Typed): Promise<ActionReply> {
  const joined = await replyOf(
    bridge().session.join({ server, code: readCode(code), password, deviceName: deviceName.trim() }),
  );
  // Whoever is in is in: the company is remembered by the profile too.
  if (joined.ok) void bridge().start.joinCompany({ server });
  return joined;
}
