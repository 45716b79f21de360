import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShipmentDocument } from '#shared/domains/inventory/queries/shipments.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ReasonDialog } from '../documents/reason-dialog.tsx';

interface ReversalDialogProps {
  readonly head: ShipmentDocument['head'];
  readonly onClose: () => void;
}

/** R8: what was written wrongly is taken back by another document, with its reason. */
export function ReversalDialog({ head, onClose }: ReversalDialogProps): ReactNode {
  const { t } = useTranslation();
  const { run, running } = useCommand('inventory.reverseShipment');
  const reverse = async (note: string) => {
    const [[reversalId], number] = await Promise.all([bridge().newIds(1), bridge().nextNumber('shipment')]);
    const reply = await run({ reversalId, number, shipmentId: head.id, note });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('inventory.shipments.reversedTold', { number: head.number }) });
    onClose();
  };
  return (
    <ReasonDialog
      title={t('inventory.shipments.reverseTitle', { number: head.number })}
      text={t('inventory.shipments.reverseText')}
      label={t('inventory.shipments.why')}
      okText={t('inventory.shipments.reverse')}
      isBusy={running}
      onOk={(note) => void reverse(note)}
      onCancel={onClose}
    />
  );
}
