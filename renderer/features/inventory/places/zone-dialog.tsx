import { Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ZoneRow } from '#shared/domains/inventory/queries/places.ts';
import { bridge } from '../../../app/bridge.ts';
import { sayDone } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import './places.css';

const kinds = ['storage', 'receiving', 'staging', 'quarantine'] as const;
type Kind = (typeof kinds)[number];

interface ZoneDialogProps {
  readonly warehouseId: string;
  /** Null: a new one. */
  readonly zone: (Pick<ZoneRow, 'id' | 'code' | 'name' | 'kind'> & Partial<Pick<ZoneRow, 'isOutOfUse'>>) | null;
  readonly onClose: () => void;
}

/** A part of a warehouse: its code, its name, what is done there. */
export function ZoneDialog({ warehouseId, zone, onClose }: ZoneDialogProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const save = useCommand('inventory.saveZone');
  const use = useCommand('inventory.setZoneUse');
  const [code, setCode] = useState(zone?.code ?? '');
  const [name, setName] = useState(zone?.name ?? '');
  const [kind, setKind] = useState<Kind>(zone?.kind ?? 'storage');
  const isWhole = code.trim() !== '' && name.trim() !== '';
  const done = async () => {
    if (!isWhole || save.running) return;
    const [fresh = ''] = zone ? [zone.id] : await bridge().newIds(1);
    const reply = await save.run({ zoneId: fresh, warehouseId, code: code.trim(), name: name.trim(), kind });
    if (reply.state === 'rejected') return;
    sayDone(() => t('inventory.places.zoneSaved', { zone: name.trim() }));
    onClose();
  };
  const changeUse = async (inUse: 0 | 1) => {
    const reply = await use.run({ zoneId: zone?.id, inUse });
    if (reply.state !== 'rejected') onClose();
  };
  return (
    <FormDialog
      title={t(zone ? 'inventory.places.zoneTitle' : 'inventory.places.newZone')}
      okText={t('inventory.places.save')}
      isReady={isWhole}
      isBusy={save.running}
      onDone={() => void done()}
      onClose={onClose}
    >
      <DialogField id={`${id}-code`} label={t('inventory.places.code')}>
        <Input
          id={`${id}-code`}
          autoFocus
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </DialogField>
      <DialogField id={`${id}-name`} label={t('inventory.places.name')}>
        <Input id={`${id}-name`} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      </DialogField>
      <DialogField id={`${id}-kind`} label={t('inventory.places.kind')}>
        <Select<Kind>
          id={`${id}-kind`}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`inventory.places.kinds.${value}`) }))}
          onChange={setKind}
        />
      </DialogField>
      <p className="text-3">{t(`inventory.places.kindTexts.${kind}`)}</p>
      {zone?.isOutOfUse !== undefined ? (
        <ActionButton
          label={t(zone.isOutOfUse ? 'inventory.places.openAction' : 'inventory.places.outOfUseAction')}
          loading={use.running}
          onRun={() => void changeUse(zone.isOutOfUse ? 1 : 0)}
        />
      ) : null}
    </FormDialog>
  );
}
