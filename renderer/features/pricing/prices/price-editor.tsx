import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { PurchaseUnitRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import { bridge } from '../../../app/bridge.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { UnitPrice } from '../../../ui/format.tsx';
import type { PickerHandle } from '../../../ui/picker.tsx';
import { ProductPicker } from '../../../ui/product-picker.tsx';
import { useDayFormats } from '../../../ui/use-day-formats.ts';
import { useTypedRows } from '../../../ui/use-typed-rows.ts';
import { readFrom, readPrice } from '../typed.ts';
import { doubles, newPrice, type TypedPrice } from './price-rows.ts';
import '../pricing.css';

interface PriceEditorProps {
  readonly rows: readonly TypedPrice[];
  readonly onChange: (rows: readonly TypedPrice[]) => void;
  readonly today: string;
  /** Lines of a sheet that were pasted where a product is looked for. */
  readonly onPaste: (text: string) => void;
}

/** Prices by line: product by code, name or scan; Enter goes from the price to the next product. */
export function PriceEditor({ rows, onChange, today, onPaste }: PriceEditorProps): ReactNode {
  const { t } = useTranslation();
  const dayFormats = useDayFormats();
  const picker = useRef<PickerHandle>(null);
  const productIds = useMemo(() => [...new Set(rows.map(({ productId }) => productId))].sort().slice(0, 300), [rows]);
  const units = useQuery<PurchaseUnitRow[]>(
    'inventory.purchaseUnits',
    { productIds },
    { enabled: productIds.length > 0 },
  );
  const { table, field, put, remove, ...typed } = useTypedRows(rows, onChange);
  const twice = doubles(rows);
  const add = async (product: ProductListRow) => {
    picker.current?.clear();
    const [id = ''] = await bridge().newIds(1);
    typed.add(newPrice(product, id, today));
  };
  return (
    <div className="price-grid">
      {rows.length === 0 ? null : (
        <table ref={table}>
          <thead>
            <tr>
              <th scope="col">{t('pricing.code')}</th>
              <th scope="col">{t('pricing.prices.product')}</th>
              <th scope="col">{t('pricing.prices.unit')}</th>
              <th scope="col" className="cell-figure">
                {t('pricing.prices.price')}
              </th>
              <th scope="col" className="cell-figure">
                {t('pricing.prices.from')}
              </th>
              <th scope="col">{t('pricing.validFrom')}</th>
              <th scope="col">{t('pricing.validUntil')}</th>
              <th scope="col" aria-label={t('pricing.remove')} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const own = (units.data ?? []).filter(({ productId }) => productId === row.productId);
              const named = { product: row.name };
              return (
                <tr key={row.id}>
                  <td>{row.code}</td>
                  <td className="strong">{row.name}</td>
                  <td>
                    {own.length === 0 ? (
                      row.baseUnit
                    ) : (
                      <Select<number>
                        aria-label={t('pricing.prices.unit')}
                        popupMatchSelectWidth={false}
                        value={row.unitRatio}
                        options={[
                          { value: 1, label: row.baseUnit },
                          ...own.map(({ name, ratio }) => ({
                            value: ratio,
                            label: t('pricing.prices.unitOf', { name, ratio, unit: row.baseUnit }),
                          })),
                        ]}
                        onChange={(ratio) => {
                          const unit = own.find((each) => each.ratio === ratio);
                          put(row.id, { soldUnit: unit?.name ?? null, unitRatio: unit?.ratio ?? 1 });
                        }}
                      />
                    )}
                  </td>
                  <td className="cell-figure">
                    <Input
                      {...field(row.id)}
                      aria-label={t('pricing.prices.priceOf', named)}
                      status={readPrice(row.price) === null ? 'error' : ''}
                      value={row.price}
                      onChange={(event) => put(row.id, { price: event.target.value })}
                      onPressEnter={() => picker.current?.focus()}
                    />
                  </td>
                  <td className="cell-figure">
                    <Input
                      aria-label={t('pricing.prices.fromOf', named)}
                      status={readFrom(row.from) === null || twice.has(row.id) ? 'error' : ''}
                      suffix={row.baseUnit}
                      value={row.from}
                      onChange={(event) => put(row.id, { from: event.target.value })}
                      onPressEnter={() => picker.current?.focus()}
                    />
                  </td>
                  <td>
                    <DatePicker
                      aria-label={t('pricing.validFrom')}
                      format={dayFormats}
                      allowClear={false}
                      value={row.validFrom === '' ? null : dayjs(row.validFrom)}
                      onChange={(day) => put(row.id, { validFrom: day ? day.format('YYYY-MM-DD') : row.validFrom })}
                    />
                  </td>
                  <td>
                    <DatePicker
                      aria-label={t('pricing.validUntil')}
                      format={dayFormats}
                      placeholder={t('pricing.noEnd')}
                      {...(row.validUntil !== null && row.validUntil < row.validFrom
                        ? { status: 'error' as const }
                        : {})}
                      value={row.validUntil === null ? null : dayjs(row.validUntil)}
                      onChange={(day) => put(row.id, { validUntil: day ? day.format('YYYY-MM-DD') : null })}
                    />
                  </td>
                  <td className="cell-figure">
                    <ActionButton label={t('pricing.remove')} onRun={() => remove(row.id)} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <ProductPicker
        ref={picker}
        className="price-picker"
        label={t('pricing.prices.add')}
        placeholder={t('pricing.prices.addHint')}
        autoFocus
        warehouseId={null}
        aside={(product) => (
          <span className="text-3">
            <UnitPrice value={product.basePrice} /> {product.currency}
          </span>
        )}
        onPick={(product) => void add(product)}
        onText={(text) => {
          if (!/\t|\n/.test(text)) return false;
          onPaste(text);
          return true;
        }}
        noHits={t('pricing.prices.noProduct')}
      />
      {twice.size > 0 ? (
        <p className="small" role="alert">
          {t('pricing.prices.twice')}
        </p>
      ) : null}
    </div>
  );
}
