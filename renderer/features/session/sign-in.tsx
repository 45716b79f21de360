import { Button, Input, type InputRef } from 'antd';
import { type FormEvent, type ReactNode, type Ref, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { SessionState } from '#shared/protocol/bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { reasonText } from '../../app/i18n.ts';
import { setPreference, usePreferences } from '../../app/preferences.ts';
import { useSession } from '../../app/session.ts';
import { Brand } from '../../app/shell/brand.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Note } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import './session.css';

type SignedOut = Extract<SessionState, { state: 'signedOut' }>;
type Person = { readonly login: string; readonly name: string; readonly note: string; readonly server: string };

/** Who are you: people known here, people of the demo company, or anyone with a server, a name and a password. */
export function SignIn(): ReactNode {
  const session = useSession((state) => state.session);
  return session?.state === 'signedOut' ? <SignInForm session={session} /> : null;
}

function SignInForm({ session }: { readonly session: SignedOut }): ReactNode {
  const { t } = useTranslation();
  const language = usePreferences((state) => state.language);
  const latest = session.known[0];
  const [server, setServer] = useState(session.server ?? latest?.server ?? '');
  const [login, setLogin] = useState(latest?.login ?? '');
  const [password, setPassword] = useState('');
  const [busyFor, setBusyFor] = useState<string | null>(null);
  const [refused, setRefused] = useState<Reason | null>(null);
  const serverField = useRef<InputRef>(null);
  const loginField = useRef<InputRef>(null);
  const passwordField = useRef<InputRef>(null);
  const firstPerson = useRef<HTMLButtonElement>(null);

  // Once, for the fields as they were found: the focus must not jump while the person types.
  const fieldToFill = useRef(server === '' ? serverField : login === '' ? loginField : passwordField);
  const hasDemo = session.demo.length > 0;
  useEffect(() => {
    if (hasDemo) firstPerson.current?.focus();
    else fieldToFill.current.current?.focus();
  }, [hasDemo]);

  const signIn = async (request: { server: string; login: string; password: string }) => {
    setBusyFor(request.login);
    setRefused(null);
    try {
      const reply = await bridge().session.signIn(request);
      if (!reply.ok) setRefused(reply.reason);
    } catch {
      setRefused({ code: 'unexpected', params: {} });
    } finally {
      setBusyFor(null);
    }
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (server.trim() === '') serverField.current?.focus();
    else if (login.trim() === '') loginField.current?.focus();
    else if (password === '') passwordField.current?.focus();
    else void signIn({ server: server.trim(), login: login.trim(), password });
  };

  const known = session.known.map(
    (person): Person => ({ login: person.login, name: person.name, note: person.companyName, server: person.server }),
  );
  const strangers = known.filter((person) => !session.demo.some((each) => each.login === person.login));
  return (
    <main className="sign-in">
      <div className="sign-in-box">
        <header className="sign-in-head">
          <Brand size={24} />
          <h1>{t('app.name')}</h1>
          <Segmented
            label={t('settings.language')}
            value={language}
            onChange={(value) => setPreference('language', value)}
            options={[
              { value: 'en', label: t('settings.languages.en') },
              { value: 'zh', label: t('settings.languages.zh') },
            ]}
          />
        </header>
        {session.setAside ? (
          <Note tone="wait" title={t('session.setAside')}>
            {reasonText(session.setAside)}
          </Note>
        ) : null}
        {refused ? (
          <Note tone="late" title={t('session.refused')}>
            {reasonText(refused)}
          </Note>
        ) : null}
        {session.demo.length > 0 ? (
          <section aria-labelledby="demo-people">
            <h2 id="demo-people">{t('session.demo')}</h2>
            <p className="small text-3">{t('session.demoText')}</p>
            <div className="people">
              {session.demo.map((person, index) => (
                <PersonRow
                  key={person.login}
                  ref={index === 0 ? firstPerson : null}
                  label={t('session.signInAs', { name: person.name, role: roleName(person.roleCode, t) })}
                  name={person.name}
                  note={roleName(person.roleCode, t)}
                  busy={busyFor === person.login}
                  disabled={busyFor !== null}
                  onPress={() =>
                    void signIn({ server: session.server ?? '', login: person.login, password: person.password })
                  }
                />
              ))}
            </div>
          </section>
        ) : null}
        {strangers.length > 0 ? (
          <section aria-labelledby="known-people">
            <h2 id="known-people">{t('session.known')}</h2>
            <div className="people">
              {strangers.map((person) => (
                <PersonRow
                  key={`${person.server} ${person.login}`}
                  label={t('session.signInAs', { name: person.name, role: person.note })}
                  name={person.name}
                  note={person.note}
                  busy={false}
                  disabled={busyFor !== null}
                  onPress={() => {
                    setServer(person.server);
                    setLogin(person.login);
                    passwordField.current?.focus();
                  }}
                />
              ))}
            </div>
          </section>
        ) : null}
        <form onSubmit={submit} aria-labelledby="sign-in-title">
          <h2 id="sign-in-title">{session.demo.length > 0 ? t('session.other') : t('session.title')}</h2>
          <label htmlFor="sign-in-server">
            <span>{t('session.server')}</span>
            <Input
              id="sign-in-server"
              ref={serverField}
              value={server}
              placeholder={t('session.serverExample')}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setServer(event.target.value)}
            />
          </label>
          <label htmlFor="sign-in-login">
            <span>{t('session.login')}</span>
            <Input
              id="sign-in-login"
              ref={loginField}
              value={login}
              autoComplete="username"
              spellCheck={false}
              onChange={(event) => setLogin(event.target.value)}
            />
          </label>
          <label htmlFor="sign-in-password">
            <span>{t('session.password')}</span>
            <Input.Password
              id="sign-in-password"
              ref={passwordField}
              value={password}
              autoComplete="current-password"
              onChange={(event) => setPassword(event.target.value)}
            />
          </label>
          <Button
            type="primary"
            htmlType="submit"
            loading={busyFor !== null && busyFor === login}
            disabled={busyFor !== null}
          >
            {t('session.signIn')}
            <KeyCap keys="enter" />
          </Button>
          <p className="small text-3">{t('session.help')}</p>
        </form>
      </div>
    </main>
  );
}

function roleName(code: string, t: ReturnType<typeof useTranslation>['t']): string {
  return t(`session.roles.${code}`, { defaultValue: code });
}

interface PersonRowProps {
  readonly label: string;
  readonly name: string;
  readonly note: string;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly onPress: () => void;
  readonly ref?: Ref<HTMLButtonElement>;
}

function PersonRow({ label, name, note, busy, disabled, onPress, ref }: PersonRowProps): ReactNode {
  const { t } = useTranslation();
  return (
    <button ref={ref ?? null} type="button" className="person" disabled={disabled} onClick={onPress}>
      <span className="visually-hidden">{label}</span>
      <span className="avatar" aria-hidden>
        {Array.from(name)[0]?.toUpperCase()}
      </span>
      <span className="strong" aria-hidden>
        {name}
      </span>
      <span className="person-note" aria-hidden>
        {busy ? t('session.signingIn') : note}
      </span>
    </button>
  );
}
