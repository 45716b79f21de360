import { Input } from 'antd';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { notify } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';

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
  const ask = async () => {
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
    <FormDialog
      title={t('sales.words.askTitle', { number: order.number })}
      text={t('sales.words.askText')}
      okText={t('sales.words.askDo')}
      isBusy={running}
      closeText={t('sales.words.back')}
      onDone={() => void ask()}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
