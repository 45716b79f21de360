import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { QuotaRow } from '#shared/domains/inventory/queries/stock-flags.ts';
import type { DriverRow } from '#shared/domains/inventory/queries/tours.ts';
import { formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
import { bridge } from '../../../app/bridge.ts';
import { useSession } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { DateTime, Quantity } from '../../../ui/format.tsx';
import { Note } from '../../../ui/page.tsx';
import { ProductPicker } from '../../../ui/product-picker.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { useWorkWarehouse } from '../../../ui/use-work-warehouse.ts';
import { ANY_DEVICE, firstChoice, warningOf } from './device-choice.ts';
import { DeviceField } from './device-field.tsx';
import { useTellQuota } from './tell-quota.ts';
import { useHolderDevices } from './use-holder-devices.ts';
import { useKnownDevices } from './use-known-devices.ts';
import '../way-out/shipment.css';

const SCALE = 4;

function quantityOf(typed: string): number | null {
  const quantity = parseDecimal(typed, SCALE);
  return quantity !== null && quantity > 0 ? quantity : null;
}

interface GrantDialogProps {
  /** What stands in it at first; left out: nothing. */
  readonly given?: {
    readonly userId: string;
    readonly product: ProductListRow | null;
    readonly warehouseId: string;
    readonly quantity: string;
    readonly validUntil: string | null;
    readonly deviceCode: string | null;
  };
  readonly onClose: () => void;
}

/** Holds stock back for one person: whose, what, how much, until when. */
export function GrantDialog({ given, onClose }: GrantDialogProps): ReactNode {
  const { t } = useTranslation();
  const dayFormats = useDayFormats();
  const id = useId();
  const company = useCompany();
  const people = useQuery<DriverRow[]>('inventory.drivers', {}).data ?? [];
  const { run, running } = useCommand('inventory.grantQuota');
  const tell = useTellQuota();
  const [userId, setUserId] = useState<string | null>(given?.userId ?? null);
  const [product, setProduct] = useState<ProductListRow | null>(given?.product ?? null);
  const [typed, setTyped] = useState(given?.quantity ?? '');
  const [validUntil, setValidUntil] = useState<string | null>(given?.validUntil ?? null);
  const work = useWorkWarehouse();
  const [chosenId, setChosenId] = useState<string | null>(given?.warehouseId ?? null);
  const warehouseId = chosenId ?? work.warehouseId;
  const choose = (id: string) => {
    setChosenId(null);
    work.choose(id);
  };
  // Whose computer was chosen: of another person it is another.
  const [chosenDevice, setChosenDevice] = useState(
    given && given.deviceCode !== null ? { userId: given.userId as string | null, code: given.deviceCode } : null,
  );
  const known = useKnownDevices(userId);
  const deviceCode = chosenDevice?.userId === userId ? chosenDevice.code : userId === null ? null : firstChoice(known);
  const isDevice = deviceCode !== null && warningOf(deviceCode, known) !== 'notTheirs';
  const personName = people.find((each) => each.id === userId)?.name ?? '';
  const quantity = quantityOf(typed);
  const isWhole = userId !== null && warehouseId !== null && product !== null && quantity !== null && isDevice;
  const grant = async () => {
    if (!isWhole || running) return;
    const [quotaId = ''] = await bridge().newIds(1);
    const held = { userId, deviceCode: deviceCode === ANY_DEVICE ? null : deviceCode };
    const reply = await run({ quotaId, ...held, warehouseId, productId: product.id, quantity, validUntil });
    if (reply.state === 'rejected') return;
    const told = {
      person: personName,
      ...{ product: product.name, quantity, unit: product.unit },
    };
    tell.given(told, quotaId);
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.quotas.grantTitle')}
      okText={t('inventory.quotas.save')}
      isReady={isWhole}
      isBusy={running}
      onDone={() => void grant()}
      text={t('inventory.quotas.grantText')}
      onClose={onClose}
    >
      <DialogField id={`${id}person`} label={t('inventory.quotas.person')}>
        <Select<string>
          id={`${id}person`}
          autoFocus
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('inventory.quotas.choosePerson')}
          {...(userId === null ? {} : { value: userId })}
          options={people.map(({ id: value, name }) => ({ value, label: name }))}
          onChange={setUserId}
        />
      </DialogField>
      <DeviceField
        person={personName}
        known={known}
        chosen={deviceCode}
        onChoose={(code) => setChosenDevice({ userId, code })}
      />
      <DialogField id={`${id}warehouse`} label={t('inventory.stock.warehouse')}>
        <Select<string>
          id={`${id}warehouse`}
          {...(warehouseId === null ? {} : { value: warehouseId })}
          options={(company?.warehouses ?? []).map(({ id: value, name }) => ({ value, label: name }))}
          onChange={choose}
        />
      </DialogField>
      <DialogField id={`${id}product`} label={t('inventory.quotas.product')}>
        <ProductPicker
          id={`${id}product`}
          label={t('inventory.quotas.product')}
          value={product === null ? '' : `${product.code} ${product.name}`}
          placeholder={t('inventory.quotas.chooseProduct')}
          warehouseId={warehouseId}
          aside={(each) => <Quantity value={each.onHand} unit={each.unit} />}
          onPick={setProduct}
          noHits={t('inventory.stock.none')}
        />
      </DialogField>
      <DialogField id={`${id}quantity`} label={t('inventory.quotas.quantity')}>
        <Input
          id={`${id}quantity`}
          aria-label={t('inventory.quotas.quantity')}
          status={typed === '' || quantity !== null ? '' : 'error'}
          suffix={product?.unit}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </DialogField>
      <DialogField id={`${id}until`} label={t('inventory.quotas.validUntil')}>
        <DatePicker
          format={dayFormats}
          id={`${id}until`}
          placeholder={t('inventory.quotas.noEnd')}
          value={validUntil === null ? null : dayjs(validUntil)}
          onChange={(day) => setValidUntil(day ? day.format('YYYY-MM-DD') : null)}
        />
      </DialogField>
    </FormDialog>
  );
}

