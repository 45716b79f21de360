import { Input } from 'antd';
import { type ChangeEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { notify } from '../../../app/notices.ts';
import { nowAtOffice } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { keepPicture, readPicture } from './keep-picture.ts';
import { SignaturePad } from './signature-pad.tsx';
import './shipment.css';

interface ProofDialogProps {
  readonly shipment: Pick<Row<'shipments'>, 'id' | 'number'>;
  readonly onClose: () => void;
}

const LONGEST_NAME = 200;
const LONGEST_NOTE = 500;
/** As many as go with one word (`inventory.addDeliveryProof`). */
const MOST_PICTURES = 10;

/**
 * What proves a delivery that was confirmed before: a signature with its name, pictures, both. It works without a network
 * and stands beside what was said at the door.
 */
export function ProofDialog({ shipment: { id: shipmentId, number }, onClose }: ProofDialogProps): ReactNode {
  const { t } = useTranslation();
  const { run, running } = useCommand('inventory.addDeliveryProof');
  const field = useId();
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [signature, setSignature] = useState<string | null>(null);
  const [photos, setPhotos] = useState<readonly string[]>([]);

  const choosePhotos = async (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])].slice(0, MOST_PICTURES);
    const contents = await Promise.all(files.map(readPicture));
    setPhotos(contents.filter((content) => content !== null));
  };
  const save = async () => {
    const signatureHash = await keepPicture(signature);
    if (signatureHash === undefined) return;
    const photoHashes: string[] = [];
    for (const photo of photos) {
      const hash = await keepPicture(photo);
      if (typeof hash !== 'string') return;
      photoHashes.push(hash);
    }
    const signedByName = signature === null ? null : name.trim() || null;
    const files = { signedByName, signatureHash, photoHashes, note: note.trim() || null };
    const reply = await run({ shipmentId, addedAt: nowAtOffice(), ...files });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('inventory.shipments.proofAdded', { number }) });
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.shipments.addProofTitle', { number })}
      text={t('inventory.shipments.addProofText')}
      okText={t('inventory.shipments.saveProof')}
      isReady={signature !== null || photos.length > 0}
      isBusy={running}
      onDone={() => void save()}
      onClose={onClose}
    >
      <SignaturePad onChange={setSignature} />
      <DialogField id={`${field}name`} label={t('inventory.shipments.signedBy')}>
        <Input
          id={`${field}name`}
          autoFocus
          maxLength={LONGEST_NAME}
          placeholder={t('inventory.shipments.whoTook')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </DialogField>
      <DialogField id={`${field}photos`} label={t('inventory.shipments.photos')}>
        <input
          id={`${field}photos`}
          className="delivery-photo"
          type="file"
          multiple
          accept="image/png,image/jpeg"
          capture="environment"
          onChange={(event) => void choosePhotos(event)}
        />
        {photos.length === 0 ? null : (
          <span role="status">{t('inventory.shipments.photosChosen', { count: photos.length })}</span>
        )}
      </DialogField>
      <DialogField id={`${field}note`} label={t('inventory.shipments.proofNote')}>
        <Input
          id={`${field}note`}
          maxLength={LONGEST_NOTE}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </DialogField>
    </FormDialog>
  );
}
