/** What is asked before something is done: a few fields, and two keys. Enter in a field does it, Esc does not. */
import { Button, Modal } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from './key-cap.tsx';
import { AmendNote } from './page.tsx';
import './form-dialog.css';

interface FormDialogProps {
  readonly title: string;
  /** What follows from it, before the fields. */
  readonly text?: ReactNode;
  readonly okText: string;
  /** False: something is still missing, and the screen shows what. */
  readonly isReady?: boolean;
  readonly isBusy?: boolean;
  /** It cannot be taken back. */
  readonly danger?: boolean;
  /** Nothing has to be typed: the key itself has the focus. */
  readonly okFirst?: boolean;
  /** Left out: Cancel. */
  readonly closeText?: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

export function FormDialog({
  title,
  text,
  okText,
  isReady = true,
  isBusy = false,
  danger = false,
  okFirst = false,
  closeText,
  onDone,
  onClose,
  children,
}: FormDialogProps): ReactNode {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog stands inside its screen, whose own form must not hear of it.
    event.stopPropagation();
    if (isReady && !isBusy) onDone();
  };
  return (
    <Modal open centered title={title} width="var(--dialog)" footer={null} onCancel={onClose}>
      <form className="form-dialog" onSubmit={submit}>
        <AmendNote />
        {text === undefined ? null : <p className="text-2">{text}</p>}
        {children}
        <div className="form-dialog-keys">
          <Button onClick={onClose}>{closeText ?? t('dialog.cancel')}</Button>
          <Button
            type="primary"
            htmlType="submit"
            danger={danger}
            disabled={!isReady}
            loading={isBusy}
            autoFocus={okFirst}
          >
            {okText}
            <KeyCap keys="enter" />
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface DialogFieldProps {
  /** Of the field inside. */
  readonly id: string;
  readonly label: string;
  readonly children: ReactNode;
}

/** A field with its name before it. */
export function DialogField({ id, label, children }: DialogFieldProps): ReactNode {
  return (
    <div className="dialog-field">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}
