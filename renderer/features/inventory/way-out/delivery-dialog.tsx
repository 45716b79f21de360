import { Button, Checkbox, Input } from 'antd';
import { type ChangeEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { notify } from '../../../app/notices.ts';
import { nowAtOffice } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { StateShape } from '../../../ui/state-tag.tsx';
import { keepPicture, readPicture } from './keep-picture.ts';
import { SignaturePad } from './signature-pad.tsx';
import './shipment.css';

interface DeliveryDialogProps {
  readonly shipment: Pick<Row<'shipments'>, 'id' | 'number' | 'customerName' | 'contactName'>;
  readonly onClose: () => void;
}

const LONGEST_NOTE = 500;

/**
 * Goods at the door: who took them, with a signature and a picture; all of it works without a network. Nobody is named
 * who was not there, and what was taken without any proof is asked for once more, with the reason.
 */
export function DeliveryDialog({ shipment, onClose }: DeliveryDialogProps): ReactNode {
  const { t } = useTranslation();
  const { run, running } = useCommand('inventory.confirmDelivery');
  const field = useId();
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [isRefused, setRefused] = useState(false);
  const [signature, setSignature] = useState<string | null>(null);
  const [photo, setPhoto] = useState<string | null>(null);
  const [isWarned, setWarned] = useState(false);
  const isBare = signature === null && photo === null && !isRefused;
  const needsReason = isBare && isWarned;

  const choosePhoto = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    if (file) setPhoto(await readPicture(file));
  };
  const save = async () => {
    if (isBare && !isWarned) {
      setWarned(true);
      return;
    }
    const signatureHash = await keepPicture(signature);
    const photoHash = await keepPicture(photo);
    if (signatureHash === undefined || photoHash === undefined) return;
    const deliveredAt = nowAtOffice();
    const said = { receivedByName: name.trim() || null, note: note.trim() || null, isRefused };
    const reply = await run({ shipmentId: shipment.id, deliveredAt, ...said, signatureHash, photoHash });
    if (reply.state === 'rejected') return;
    const key = isRefused ? 'inventory.shipments.refusedTold' : 'inventory.shipments.deliveredTold';
    notify({ tone: 'done', title: () => t(key, { number: shipment.number, customer: shipment.customerName }) });
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.shipments.deliverTitle', { number: shipment.number })}
      okText={t(needsReason ? 'inventory.shipments.saveUnproven' : 'inventory.shipments.saveDelivery')}
      isReady={!needsReason || note.trim() !== ''}
      danger={needsReason}
      isBusy={running}
      closeText={t('inventory.shipments.back')}
      onDone={() => void save()}
      onClose={onClose}
    >
      <DialogField id={`${field}name`} label={t('inventory.shipments.receivedBy')}>
        <Input
          id={`${field}name`}
          autoFocus
          maxLength={200}
          placeholder={t('inventory.shipments.whoTook')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </DialogField>
      {shipment.contactName === null || name !== '' ? null : (
        <Button className="delivery-contact" onClick={() => setName(shipment.contactName ?? '')}>
          {t('inventory.shipments.tookContact', { name: shipment.contactName })}
        </Button>
      )}
      <SignaturePad onChange={setSignature} />
      <DialogField id={`${field}photo`} label={t('inventory.shipments.photo')}>
        <input
          id={`${field}photo`}
          className="delivery-photo"
          type="file"
          accept="image/png,image/jpeg"
          capture="environment"
          onChange={(event) => void choosePhoto(event)}
        />
      </DialogField>
      {needsReason ? (
        <p className="delivery-bare state-wait" role="alert">
          <StateShape state="wait" />
          {t('inventory.shipments.unproven')}
        </p>
      ) : null}
      <DialogField
        id={`${field}note`}
        label={t(needsReason ? 'inventory.shipments.whyUnproven' : 'inventory.shipments.deliveryNote')}
      >
        <Input.TextArea
          id={`${field}note`}
          rows={2}
          maxLength={LONGEST_NOTE}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </DialogField>
      <Checkbox checked={isRefused} onChange={(event) => setRefused(event.target.checked)}>
        {t('inventory.shipments.refusedByCustomer')}
      </Checkbox>
    </FormDialog>
  );
}
