import { FileProtectOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef } from 'antd';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { ChosenBackup } from '#shared/protocol/desktop-bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { bytesText, dateTimeText } from '../../../ui/format-text.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { Note } from '../../../ui/page.tsx';
import { useRestored } from '../restored.ts';
import { GateHead } from './gate-head.tsx';

const fileName = (path: string) => path.split(/[\\/]/).at(-1) ?? path;

/** A backup file and its password bring back what somebody had on a computer; then they sign in. */
export function RestoreBackup({ onBack }: { readonly onBack: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const [file, setFile] = useState<ChosenBackup | null>(null);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState<'choosing' | 'restoring' | null>(null);
  const [refused, setRefused] = useState<Reason | null>(null);
  const chooseButton = useRef<HTMLButtonElement>(null);
  const passwordField = useRef<InputRef>(null);
  useEffect(() => chooseButton.current?.focus(), []);
  useEffect(() => {
    if (file) passwordField.current?.focus();
  }, [file]);

  const choose = async () => {
    setBusy('choosing');
    setRefused(null);
    const reply = await replyOf(bridge().backup.choose());
    setBusy(null);
    if (!reply.ok) setRefused(reply.reason);
    else if (reply.file) setFile(reply.file);
  };
  // A file that cannot be used is named as well: the row must not look as if nothing had been chosen.
  const refusedPath = !file && typeof refused?.params.path === 'string' ? refused.params.path : null;
  const restore = async (event: FormEvent) => {
    event.preventDefault();
    if (!file) {
      chooseButton.current?.focus();
      return;
    }
    if (password === '') {
      passwordField.current?.focus();
      return;
    }
    setBusy('restoring');
    setRefused(null);
    const reply = await replyOf(bridge().backup.restore({ password }));
    setBusy(null);
    if (reply.ok) {
      useRestored.setState({ restored: reply });
      return;
    }
    setRefused(reply.reason);
    passwordField.current?.focus({ cursor: 'all' });
  };
  return (
    <>
      <GateHead title={t('session.start.ways.restore')} onBack={onBack} disabled={busy !== null} />
      {refused ? (
        <Note tone="late" title={t('session.restore.refused')}>
          {reasonText(refused)}
        </Note>
      ) : null}
      <form onSubmit={(event) => void restore(event)}>
        <div className="gate-label">
          <span>{t('session.restore.file')}</span>
          <span className="restore-file">
            {file ? (
              <span className="restore-name">
                <span className="strong ellipsis" title={file.path}>
                  {fileName(file.path)}
                </span>
                <span className="small text-3">
                  {t('session.restore.facts', {
                    size: bytesText(file.bytes),
                    at: dateTimeText(file.modifiedAt, i18n.language),
                  })}
                </span>
              </span>
            ) : refusedPath ? (
              <span className="restore-name">
                <span className="text-3 ellipsis" title={refusedPath}>
                  {fileName(refusedPath)}
                </span>
              </span>
            ) : null}
            <Button
              ref={chooseButton}
              type={file ? 'default' : 'primary'}
              icon={<FileProtectOutlined aria-hidden />}
              disabled={busy !== null}
              onClick={() => void choose()}
            >
              {t(file || refusedPath ? 'session.restore.other' : 'session.restore.choose')}
            </Button>
          </span>
        </div>
        <label htmlFor="restore-password" className="gate-label">
          <span>{t('session.restore.password')}</span>
          <Input.Password
            id="restore-password"
            ref={passwordField}
            value={password}
            disabled={!file}
            autoComplete="off"
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <p className="small text-3">{t('session.restore.help')}</p>
        <div className="gate-actions">
          <Button
            type={file ? 'primary' : 'default'}
            htmlType="submit"
            disabled={!file || busy === 'choosing'}
            loading={busy === 'restoring'}
          >
            {t(busy === 'restoring' ? 'session.restore.going' : 'session.restore.go')}
            <KeyCap keys="enter" />
          </Button>
        </div>
      </form>
    </>
  );
}
