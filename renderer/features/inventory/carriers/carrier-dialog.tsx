import { Checkbox, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { patternFault, trackingAddress } from './tracking-address.ts';
import '../way-out/shipment.css';

const EXAMPLE = 'SF1234567';

interface CarrierDialogProps {
  /** Null: a new one. */
  readonly carrier: Pick<Row<'carriers'>, 'id' | 'code' | 'name' | 'phone' | 'trackingUrl' | 'isOwn' | 'active'> | null;
  readonly onClose: () => void;
}

/** A carrier: who it is, and where its parcels are followed. */
export function CarrierDialog({ carrier, onClose }: CarrierDialogProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const { run, running } = useCommand('inventory.saveCarrier');
  const [code, setCode] = useState(carrier?.code ?? '');
  const [name, setName] = useState(carrier?.name ?? '');
  const [phone, setPhone] = useState(carrier?.phone ?? '');
  const [trackingUrl, setTrackingUrl] = useState(carrier?.trackingUrl ?? '');
  const [isOwn, setOwn] = useState(carrier?.isOwn === 1);
  const [isActive, setActive] = useState(carrier?.active !== 0);
  const fault = patternFault(trackingUrl);
  const isWhole = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u.test(code.trim()) && name.trim() !== '' && fault === null;
  const address = fault === null ? trackingAddress(trackingUrl.trim() || null, EXAMPLE) : null;
  const save = async () => {
    if (!isWhole || running) return;
    const [fresh = ''] = carrier ? [carrier.id] : await bridge().newIds(1);
    const said = { phone: phone.trim() || null, trackingUrl: trackingUrl.trim() || null };
    const args = { id: fresh, code: code.trim(), name: name.trim(), ...said, isOwn, active: isActive };
    const reply = await run(args);
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('inventory.carriers.saved', { name: args.name }) });
    onClose();
  };
  const text = (key: 'code' | 'name' | 'phone', value: string, put: (typed: string) => void, maxLength: number) => (
    <DialogField id={`${field}${key}`} label={t(`inventory.carriers.${key}`)}>
      <Input
        id={`${field}${key}`}
        autoFocus={key === 'code'}
        maxLength={maxLength}
        value={value}
        onChange={(event) => put(event.target.value)}
      />
    </DialogField>
  );
  return (
    <FormDialog
      title={t(carrier ? 'inventory.carriers.change' : 'inventory.carriers.new')}
      okText={t('inventory.carriers.save')}
      isReady={isWhole}
      isBusy={running}
      onDone={() => void save()}
      onClose={onClose}
    >
      {text('code', code, setCode, 20)}
      {text('name', name, setName, 200)}
      {text('phone', phone, setPhone, 40)}
      <DialogField id={`${field}url`} label={t('inventory.carriers.trackingUrl')}>
        <Input
          id={`${field}url`}
          maxLength={500}
          status={fault === null ? '' : 'error'}
          placeholder={t('inventory.carriers.placeholder')}
          value={trackingUrl}
          onChange={(event) => setTrackingUrl(event.target.value)}
        />
        <span
          className={fault === null ? 'text-3 small' : 'carrier-fault small'}
          role={fault === null ? undefined : 'alert'}
        >
          {fault === null
            ? address === null
              ? t('inventory.carriers.trackingHelp')
              : t('inventory.carriers.example', { address })
            : t(`inventory.carriers.${fault}`)}
        </span>
      </DialogField>
      <Checkbox checked={isOwn} onChange={(event) => setOwn(event.target.checked)}>
        {t('inventory.carriers.isOwn')}
      </Checkbox>
      <Checkbox checked={isActive} onChange={(event) => setActive(event.target.checked)}>
        {t('inventory.carriers.inUse')}
      </Checkbox>
    </FormDialog>
  );
}
