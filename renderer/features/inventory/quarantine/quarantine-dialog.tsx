import { AutoComplete, Radio, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PutAwayAdvice } from '#shared/domains/inventory/queries/put-away.ts';
import type { KnownSupplier, QuarantinedGoods } from '#shared/domains/inventory/queries/quarantined-goods.ts';
import { bridge } from '../../../app/bridge.ts';
import { nowAtOffice } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { HeapFields, type HeapsAsked, useHeapChoice } from '../documents/choose-heap.tsx';
import { useTellSettled } from './tell-settled.ts';
import '../documents/documents.css';
import '../way-out/shipment.css';

interface QuarantineDialogProps {
  readonly asked: HeapsAsked;
  readonly onClose: () => void;
}

/** Freed goods that lie at no place wait to be put away. */
const NO_PLACE = '';
const ways = ['free', 'sendBack'] as const;

/** What becomes of goods that are set apart: they may be sold again, or go back to whom they came from. Both are facts. */
export function QuarantineDialog({ asked, onClose }: QuarantineDialogProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const choice = useHeapChoice<QuarantinedGoods>('inventory.quarantinedGoods', asked, (each) => each.quarantined);
  const free = useCommand('inventory.freeQuarantine');
  const sendBack = useCommand('inventory.sendBack');
  const tell = useTellSettled();
  const [way, setWay] = useState<(typeof ways)[number]>('free');
  const [said, setSaid] = useState<string | null>(null);
  const [place, setPlace] = useState<string | null>(null);
  const { heap, whole } = choice;
  const places = usePlaces(heap, way === 'free');
  const toPlace = place ?? places[0]?.value ?? NO_PLACE;
  const suppliers = useQuery<readonly KnownSupplier[]>(
    'inventory.suppliersOfReceipts',
    { warehouseId: heap?.warehouseId ?? '' },
    { enabled: heap !== undefined && way === 'sendBack' },
  );
  const supplierName = (said ?? heap?.supplierName ?? '').trim();
  const isReady = whole !== null && (way === 'free' || supplierName !== '');
  const isBusy = free.running || sendBack.running;
  const settle = async () => {
    if (!isReady || isBusy) return;
    const { quantity, reason, heap: goods } = whole;
    const { productName: product, unit } = goods;
    const told = { product, quantity, unit };
    if (way === 'free') {
      const freed = await freeIt(goods, quantity, reason);
      if (freed === null) return;
      tell.freed(told, { goods, quantity, toLocationId: freed });
    } else {
      const receiptId = await sendItBack(goods, quantity, reason);
      if (receiptId === null) return;
      tell.sentBack({ ...told, supplier: supplierName }, receiptId);
      openTab('receipt', { receiptId });
    }
    onClose();
  };
  /** @returns where it lies now, '' for no place; null: it was refused */
  const freeIt = async (goods: QuarantinedGoods, quantity: number, reason: string): Promise<string | null> => {
    const { productId, warehouseId, lotId, serialId, locationId: fromLocationId } = goods;
    const [freeId, outId, inId] = await bridge().newIds(3);
    const where = { fromLocationId, toLocationId: toPlace === NO_PLACE ? null : toPlace };
    const lines = [{ outId, inId, productId, lotId, serialId, quantity, ...where }];
    const reply = await free.run({ freeId, warehouseId, freedAt: nowAtOffice(), reason, lines });
    return reply.state === 'rejected' ? null : toPlace;
  };
  /** @returns its paper's id; null: it was refused */
  const sendItBack = async (goods: QuarantinedGoods, quantity: number, reason: string): Promise<string | null> => {
    const { productId, warehouseId, lotId, serialId, locationId } = goods;
    const [[receiptId = '', lineId], number] = await Promise.all([bridge().newIds(2), bridge().nextNumber('receipt')]);
    const known = suppliers.data?.find((each) => each.supplierName === supplierName);
    const supplierId = known?.supplierId ?? (goods.supplierName === supplierName ? goods.supplierId : null);
    const lines = [{ id: lineId, productId, lotId, serialId, quantity, locationId }];
    const to = { warehouseId, supplierId, supplierName };
    const reply = await sendBack.run({ receiptId, number, ...to, sentAt: nowAtOffice(), reason, lines });
    return reply.state === 'rejected' ? null : receiptId;
  };
  return (
    <FormDialog
      title={t('inventory.quarantine.title')}
      okText={t(`inventory.quarantine.ways.${way}`)}
      isReady={isReady}
      isBusy={isBusy}
      onDone={() => void settle()}
      onClose={onClose}
    >
      {choice.failed}
      <p className="text-2">{t(`inventory.quarantine.${choice.heaps?.length === 0 ? 'nothing' : `texts.${way}`}`)}</p>
      <Radio.Group
        aria-label={t('inventory.quarantine.what')}
        optionType="button"
        value={way}
        options={ways.map((value) => ({ value, label: t(`inventory.quarantine.ways.${value}`) }))}
        onChange={(event) => setWay(event.target.value)}
      />
      <HeapFields<QuarantinedGoods>
        choice={choice}
        sourceLabel={t('inventory.quarantine.source')}
        tooMuchKey="inventory.quarantine.tooMuch"
        onChoose={() => {
          setPlace(null);
          setSaid(null);
        }}
        whereTo={
          way === 'free' ? (
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
          )
        }
      />
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
