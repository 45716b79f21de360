import { Button, Input, type InputRef, Modal } from 'antd';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '../../ui/key-cap.tsx';
import { Note } from '../../ui/page.tsx';
import { bridge } from '../bridge.ts';
import { reasonText } from '../i18n.ts';
import { replyOf } from '../kept-notice.ts';
import { notify } from '../notices.ts';

/** As few as the device takes. */
const LEAST_CHARACTERS = 8;

/** The key that saves a backup, with the dialog behind it. */
export function SaveBackup(): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('backup.save')}</Button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={t('backup.title')}
        width="var(--dialog)"
        centered
        destroyOnHidden
      >
        <BackupForm onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

/** A password, twice, because nobody can bring it back; then the system asks where to. */
function BackupForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const firstField = useRef<InputRef>(null);
  const againField = useRef<InputRef>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password.length < LEAST_CHARACTERS) {
      setRefused(t('refusals.backup.passwordTooShort', { least: LEAST_CHARACTERS }));
      firstField.current?.focus({ cursor: 'all' });
      return;
    }
    if (password !== again) {
      setRefused(t('backup.different'));
      againField.current?.focus({ cursor: 'all' });
      return;
    }
    setBusy(true);
    setRefused(null);
    const reply = await replyOf(bridge().backup.save({ password }));
    setBusy(false);
    if (!reply.ok) {
      setRefused(reasonText(reply.reason));
      return;
    }
    if (reply.path === null) return;
    notify({ tone: 'done', title: () => t('backup.saved'), text: reply.path });
    onDone();
  };
  return (
    <form className="dialog-form" onSubmit={(event) => void submit(event)}>
      <p className="text-2">{t('backup.text')}</p>
      {refused ? (
        <Note tone="late" title={t('backup.refused')}>
          {refused}
        </Note>
      ) : null}
      <label htmlFor="backup-password">
        <span>{t('backup.password')}</span>
        <Input.Password
          id="backup-password"
          ref={firstField}
          autoFocus
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <label htmlFor="backup-again">
        <span>{t('backup.again')}</span>
        <Input.Password
          id="backup-again"
          ref={againField}
          autoComplete="new-password"
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
      </label>
      <p className="small text-3">{t('backup.help', { least: LEAST_CHARACTERS })}</p>
      <div className="dialog-actions">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t(busy ? 'backup.saving' : 'backup.where')}
          <KeyCap keys="enter" />
        </Button>
      </div>
    </form>
  );
}
