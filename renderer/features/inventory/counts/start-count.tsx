import { Select } from 'antd';
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

/** Which part of which warehouse is counted: all of it, a zone, or what is picked here. */
export function StartCount({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const company = useCompany();
  const command = useCommand('inventory.startCount');
  const [zoneId, setZoneId] = useState<string | null>(null);
  const [products, setProducts] = useState<readonly CountableRow[]>([]);
  const { warehouseId, choose } = useWorkWarehouse();
  const warehouse = company?.warehouses.find((each) => each.id === warehouseId)?.name ?? '';
  const [stranger, setStranger] = useState<GoodsToCount['stranger']>(null);
  const zones = useQuery<Zone[]>(
    'inventory.zonesToCount',
    { warehouseId: warehouseId ?? '' },
    { enabled: warehouseId !== null },
  );
  const start = async () => {
    if (warehouseId === null) return;
    const [countId = ''] = await bridge().newIds(1);
    const number = await bridge().nextNumber('count');
    const basis = products.length > 0 ? 'chosen' : zoneId === null ? 'all' : 'zone';
    const productIds = products.length > 0 ? products.map((product) => product.id) : null;
    const reply = await command.run({ countId, number, warehouseId, basis, zoneId, productIds, note: null });
    if (reply.state === 'rejected') return;
    onClose();
    openTab('stockCount', { countId });
  };
  return (
    <FormDialog
      title={t('inventory.counts.new')}
      okText={t('inventory.counts.start')}
      isReady={warehouseId !== null}
      isBusy={command.running}
      okFirst
      onDone={() => void start()}
      text={t('inventory.counts.newText')}
      onClose={onClose}
    >
      <DialogField id={`${id}-warehouse`} label={t('inventory.stock.warehouse')}>
        <Select<string>
          id={`${id}-warehouse`}
          popupMatchSelectWidth={false}
          {...(warehouseId === null ? {} : { value: warehouseId })}
          options={(company?.warehouses ?? []).map(({ id: value, name }) => ({ value, label: name }))}
          onChange={(value) => {
            choose(value);
            setZoneId(null);
            setProducts([]);
          }}
        />
      </DialogField>
      {zones.data && zones.data.length > 0 ? (
        <DialogField id={`${id}-zone`} label={t('inventory.counts.zone')}>
          <Select<string>
            id={`${id}-zone`}
            popupMatchSelectWidth={false}
            value={zoneId ?? ''}
            options={[
              { value: '', label: t('inventory.counts.everywhere') },
              ...zones.data.map((zone) => ({ value: zone.id, label: `${zone.code} ${zone.name}` })),
            ]}
            onChange={(value) => setZoneId(value === '' ? null : value)}
          />
        </DialogField>
      ) : null}
      <Picker<CountableRow>
        label={t('inventory.counts.onlyProducts')}
        placeholder={t('inventory.counts.onlyProducts')}
        search={async (typed) => {
          const found = await runQuery<GoodsToCount>('inventory.goodsToCount', { search: typed, warehouseId });
          setStranger(found.stranger);
          return found.rows;
        }}
        itemKey={(product) => product.id}
        renderItem={(product) => (
          <span className="goods-hit">
            <span>{product.code}</span>
            <strong>{product.name}</strong>
          </span>
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
    </FormDialog>
  );
}
