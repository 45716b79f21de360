import { Button, Input, type InputRef } from 'antd';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../../ui/key-cap.tsx';

export interface Credentials {
  readonly server: string;
  readonly login: string;
  readonly password: string;
}

interface PasswordFormProps {
  /** As known from last time; the focus goes to the first that is empty. */
  readonly start: { readonly server: string; readonly login: string };
  readonly title: string;
  readonly level: 1 | 2;
  readonly busyFor: string | null;
  readonly onSubmit: (credentials: Credentials) => void;
}

/** Server, user, password. What was typed stays when it is refused. */
export function PasswordForm({ start, title, level, busyFor, onSubmit }: PasswordFormProps): ReactNode {
  const { t } = useTranslation();
  const [server, setServer] = useState(start.server);
  const [login, setLogin] = useState(start.login);
  const [password, setPassword] = useState('');
  const serverField = useRef<InputRef>(null);
  const loginField = useRef<InputRef>(null);
  const passwordField = useRef<InputRef>(null);

  // Once, for the fields as they were found: the focus must not jump while the person types.
  const fieldToFill = useRef(server === '' ? serverField : login === '' ? loginField : passwordField);
  useEffect(() => fieldToFill.current.current?.focus(), []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (server.trim() === '') serverField.current?.focus();
    else if (login.trim() === '') loginField.current?.focus();
    else if (password === '') passwordField.current?.focus();
    else onSubmit({ server: server.trim(), login: login.trim(), password });
  };
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <form onSubmit={submit} aria-labelledby="sign-in-title">
      <Heading id="sign-in-title">{title}</Heading>
      <label htmlFor="sign-in-server" className="gate-label">
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
      <label htmlFor="sign-in-login" className="gate-label">
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
      <label htmlFor="sign-in-password" className="gate-label">
        <span>{t('session.password')}</span>
        <Input.Password
          id="sign-in-password"
          ref={passwordField}
          value={password}
          autoComplete="current-password"
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <div className="gate-actions">
        <Button
          type="primary"
          htmlType="submit"
          loading={busyFor !== null && busyFor === login}
          disabled={busyFor !== null}
        >
          {t('session.signIn')}
          <KeyCap keys="enter" />
        </Button>
      </div>
      <p className="small text-3">{t('session.help')}</p>
    </form>
  );
}
