import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { bridge } from '../../../app/bridge.ts';
import { endUndoOf, notify } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { ReasonDialog } from '../documents/reason-dialog.tsx';

/** Takes a receipt back that was written wrongly, or goods that were not sent after all (R8): for those who may, by the key R. */
export function ReverseReceipt({ head }: { readonly head: Row<'receipts'> }): ReactNode {
  const { t } = useTranslation();
  const mayReverse = usePermission('inventory.reverseReceipt');
  const [isAsking, setAsking] = useState(false);
  const command = useCommand('inventory.reverseReceipt');
  if (!mayReverse || head.reversesId !== null) return null;
  const reverse = async (note: string) => {
    const [[reversalId], number] = await Promise.all([bridge().newIds(1), bridge().nextNumber('receipt')]);
    const reply = await command.run({ reversalId, number, receiptId: head.id, note });
    if (reply.state === 'rejected') return;
    endUndoOf(head.id);
    notify({ tone: 'done', title: () => t('inventory.receipts.reversedTold', { number: head.number }) });
    setAsking(false);
  };
  return (
    <>
      <ActionButton
        label={t('inventory.receipts.reverse')}
        keys="r"
        labelKey="inventory.receipts.reverse"
        onRun={() => setAsking(true)}
      />
      {isAsking ? (
        <ReasonDialog
          title={t('inventory.receipts.reverseTitle', { number: head.number })}
          text={t(`inventory.receipts.${head.sentBack === 1 ? 'reverseSentBackText' : 'reverseText'}`)}
          label={t('inventory.receipts.reason')}
          okText={t('inventory.receipts.reverse')}
          isBusy={command.running}
          onOk={(note) => void reverse(note)}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

interface OtherReceiptProps {
  readonly head: Row<'receipts'>;
  readonly isReversal: boolean;
  readonly number: string | null;
}

/** Leads to the receipt that takes this one back, or that this one takes back. */
export function OtherReceipt({ head: { reversesId }, isReversal, number }: OtherReceiptProps): ReactNode {
  const { t } = useTranslation();
  if (reversesId === null) return null;
  return (
    <button type="button" className="link-button" onClick={() => void openTab('receipt', { receiptId: reversesId })}>
      {t(isReversal ? 'inventory.receipts.reverses' : 'inventory.receipts.reversedBy', { number: number ?? '' })}
    </button>
  );
}
