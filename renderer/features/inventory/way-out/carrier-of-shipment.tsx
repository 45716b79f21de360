/** Who carries a shipment and under which numbers: said or corrected after it has left. */
import { Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShipmentDocument } from '#shared/domains/inventory/queries/shipments.ts';
import type { Row } from '#shared/kernel/table.ts';
import { notify } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';

const LONGEST = 60;
const NOBODY = 'fetched';

interface CarrierOfShipmentProps {
  readonly document: Pick<ShipmentDocument, 'head' | 'parcels'>;
  readonly onClose: () => void;
}

export function CarrierOfShipment({ document: { head, parcels }, onClose }: CarrierOfShipmentProps): ReactNode {
  const { t } = useTranslation();
  const { run, running } = useCommand('inventory.nameCarrier');
  const field = useId();
  const carriers = useQuery<Row<'carriers'>[]>('inventory.carriers', {}).data ?? [];
  const [carrierId, setCarrierId] = useState(head.carrierId);
  const [number, setNumber] = useState(head.trackingNumber ?? '');
  const [own, setOwn] = useState<Readonly<Record<string, string>>>({});
  // One that is out of use by now is offered where it was named.
  const isListed = carrierId === null || carriers.some(({ id }) => id === carrierId);
  const options = [
    { value: NOBODY, label: t('inventory.work.pack.fetched') },
    ...carriers.map(({ id, name }) => ({ value: id, label: name })),
    ...(isListed ? [] : [{ value: carrierId, label: head.carrierName ?? '' }]),
  ];
  const save = async () => {
    const changed = parcels.flatMap(({ id, trackingNumber }) => {
      const said = own[id]?.trim();
      return said === undefined || said === (trackingNumber ?? '')
        ? []
        : [{ parcelId: id, trackingNumber: said === '' ? null : said }];
    });
    const trackingNumber = number.trim() === '' ? null : number.trim();
    const reply = await run({ shipmentId: head.id, carrierId, trackingNumber, parcels: changed });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('inventory.shipments.carrierNamed', { number: head.number }) });
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.shipments.nameCarrierTitle', { number: head.number })}
      okText={t('inventory.shipments.saveCarrier')}
      isBusy={running}
      onDone={() => void save()}
      onClose={onClose}
    >
      <DialogField id={`${field}carrier`} label={t('inventory.shipments.carrier')}>
        <Select<string>
          id={`${field}carrier`}
          showSearch={{ optionFilterProp: 'label' }}
          value={carrierId ?? NOBODY}
          options={options}
          onChange={(chosen) => setCarrierId(chosen === NOBODY ? null : chosen)}
        />
      </DialogField>
      <DialogField id={`${field}number`} label={t('inventory.work.pack.trackingNumber')}>
        <Input
          id={`${field}number`}
          autoFocus
          maxLength={LONGEST}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
      </DialogField>
      {parcels.length < 2
        ? null
        : parcels.map(({ id, code, trackingNumber }) => (
            <DialogField key={id} id={`${field}${id}`} label={code}>
              <Input
                id={`${field}${id}`}
                maxLength={LONGEST}
                placeholder={t('inventory.shipments.ownNumber')}
                value={own[id] ?? trackingNumber ?? ''}
                onChange={(event) => setOwn({ ...own, [id]: event.target.value })}
              />
            </DialogField>
          ))}
    </FormDialog>
  );
}
