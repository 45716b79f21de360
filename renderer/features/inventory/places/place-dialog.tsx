import { Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LocationRow, ZoneRow } from '#shared/domains/inventory/queries/places.ts';
import { sayDone } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import './places.css';

interface PlaceDialogProps {
  readonly place: LocationRow;
  readonly zones: readonly ZoneRow[];
  readonly onClose: () => void;
}

/** Another code, zone or turn on the way for a place. */
export function PlaceDialog({ place, zones, onClose }: PlaceDialogProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const command = useCommand('inventory.changeLocation');
  const [code, setCode] = useState(place.code);
  const [zoneId, setZoneId] = useState(place.zoneId);
  const [walk, setWalk] = useState(String(place.walkOrder));
  const walkOrder = /^\d{1,9}$/.test(walk.trim()) ? Number(walk.trim()) : null;
  const isWhole = code.trim() !== '' && walkOrder !== null;
  const done = async () => {
    if (!isWhole || command.running) return;
    const reply = await command.run({
      locationId: place.id,
      ...(code.trim() === place.code ? {} : { code: code.trim() }),
      ...(zoneId === place.zoneId ? {} : { zoneId }),
      ...(walkOrder === place.walkOrder ? {} : { walkOrder }),
    });
    if (reply.state === 'rejected') return;
    sayDone(() => t('inventory.places.changed', { code: code.trim() }));
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.places.one', { code: place.code })}
      okText={t('inventory.places.save')}
      isReady={isWhole}
      isBusy={command.running}
      onDone={() => void done()}
      onClose={onClose}
    >
      <DialogField id={`${id}-code`} label={t('inventory.places.code')}>
        <Input
          id={`${id}-code`}
          autoFocus
          maxLength={30}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </DialogField>
      <DialogField id={`${id}-zone`} label={t('inventory.places.zone')}>
        <Select<string>
          id={`${id}-zone`}
          value={zoneId}
          options={zones.map((each) => ({ value: each.id, label: `${each.code} ${each.name}` }))}
          onChange={setZoneId}
        />
      </DialogField>
      <DialogField id={`${id}-walk`} label={t('inventory.places.walkOrder')}>
        <Input
          id={`${id}-walk`}
          status={walkOrder === null ? 'error' : ''}
          value={walk}
          onChange={(event) => setWalk(event.target.value)}
        />
      </DialogField>
    </FormDialog>
  );
}
