import { Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

const REASON_LIMIT_LETTERS = 300;

interface GiveBackDialogProps {
  readonly name: string;
  readonly onGiveBack: (reason: string) => void;
  readonly onCancel: () => void;
}

/** Asks why a customer goes back to the pool: whoever claims it next reads it. Enter gives it back. */
export function GiveBackDialog({ name, onGiveBack, onCancel }: GiveBackDialogProps): ReactNode {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const isSaid = reason.trim() !== '';
  const giveBack = () => {
    if (isSaid) onGiveBack(reason.trim());
  };
  return (
    <Modal
      open
      centered
      title={t('crm.owners.giveBackTitle', { name })}
      width="var(--dialog)"
      okText={t('crm.owners.giveBack')}
      cancelText={t('crm.owners.cancel')}
      okButtonProps={{ disabled: !isSaid }}
      onOk={giveBack}
      onCancel={onCancel}
    >
      <p className="text-2">{t('crm.owners.giveBackText')}</p>
      <Input
        autoFocus
        aria-label={t('crm.owners.reason')}
        placeholder={t('crm.owners.reasonHint')}
        maxLength={REASON_LIMIT_LETTERS}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={giveBack}
      />
    </Modal>
  );
}
