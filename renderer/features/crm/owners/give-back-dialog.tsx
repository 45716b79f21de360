import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../ui/form-dialog.tsx';

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
    <FormDialog
      title={t('crm.owners.giveBackTitle', { name })}
      okText={t('crm.owners.giveBack')}
      isReady={isSaid}
      onDone={giveBack}
      text={t('crm.owners.giveBackText')}
      onClose={onCancel}
    >
      <Input
        autoFocus
        aria-label={t('crm.owners.reason')}
        placeholder={t('crm.owners.reasonHint')}
        maxLength={REASON_LIMIT_LETTERS}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </FormDialog>
  );
}
