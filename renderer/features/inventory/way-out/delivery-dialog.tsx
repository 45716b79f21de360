import { Button, Checkbox, Input, Modal } from 'antd';
import { type ChangeEvent, type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify, notifyRefusal } from '../../../app/notices.ts';
import { useSyncStatus } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { SignaturePad } from './signature-pad.tsx';
import './shipment.css';

interface DeliveryDialogProps {
  readonly shipment: Pick<Row<'shipments'>, 'id' | 'number' | 'customerName' | 'contactName'>;
  readonly onClose: () => void;
}

const LONGEST_NOTE = 500;

/** Goods at the door: who took them, with a signature and a picture; all of it works without a network. */
export function DeliveryDialog({ shipment, onClose }: DeliveryDialogProps): ReactNode {
  const { t } = useTranslation();
  const { run, running } = useCommand('inventory.confirmDelivery');
  const field = useId();
  const [name, setName] = useState(shipment.contactName ?? '');
  const [note, setNote] = useState('');
  const [isRefused, setRefused] = useState(false);
  const [signature, setSignature] = useState<string | null>(null);
  const [photo, setPhoto] = useState<string | null>(null);

  const choosePhoto = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    if (file) setPhoto(await readBase64(file));
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const signatureHash = await keep(signature);
    const photoHash = await keep(photo);
    if (signatureHash === undefined || photoHash === undefined) return;
    const deliveredAt = Date.now() + (useSyncStatus.getState().status?.clockOffsetMs ?? 0);
    const said = { receivedByName: name.trim() || null, note: note.trim() || null, isRefused };
    const reply = await run({ shipmentId: shipment.id, deliveredAt, ...said, signatureHash, photoHash });
    if (reply.state === 'rejected') return;
    const key = isRefused ? 'inventory.shipments.refusedTold' : 'inventory.shipments.deliveredTold';
    notify({ tone: 'done', title: () => t(key, { number: shipment.number, customer: shipment.customerName }) });
    onClose();
  };
  return (
    <Modal
      open
      centered
      title={t('inventory.shipments.deliverTitle', { number: shipment.number })}
      width="var(--dialog)"
      footer={null}
      onCancel={onClose}
    >
      <form className="delivery-form" onSubmit={(event) => void save(event)}>
        <label htmlFor={`${field}name`}>
          {t('inventory.shipments.receivedBy')}
          <Input
            id={`${field}name`}
            autoFocus
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <SignaturePad onChange={setSignature} />
        <label>
          {t('inventory.shipments.photo')}
          <input
            type="file"
            accept="image/png,image/jpeg"
            capture="environment"
            onChange={(event) => void choosePhoto(event)}
          />
        </label>
        <label htmlFor={`${field}note`}>
          {t('inventory.shipments.deliveryNote')}
          <Input.TextArea
            id={`${field}note`}
            rows={2}
            maxLength={LONGEST_NOTE}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <Checkbox checked={isRefused} onChange={(event) => setRefused(event.target.checked)}>
          {t('inventory.shipments.refusedByCustomer')}
        </Checkbox>
        <div className="delivery-actions">
          <Button onClick={onClose}>{t('inventory.shipments.back')}</Button>
          <Button type="primary" htmlType="submit" loading={running}>
            {t('inventory.shipments.saveDelivery')}
            <KeyCap keys="enter" />
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** @returns the file's hash; null where there is none, undefined where it could not be kept, which is said */
async function keep(content: string | null): Promise<string | null | undefined> {
  if (content === null) return null;
  const reply = await bridge().files.keep(content);
  if (reply.ok) return reply.hash;
  notifyRefusal(reply.reason);
  return undefined;
}

function readBase64(file: File): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? null);
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}
