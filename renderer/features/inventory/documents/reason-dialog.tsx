import { Input, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface ReasonDialogProps {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly okText: string;
  readonly isBusy: boolean;
  readonly onOk: (reason: string) => void;
  readonly onCancel: () => void;
}

/** Says what follows and asks for one line before it is done. */
export function ReasonDialog(props: ReasonDialogProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const isEnough = typed.trim().length >= 3;
  const done = () => {
    if (isEnough && !props.isBusy) props.onOk(typed.trim());
  };
  return (
    <Modal
      open
      centered
      width="var(--dialog)"
      title={props.title}
      okText={props.okText}
      cancelText={t('inventory.documents.cancel')}
      okButtonProps={{ disabled: !isEnough, loading: props.isBusy }}
      onOk={done}
      onCancel={props.onCancel}
    >
      <p className="text-2">{props.text}</p>
      <label htmlFor={id}>{props.label}</label>
      <Input
        id={id}
        autoFocus
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={done}
      />
    </Modal>
  );
}
