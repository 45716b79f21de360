import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { FormDialog } from '../../../ui/form-dialog.tsx';

interface ReasonDialogProps {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly okText: string;
  readonly isBusy: boolean;
  readonly onOk: (reason: string) => void;
  readonly onCancel: () => void;
  /** What it is about, before the reason. */
  readonly children?: ReactNode;
}

/** Says what follows and asks for one line before it is done. */
export function ReasonDialog(props: ReasonDialogProps): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState('');
  const isEnough = typed.trim().length >= 3;
  const done = () => {
    if (isEnough && !props.isBusy) props.onOk(typed.trim());
  };
  return (
    <FormDialog
      title={props.title}
      okText={props.okText}
      isReady={isEnough}
      isBusy={props.isBusy}
      onDone={done}
      text={props.text}
      onClose={props.onCancel}
    >
      {props.children}
      <label htmlFor={id}>{props.label}</label>
      <Input id={id} autoFocus maxLength={200} value={typed} onChange={(event) => setTyped(event.target.value)} />
    </FormDialog>
  );
}
