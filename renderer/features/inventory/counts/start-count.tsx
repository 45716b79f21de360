import { Radio, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountableRow, GoodsToCount } from '#shared/domains/inventory/queries/goods-to-count.ts';
import { bridge } from '../../../app/bridge.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { runQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DialogField, FormDialog } from '../../../ui/form-dialog.tsx';
import { Picker } from '../../../ui/picker.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { useWorkWarehouse } from '../../../ui/use-work-warehouse.ts';
import '../documents/documents.css';

interface Zone {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

const parts = ['all', 'zone', 'chosen'] as const;
type Part = (typeof parts)[number];

/** Which part of which warehouse is counted: all of it, a zone, or goods that are chosen here. */
export function StartCount({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const company = useCompany();
  const command = useCommand('inventory.startCount');
  const [part, setPart] = useState<Part>('all');
  const [chosenZone, setZoneId] = useState<string | null>(null);
  const [products, setProducts] = useState<readonly CountableRow[]>([]);
  const { warehouseId, choose } = useWorkWarehouse();
  const warehouse = company?.warehouses.find((each) => each.id === warehouseId)?.name ?? '';
  const [stranger, setStranger] = useState<GoodsToCount['stranger']>(null);
  const zones = useQuery<Zone[]>(
    'inventory.zonesToCount',
    { warehouseId: warehouseId ?? '' },
    { enabled: warehouseId !== null },
  );
  const hasZones = (zones.data?.length ?? 0) > 0;
  const zoneId = part === 'zone' ? (chosenZone ?? zones.data?.[0]?.id ?? null) : null;
  const isWhole =
    warehouseId !== null && (part === 'zone' ? zoneId !== null : part === 'chosen' ? products.length > 0 : true);
  const start = async () => {
    if (!isWhole) return;
    const [countId = ''] = await bridge().newIds(1);
    const number = await bridge().nextNumber('count');
    const productIds = part === 'chosen' ? products.map((product) => product.id) : null;
    const reply = await command.run({ countId, number, warehouseId, basis: part, zoneId, productIds, note: null });
    if (reply.state === 'rejected') return;
    onClose();
    openTab('stockCount', { countId });
  };
  return (
    <FormDialog
      title={t('inventory.counts.new')}
      okText={t('inventory.counts.start')}
      isReady={isWhole}
      isBusy={command.running}
      onDone={() => void start()}
      text={t('inventory.counts.newText')}
      onClose={onClose}
    >
      <DialogField id={`${id}-warehouse`} label={t('inventory.stock.warehouse')}>
        <Select<string>
          id={`${id}-warehouse`}
          autoFocus
          popupMatchSelectWidth={false}
          {...(warehouseId === null ? {} : { value: warehouseId })}
          options={(company?.warehouses ?? []).map(({ id: value, name }) => ({ value, label: name }))}
          onChange={(value) => {
            choose(value);
            setZoneId(null);
            setProducts([]);
            // Another warehouse has other zones, or none.
            if (part === 'zone') setPart('all');
          }}
        />
      </DialogField>
      <DialogField id={`${id}-part`} label={t('inventory.counts.basis')}>
        <Radio.Group
          id={`${id}-part`}
          aria-label={t('inventory.counts.basis')}
          optionType="button"
          value={part}
          options={parts.map((value) => ({
            value,
            label: t(`inventory.counts.bases.${value}`),
            disabled: value === 'zone' && !hasZones,
          }))}
          onChange={(event) => setPart(event.target.value)}
        />
      </DialogField>
      {zones.data && !hasZones ? <p className="text-2">{t('inventory.counts.noZones', { warehouse })}</p> : null}
      {part === 'zone' && zones.data && zoneId !== null ? (
        <DialogField id={`${id}-zone`} label={t('inventory.counts.zone')}>
          <Select<string>
            id={`${id}-zone`}
            popupMatchSelectWidth={false}
            value={zoneId}
            options={zones.data.map((zone) => ({ value: zone.id, label: `${zone.code} ${zone.name}` }))}
            onChange={setZoneId}
          />
        </DialogField>
      ) : null}
      {part === 'chosen' ? (
        <>
          <Picker<CountableRow>
            label={t('inventory.counts.chooseProducts')}
            placeholder={t('inventory.counts.chooseProducts')}
            search={async (typed) => {
              const found = await runQuery<GoodsToCount>('inventory.goodsToCount', { search: typed, warehouseId });
              setStranger(found.stranger);
              return found.rows;
            }}
            itemKey={(product) => product.id}
            renderItem={(product) => (
              <>
                <span>{product.code}</span>
                <strong>{product.name}</strong>
              </>
            )}
            onPick={(product) => {
              if (!products.some((each) => each.id === product.id)) setProducts([...products, product]);
            }}
            noHits={
              stranger === null ? t('inventory.stock.none') : t('inventory.counts.stranger', { ...stranger, warehouse })
            }
          />
          {products.map((product) => (
            <p key={product.id} className="document-bar">
              <span>{product.code}</span>
              <strong>{product.name}</strong>
              <ActionButton
                label={t('inventory.documents.remove')}
                onRun={() => setProducts(products.filter((each) => each.id !== product.id))}
              />
            </p>
          ))}
        </>
      ) : null}
    </FormDialog>
  );
}
