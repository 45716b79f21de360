import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import './devices.css';

const LIMIT_CHARS = 500;

interface ReasonDialogProps {
  readonly title: string;
  /** What follows, a sentence each. */
  readonly follows: readonly string[];
  readonly label: string;
  readonly start?: string;
  readonly okText: string;
  readonly isBusy: boolean;
  readonly danger?: boolean;
  /** Nothing has to be said: then it is done with ''. */
  readonly mayBeEmpty?: boolean;
  readonly onOk: (text: string) => void;
  readonly onCancel: () => void;
}

/** Says what follows and asks for one line before it is done; without a line that is needed nothing is done. */
export function ReasonDialog(props: ReasonDialogProps): ReactNode {
  const {
    title,
    follows,
    label,
    start = '',
    okText,
    isBusy,
    danger = false,
    mayBeEmpty = false,
    onOk,
    onCancel,
  } = props;
  const [text, setText] = useState(start);
  const isTyped = mayBeEmpty || text.trim() !== '';
  const done = () => {
    if (isTyped && !isBusy) onOk(text.trim());
  };
  return (
    <FormDialog
      title={title}
      okText={okText}
      isReady={isTyped}
      isBusy={isBusy}
      danger={danger}
      onDone={done}
      onClose={onCancel}
    >
      <ul className="device-follows">
        {follows.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <label htmlFor="device-reason" className="device-reason">
        <span className="text-2">{label}</span>
        <Input
          id="device-reason"
          autoFocus
          value={text}
          maxLength={LIMIT_CHARS}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
    </FormDialog>
  );
}
