import { Button, Input, Modal, Select } from 'antd';
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApprovalDetail } from '#shared/domains/admin/queries/approval.ts';
import { notify } from '../../app/notices.ts';
import { useSyncStatus } from '../../app/session.ts';
import { useCommand } from '../../app/use-command.ts';
import { KeyCap } from '../../ui/key-cap.tsx';

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
  const decide = async (event?: FormEvent) => {
    event?.preventDefault();
    if (reason.trim() === '') {
      setIsMissing(true);
      return;
    }
    const now = Date.now() + (useSyncStatus.getState().status?.clockOffsetMs ?? 0);
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
    <Modal
      open
      centered
      title={t(`approvals.${deed}Title`, { number })}
      width="var(--dialog)"
      footer={null}
      onCancel={onClose}
    >
      <form className="approval-form" onSubmit={(event) => void decide(event)}>
        <label htmlFor="decision-reason">
          <span>{t('approvals.reason')}</span>
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
        </label>
        {isMissing ? (
          <p className="state-late" role="alert">
            {t('approvals.reasonMissing')}
          </p>
        ) : null}
        {isTimed ? (
          <>
            <label htmlFor="decision-until">
              <span>{t('approvals.until')}</span>
              <Select
                id="decision-until"
                value={days}
                onChange={setDays}
                options={daysOffered.map((value) => ({ value, label: t(`approvals.untilOptions.${value}`) }))}
              />
            </label>
            <p className="small text-3">{t('approvals.untilNote')}</p>
          </>
        ) : null}
        <div className="approval-form-actions">
          <Button onClick={onClose}>{t('approvals.cancel')}</Button>
          <Button type="primary" danger={decision === 'refuse'} htmlType="submit" loading={running}>
            {t(`approvals.${deed}`)}
            <KeyCap keys="enter" />
          </Button>
        </div>
      </form>
    </Modal>
  );
}
