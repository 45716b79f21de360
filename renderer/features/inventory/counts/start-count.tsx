import { Modal, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { bridge } from '../../../app/bridge.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { runQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Picker } from '../../../ui/picker.tsx';
import { useCompany } from '../../../ui/use-company.ts';
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
  const [chosen, setChosen] = useState<string | null>(null);
  const [zoneId, setZoneId] = useState<string | null>(null);
  const [products, setProducts] = useState<readonly ProductListRow[]>([]);
  const warehouseId = chosen ?? company?.warehouses[0]?.id ?? null;
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
    <Modal
      open
      centered
      width="var(--dialog)"
      title={t('inventory.counts.new')}
      okText={t('inventory.counts.start')}
      cancelText={t('inventory.documents.cancel')}
      okButtonProps={{ disabled: warehouseId === null, loading: command.running }}
      onOk={() => void start()}
      onCancel={onClose}
    >
      <p className="text-2">{t('inventory.counts.newText')}</p>
      <div className="document-fields">
        <span className="document-field">
          <label htmlFor={`${id}-warehouse`}>{t('inventory.stock.warehouse')}</label>
          <Select<string>
            id={`${id}-warehouse`}
            autoFocus
            popupMatchSelectWidth={false}
            {...(warehouseId === null ? {} : { value: warehouseId })}
            options={(company?.warehouses ?? []).map(({ id: value, name }) => ({ value, label: name }))}
            onChange={(value) => {
              setChosen(value);
              setZoneId(null);
            }}
          />
        </span>
        {zones.data && zones.data.length > 0 ? (
          <span className="document-field">
            <label htmlFor={`${id}-zone`}>{t('inventory.counts.zone')}</label>
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
          </span>
        ) : null}
      </div>
      <Picker<ProductListRow>
        label={t('inventory.counts.onlyProducts')}
        placeholder={t('inventory.counts.onlyProducts')}
        search={async (typed) => {
          const args = { search: typed, warehouseId, withDiscontinued: true, filter: null, cursor: null, limit: 8 };
          return (await runQuery<Page<ProductListRow>>('inventory.productList', args)).rows;
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
        noHits={t('inventory.stock.none')}
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
    </Modal>
  );
}
