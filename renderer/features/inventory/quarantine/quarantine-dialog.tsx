import { AutoComplete, Input, Radio, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PutAwayAdvice } from '#shared/domains/inventory/queries/put-away.ts';
import type { KnownSupplier, QuarantinedGoods } from '#shared/domains/inventory/queries/quarantined-goods.ts';
import { formatDecimal, parseDecimal } from '#shared/kernel/money.ts';
import { bridge } from '../../../app/bridge.ts';
import { notify } from '../../../app/notices.ts';
import { nowAtOffice } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import type { ScrapAsked } from '../scrap/scrap-dialog.tsx';
import { useWarehouseName } from '../trace/use-warehouse-name.ts';
import '../documents/documents.css';
import '../way-out/shipment.css';

interface QuarantineDialogProps {
  readonly asked: ScrapAsked;
  readonly onClose: () => void;
}

const SCALE = 4;
/** A reason that says something. */
const REASON_LETTERS = 2;
/** Freed goods that lie at no place wait to be put away. */
const NO_PLACE = '';
const ways = ['free', 'sendBack'] as const;

/** What becomes of goods that are set apart: they may be sold again, or go back to whom they came from. Both are facts. */
export function QuarantineDialog({ asked, onClose }: QuarantineDialogProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const nameOf = useWarehouseName();
  const { data, refusal, refetch } = useQuery<readonly QuarantinedGoods[]>('inventory.quarantinedGoods', { ...asked });
  const free = useCommand('inventory.freeQuarantine');
  const sendBack = useCommand('inventory.sendBack');
  const [way, setWay] = useState<(typeof ways)[number]>('free');
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [place, setPlace] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const heap = data?.find((each) => each.id === chosen) ?? data?.[0];
  const isPiece = heap?.serialId != null;
  const quantity = isPiece ? (heap?.quarantined ?? null) : parseDecimal(typed ?? '', SCALE);
  const isTooMuch = heap !== undefined && quantity !== null && quantity > heap.quarantined;
  const places = usePlaces(heap, way === 'free');
  const toPlace = place ?? places[0]?.value ?? NO_PLACE;
  const suppliers = useQuery<readonly KnownSupplier[]>(
    'inventory.suppliersOfReceipts',
    { warehouseId: heap?.warehouseId ?? '' },
    { enabled: heap !== undefined && way === 'sendBack' },
  );
  const supplierName = (said ?? heap?.supplierName ?? '').trim();
  const isNamed = way === 'free' || supplierName !== '';
  const isWhole =
    heap !== undefined &&
    quantity !== null &&
    quantity > 0 &&
    !isTooMuch &&
    isNamed &&
    reason.trim().length >= REASON_LETTERS;
  const textOf = (each: QuarantinedGoods) =>
    [
      asked.productId === null ? each.productName : null,
      nameOf(each.warehouseId),
      each.locationCode ?? t('inventory.scrap.noPlace'),
      each.serialCode ?? each.lotCode,
      `${formatDecimal(each.quarantined, SCALE)} ${each.unit}`,
    ]
      .filter(Boolean)
      .join(' · ');
  const settle = async () => {
    if (!isWhole || free.running || sendBack.running) return;
    const at = nowAtOffice();
    const { productId, productName: product, unit, warehouseId, lotId, serialId, locationId } = heap;
    const goods = { productId, lotId, serialId, quantity };
    if (way === 'free') {
      const [freeId = '', outId = '', inId = ''] = await bridge().newIds(3);
      const where = { fromLocationId: locationId, toLocationId: toPlace === NO_PLACE ? null : toPlace };
      const lines = [{ outId, inId, ...goods, ...where }];
      const reply = await free.run({ freeId, warehouseId, freedAt: at, reason: reason.trim(), lines });
      if (reply.state === 'rejected') return;
      notify({ tone: 'done', title: () => t('inventory.quarantine.freed', { product, quantity, unit }) });
    } else {
      const [[receiptId = '', lineId = ''], number] = await Promise.all([
        bridge().newIds(2),
        bridge().nextNumber('receipt'),
      ]);
      const known = suppliers.data?.find((each) => each.supplierName === supplierName);
      const supplierId = known?.supplierId ?? (heap.supplierName === supplierName ? heap.supplierId : null);
      const lines = [{ id: lineId, ...goods, locationId }];
      const to = { warehouseId, supplierId, supplierName };
      const reply = await sendBack.run({ receiptId, number, ...to, sentAt: at, reason: reason.trim(), lines });
      if (reply.state === 'rejected') return;
      notify({
        tone: 'done',
        title: () => t('inventory.quarantine.sentBack', { product, quantity, unit, supplier: supplierName }),
      });
      openTab('receipt', { receiptId });
    }
    onClose();
  };
  return (
    <FormDialog
      title={t('inventory.quarantine.title')}
      okText={t(`inventory.quarantine.ways.${way}`)}
      isReady={isWhole}
      isBusy={free.running || sendBack.running}
      onDone={() => void settle()}
      onClose={onClose}
    >
      <QueryFailed refusal={refusal} onRetry={refetch} />
      <p className="text-2">{t(`inventory.quarantine.${data?.length === 0 ? 'nothing' : `texts.${way}`}`)}</p>
      <Radio.Group
        aria-label={t('inventory.quarantine.what')}
        optionType="button"
        value={way}
        options={ways.map((value) => ({ value, label: t(`inventory.quarantine.ways.${value}`) }))}
        onChange={(event) => setWay(event.target.value)}
      />
      <DialogField id={`${id}source`} label={t('inventory.quarantine.source')}>
        <Select<string>
          id={`${id}source`}
          showSearch={{ optionFilterProp: 'label' }}
          {...(heap ? { value: heap.id } : {})}
          options={(data ?? []).map((each) => ({ value: each.id, label: textOf(each) }))}
          onChange={(next) => {
            setChosen(next);
            setPlace(null);
            setSaid(null);
          }}
        />
      </DialogField>
      <DialogField id={`${id}quantity`} label={t('inventory.scrap.quantity')}>
        <Input
          id={`${id}quantity`}
          autoFocus
          inputMode="decimal"
          disabled={isPiece}
          value={isPiece ? '1' : (typed ?? '')}
          status={isTooMuch ? 'error' : ''}
          suffix={heap?.unit}
          onChange={(event) => setTyped(event.target.value)}
        />
      </DialogField>
      {isTooMuch ? (
        <p role="alert">{t('inventory.quarantine.tooMuch', { quantity: heap.quarantined, unit: heap.unit })}</p>
      ) : null}
      {way === 'free' ? (
        <DialogField id={`${id}place`} label={t('inventory.quarantine.place')}>
          <Select<string> id={`${id}place`} value={toPlace} options={places} onChange={setPlace} />
        </DialogField>
      ) : (
        <DialogField id={`${id}supplier`} label={t('inventory.receipts.supplier')}>
          <AutoComplete<string>
            id={`${id}supplier`}
            value={said ?? heap?.supplierName ?? ''}
            maxLength={200}
            showSearch={{ filterOption: (input, option) => String(option?.value).includes(input) }}
            options={(suppliers.data ?? []).map((each) => ({ value: each.supplierName }))}
            onChange={setSaid}
          />
        </DialogField>
      )}
      <DialogField id={`${id}reason`} label={t('inventory.documents.reason')}>
        <Input id={`${id}reason`} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </DialogField>
    </FormDialog>
  );
}

/** Where freed goods may lie: where they are, unless that is for goods set apart alone; to be put away; by suggestion. */
function usePlaces(heap: QuarantinedGoods | undefined, isAsked: boolean): { value: string; label: string }[] {
  const { t } = useTranslation();
  const { warehouseId = '', productId = '', lotId = null } = heap ?? {};
  const { data } = useQuery<PutAwayAdvice>(
    'inventory.putAwayAdvice',
    { warehouseId, productId, lotId },
    { enabled: heap !== undefined && isAsked },
  );
  const stays =
    heap?.locationId != null && !heap.isApart ? [{ id: heap.locationId, code: heap.locationCode ?? '' }] : [];
  const advised = (data?.suggestions ?? [])
    .filter(({ why, locationId }) => why !== 'apart' && locationId !== heap?.locationId)
    .map(({ locationId, code }) => ({ id: locationId, code }));
  return [
    ...stays.map(({ id, code }) => ({ value: id, label: t('inventory.quarantine.stays', { place: code }) })),
    { value: NO_PLACE, label: t('inventory.quarantine.toBePutAway') },
    ...advised.map(({ id, code }) => ({ value: id, label: code })),
  ];
}
