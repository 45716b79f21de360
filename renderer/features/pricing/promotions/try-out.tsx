import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { useQuery } from '../../../app/use-query.ts';
import { moneyText, quantityText } from '../../../ui/format-text.ts';
import { readFrom, typedFigure } from '../typed.ts';
import type { NamedProduct, promotionArgs } from './promotion-draft.ts';
import { previewOf } from './promotion-preview.ts';

interface TryOutProps {
  readonly promotion: NonNullable<ReturnType<typeof promotionArgs>>;
  /** Of its first rule; null: it is for more than one, and none stands for all. */
  readonly product: NamedProduct | null;
}

/** What an order of so many would come to, before the promotion is anybody's. */
export function TryOut({ promotion, product }: TryOutProps): ReactNode {
  const { t } = useTranslation();
  const field = useId();
  const [first] = promotion.rules;
  const { data } = useQuery<ProductListRow[]>(
    'inventory.productsById',
    { ids: product ? [product.id] : [], warehouseId: null },
    { enabled: product !== null },
  );
  const [typed, setTyped] = useState<string | null>(null);
  const row = data?.[0];
  if (!product || !row || !first || promotion.kind === 'rebate' || promotion.kind === 'sample') return null;
  const usual = Math.max(first.buyQuantity * 2, first.minQuantity, 10_0000);
  const quantity = readFrom(typed ?? typedFigure(usual)) ?? 0;
  const preview = previewOf(promotion, row, quantity);
  return (
    <div className="promotion-fields">
      <span className="promotion-field">
        <label htmlFor={field}>{t('pricing.promotions.tryOut', { product: row.name })}</label>
        <Input
          id={field}
          className="promotion-figure"
          suffix={row.unit}
          value={typed ?? typedFigure(usual)}
          onChange={(event) => setTyped(event.target.value)}
        />
      </span>
      {preview ? (
        <p className="promotion-sentence" aria-live="polite">
          {t(
            preview.amountMinor === preview.fullMinor ? 'pricing.promotions.comesToAll' : 'pricing.promotions.comesTo',
            {
              amount: moneyText(preview.amountMinor, row.currency),
              full: moneyText(preview.fullMinor, row.currency),
            },
          )}
          {preview.free > 0 ? t('pricing.promotions.andFree', { free: quantityText(preview.free) }) : null}
        </p>
      ) : null}
    </div>
  );
}
