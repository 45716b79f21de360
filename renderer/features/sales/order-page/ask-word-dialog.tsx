import { Button, Input, Modal } from 'antd';
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { notify } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';

const LONGEST_NOTE = 500;

interface AskWordDialogProps {
  readonly order: Pick<OrderDocument['order'], 'id' | 'number'>;
  readonly kind: 'discount' | 'credit';
  readonly note: string;
  readonly onClose: () => void;
}

/** What whoever decides should know. */
export function AskWordDialog({ order, kind, note: before, onClose }: AskWordDialogProps): ReactNode {
  const { t } = useTranslation();
  const { run, running } = useCommand('sales.askApproval');
  const [note, setNote] = useState(before);
  const ask = async (event?: FormEvent) => {
    event?.preventDefault();
    const reply = await run({ orderId: order.id, kind, note: note.trim() === '' ? null : note.trim() });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('sales.words.asked', { number: order.number }) });
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.shiftKey) return;
    event.preventDefault();
    void ask();
  };
  return (
    <Modal
      open
      centered
      title={t('sales.words.askTitle', { number: order.number })}
      width="var(--dialog)"
      footer={null}
      onCancel={onClose}
    >
      <form className="order-form" onSubmit={(event) => void ask(event)}>
        <p className="text-2">{t('sales.words.askText')}</p>
        <Input.TextArea
          aria-label={t('sales.words.noteLabel')}
          autoFocus
          rows={3}
          maxLength={LONGEST_NOTE}
          placeholder={t('sales.words.noteHint')}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="order-form-actions">
          <Button onClick={onClose}>{t('sales.words.back')}</Button>
          <Button type="primary" htmlType="submit" loading={running}>
            {t('sales.words.askDo')}
            <KeyCap keys="enter" />
          </Button>
        </div>
      </form>
    </Modal>
  );
}
