import { Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ZoneRow } from '#shared/domains/inventory/queries/places.ts';
import { PLACES_LIMIT_ROWS } from '#shared/domains/inventory/rules/location-limits.ts';
import { expandPattern } from '#shared/domains/inventory/rules/location-pattern.ts';
import { bridge } from '../../../app/bridge.ts';
import { sayDone } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import './places.css';

interface MakePlacesProps {
  readonly warehouseId: string;
  readonly zones: readonly ZoneRow[];
  readonly zoneId: string;
  readonly onClose: () => void;
}

/** Racks at once: from the first code to the last, with all between them. */
export function MakePlaces({ warehouseId, zones, zoneId, onClose }: MakePlacesProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const command = useCommand('inventory.saveLocations');
  const [zone, setZone] = useState(zoneId);
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const codes = first.trim() === '' ? [] : expandPattern(first.trim(), last.trim() === '' ? first.trim() : last.trim());
  const count = codes?.length ?? 0;
  const make = async () => {
    if (!codes || count === 0 || command.running) return;
    for (let from = 0; from < count; from += PLACES_LIMIT_ROWS) {
      const part = codes.slice(from, from + PLACES_LIMIT_ROWS);
      const ids = await bridge().newIds(part.length);
      const locations = part.map((code, at) => ({ id: ids[at], code }));
      const reply = await command.run({ warehouseId, zoneId: zone, locations });
      if (reply.state === 'rejected') return;
    }
    sayDone(() => t('inventory.places.made', { count }));
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.places.make')}
      okText={t('inventory.places.makeCount', { count })}
      isReady={count > 0}
      isBusy={command.running}
      onDone={() => void make()}
      text={t('inventory.places.makeText')}
      onClose={onClose}
    >
      <DialogField id={`${id}-zone`} label={t('inventory.places.zone')}>
        <Select<string>
          id={`${id}-zone`}
          value={zone}
          options={zones.map((each) => ({ value: each.id, label: `${each.code} ${each.name}` }))}
          onChange={setZone}
        />
      </DialogField>
      <DialogField id={`${id}-first`} label={t('inventory.places.first')}>
        <Input
          id={`${id}-first`}
          autoFocus
          maxLength={30}
          placeholder={t('inventory.places.firstSample')}
          value={first}
          onChange={(event) => setFirst(event.target.value)}
          onPressEnter={() => document.getElementById(`${id}-last`)?.focus()}
        />
      </DialogField>
      <DialogField id={`${id}-last`} label={t('inventory.places.last')}>
        <Input
          id={`${id}-last`}
          maxLength={30}
          placeholder={t('inventory.places.lastSample')}
          status={codes === null ? 'error' : ''}
          value={last}
          onChange={(event) => setLast(event.target.value)}
        />
      </DialogField>
      <p className={codes === null ? 'stock-out' : 'text-3'} role="status">
        {codes === null
          ? t('inventory.places.noPattern')
          : count === 0
            ? t('inventory.places.patternHelp')
            : t('inventory.places.patternCount', { count, first: codes[0], last: codes.at(-1) })}
      </p>
    </FormDialog>
  );
}
