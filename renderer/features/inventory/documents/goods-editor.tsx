import { Input, Select } from 'antd';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { PurchaseUnitRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import { bridge } from '../../../app/bridge.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Quantity } from '../../../ui/format.tsx';
import type { PickerHandle } from '../../../ui/picker.tsx';
import { ProductPicker } from '../../../ui/product-picker.tsx';
import { useTypedRows } from '../../../ui/use-typed-rows.ts';
import { costOf, quantityOf, type WrittenLine } from './goods-lines.ts';
import './documents.css';

interface GoodsEditorProps {
  readonly lines: readonly WrittenLine[];
  readonly onChange: (lines: readonly WrittenLine[]) => void;
  /** Whose stock stands beside the hits. */
  readonly warehouseId: string | null;
  /** What one base unit costs is asked for, and seen. */
  readonly withCost: boolean;
  readonly withUnits: boolean;
}

/** Goods by line: found by code, name, pinyin or a scan; Enter goes from product to quantity and to the next line. */
export function GoodsEditor({ lines, onChange, warehouseId, withCost, withUnits }: GoodsEditorProps): ReactNode {
  const { t } = useTranslation();
  const picker = useRef<PickerHandle>(null);
  const productIds = useMemo(() => [...new Set(lines.map(({ productId }) => productId))].sort(), [lines]);
  const units = useQuery<PurchaseUnitRow[]>(
    'inventory.purchaseUnits',
    { productIds },
    { enabled: withUnits && productIds.length > 0 },
  );
  const { table, field, put, remove, ...written } = useTypedRows(lines, onChange);
  const add = async (product: ProductListRow) => {
    picker.current?.clear();
    const [id = ''] = await bridge().newIds(1);
    const { id: productId, code, name, unit: baseUnit } = product;
    const goods = { productId, code, name, baseUnit };
    written.add({ id, ...goods, unitId: null, ratio: 1, quantity: '1', cost: '' });
  };
  return (
    <div className="goods">
      <table ref={table} className="goods-table">
        <thead>
          <tr>
            <th scope="col">{t('inventory.stock.code')}</th>
            <th scope="col">{t('inventory.stock.product')}</th>
            <th scope="col" className="goods-figure">
              {t('inventory.documents.quantity')}
            </th>
            <th scope="col">{t('inventory.stock.unit')}</th>
            {withCost ? (
              <th scope="col" className="goods-figure">
                {t('inventory.documents.unitCost')}
              </th>
            ) : null}
            <th scope="col" aria-label={t('inventory.documents.remove')} />
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const own = (units.data ?? []).filter(({ productId }) => productId === line.productId);
            const base = quantityOf(line);
            return (
              <tr key={line.id}>
                <td>{line.code}</td>
                <td className="strong">{line.name}</td>
                <td className="goods-figure">
                  <Input
                    {...field(line.id)}
                    aria-label={t('inventory.documents.quantityOf', { product: line.name })}
                    status={base === null ? 'error' : ''}
                    value={line.quantity}
                    onChange={(event) => put(line.id, { quantity: event.target.value })}
                    onPressEnter={() => picker.current?.focus()}
                  />
                </td>
                <td>
                  {own.length === 0 ? (
                    line.baseUnit
                  ) : (
                    <span className="goods-unit">
                      <Select<string>
                        aria-label={t('inventory.stock.unit')}
                        popupMatchSelectWidth={false}
                        value={line.unitId ?? ''}
                        options={[
                          { value: '', label: line.baseUnit },
                          ...own.map(({ id, name, ratio }) => ({
                            value: id,
                            label: t('inventory.documents.unitOf', { name, ratio, unit: line.baseUnit }),
                          })),
                        ]}
                        onChange={(id) => {
                          const unit = own.find((each) => each.id === id);
                          put(line.id, { unitId: unit?.id ?? null, ratio: unit?.ratio ?? 1 });
                        }}
                      />
                      {line.unitId === null ? null : <Quantity value={base} unit={line.baseUnit} />}
                    </span>
                  )}
                </td>
                {withCost ? (
                  <td className="goods-figure">
                    <Input
                      aria-label={t('inventory.documents.unitCostOf', { product: line.name })}
                      status={costOf(line) === undefined ? 'error' : ''}
                      value={line.cost}
                      onChange={(event) => put(line.id, { cost: event.target.value })}
                      onPressEnter={() => picker.current?.focus()}
                    />
                  </td>
                ) : null}
                <td className="goods-figure">
                  <ActionButton label={t('inventory.documents.remove')} onRun={() => remove(line.id)} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <ProductPicker
        ref={picker}
        className="goods-picker"
        label={t('inventory.documents.addProduct')}
        placeholder={t('inventory.documents.addProduct')}
        autoFocus
        warehouseId={warehouseId}
        aside={(product) => <Quantity value={product.onHand} unit={product.unit} />}
        onPick={(product) => void add(product)}
        noHits={t('inventory.stock.none')}
      />
    </div>
  );
}
