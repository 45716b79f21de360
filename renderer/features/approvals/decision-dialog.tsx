import { Input, Select } from 'antd';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApprovalDetail } from '#shared/domains/admin/queries/approval.ts';
import { notify } from '../../app/notices.ts';
import { nowAtOffice } from '../../app/session.ts';
import { useCommand } from '../../app/use-command.ts';
import { DialogField, FormDialog } from '../../ui/form-dialog.tsx';

const DAY_MS = 86_400_000;
const LONGEST_REASON = 500;
const daysOffered = ['1', '3', '7', '14', '30'] as const;

interface DecisionDialogProps {
  readonly word: ApprovalDetail['word'];
  readonly decision: 'approve' | 'refuse';
  readonly onClose: () => void;
}

/** The reason of a yes or a no, and for credit until when it holds. */
export function DecisionDialog({ word, decision, onClose }: DecisionDialogProps): ReactNode {
  const { t } = useTranslation();
  const { run, running } = useCommand('admin.decideApproval');
  const [reason, setReason] = useState('');
  const [days, setDays] = useState<(typeof daysOffered)[number]>('7');
  const [isMissing, setIsMissing] = useState(false);
  const isTimed = decision === 'approve' && word.kind === 'credit';
  const deed = decision === 'refuse' ? 'refuse' : word.kind === 'credit' ? 'release' : 'approve';
  const { documentNumber: number, askedByName: name } = word;
  const decide = async () => {
    if (reason.trim() === '') {
      setIsMissing(true);
      return;
    }
    const now = nowAtOffice();
    const validUntil = isTimed ? now + Number(days) * DAY_MS : null;
    const reply = await run({ approvalId: word.id, decision, reason: reason.trim(), validUntil });
    if (reply.state === 'rejected') return;
    notify({
      tone: 'done',
      title: () => t(`approvals.done.${deed}`, { number }),
      text: () => t('approvals.doneText', { name }),
    });
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.shiftKey) return;
    event.preventDefault();
    void decide();
  };
  return (
    <FormDialog
      title={t(`approvals.${deed}Title`, { number })}
      okText={t(`approvals.${deed}`)}
      isBusy={running}
      danger={decision === 'refuse'}
      onDone={() => void decide()}
      onClose={onClose}
    >
      <DialogField id="decision-reason" label={t('approvals.reason')}>
        <Input.TextArea
          id="decision-reason"
          autoFocus
          rows={3}
          maxLength={LONGEST_REASON}
          value={reason}
          placeholder={t('approvals.reasonHint', { name })}
          status={isMissing ? 'error' : ''}
          onChange={(event) => {
            setReason(event.target.value);
            setIsMissing(false);
          }}
          onKeyDown={onKeyDown}
        />
      </DialogField>
      {isMissing ? (
        <p className="state-late" role="alert">
          {t('approvals.reasonMissing')}
        </p>
      ) : null}
      {isTimed ? (
        <>
          <DialogField id="decision-until" label={t('approvals.until')}>
            <Select
              id="decision-until"
              value={days}
              onChange={setDays}
              options={daysOffered.map((value) => ({ value, label: t(`approvals.untilOptions.${value}`) }))}
            />
          </DialogField>
          <p className="small text-3">{t('approvals.untilNote')}</p>
        </>
      ) : null}
    </FormDialog>
  );
}