interface GiveBackProps {
  readonly quota: QuotaRow;
  readonly onClose: () => void;
}

/**
 * Gives back what is left of a quota, or part of it. Whoever is not its holder is told what they take: the holder may have
 * promised it where nobody hears of it.
 */
export function GiveBackDialog({ quota, onClose }: GiveBackProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const { run, running } = useCommand('inventory.giveBackQuota');
  const tell = useTellQuota();
  const [typed, setTyped] = useState(formatDecimal(quota.left, SCALE));
  const userId = useSession(({ session }) => (session?.state === 'signedIn' ? session.user.id : null));
  const isOwn = quota.userId === userId;
  const devices = useHolderDevices(quota.userId);
  const held = devices?.filter(({ code, formerCodes }) =>
    quota.deviceCode === null ? true : [code, ...formerCodes].includes(quota.deviceCode),
  );
  const quantity = quantityOf(typed);
  const isGood = quantity !== null && quantity <= quota.left;
  const giveBack = async () => {
    if (!isGood || running) return;
    const some = quantity === quota.left ? null : quantity;
    const reply = await run({ quotaId: quota.id, quantity: some, withoutHolder: !isOwn });
    if (reply.state === 'rejected') return;
    // Meanwhile its holder may have used some: what came back is what the command says.
    const { given = quantity } = (reply.result ?? {}) as { readonly given?: number };
    tell.givenBack({ product: quota.productName, unit: quota.unit, quantity: given }, quota, given);
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.quotas.giveBackTitle', { product: quota.productName })}
      okText={t(`inventory.quotas.${isOwn ? 'giveBack' : 'takeBack'}`)}
      danger={!isOwn}
      isReady={isGood}
      isBusy={running}
      onDone={() => void giveBack()}
      onClose={onClose}
    >
      <p className="text-2">
        {t('inventory.quotas.giveBackText', { person: quota.userName, left: quota.left, unit: quota.unit })}
      </p>
      {isOwn ? null : (
        <Note tone="wait" title={t('inventory.quotas.withoutHolder', { person: quota.userName })}>
          {t('inventory.quotas.withoutHolderText', { person: quota.userName })}
          {held?.map(({ deviceId, code, name, lastContactAt, waiting }) => (
            <div key={deviceId}>
              {t('inventory.quotas.lastHeard', { device: `${code} ${name}` })} <DateTime value={lastContactAt} />{' '}
              {waiting === null ? null : t('inventory.quotas.waiting', { count: waiting })}
            </div>
          ))}
        </Note>
      )}
      <DialogField id={`${id}quantity`} label={t('inventory.quotas.quantity')}>
        <Input
          id={`${id}quantity`}
          aria-label={t('inventory.quotas.quantity')}
          autoFocus
          status={isGood ? '' : 'error'}
          suffix={quota.unit}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </DialogField>
    </FormDialog>
  );
}
