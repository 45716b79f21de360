import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { taxRateOn } from '#shared/domains/billing/rules/tax-rate.ts';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { ProductRow } from '#shared/domains/inventory/queries/select-products.ts';
import { availableQuantity } from '#shared/domains/inventory/rules/availability.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { runQuery, useQuery } from '../../../app/use-query.ts';
import { Quantity, UnitPrice } from '../../../ui/format.tsx';
import { Found } from '../../../ui/found.tsx';
import { Picker, type PickerHandle } from '../../../ui/picker.tsx';
import { productSearch } from '../../../ui/product-search.ts';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import type { OpenShortage } from './use-shortage.ts';
import type { Substitute } from './ways-out.ts';

interface SubstituteFieldProps {
  readonly shortage: OpenShortage;
  readonly chosen: Substitute | null;
  readonly onChoose: (substitute: Substitute) => void;
  readonly ref: RefObject<PickerHandle | null>;
}

/** Which product takes the place of the missing pieces: of the same currency, with what is there of it. */
export function SubstituteField({ shortage, chosen, onChoose, ref }: SubstituteFieldProps): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const { order } = shortage.document;
  // What the catalogue says can stand in for it is offered at once, the best first.
  const known = useQuery<ProductRow[]>('inventory.substitutes', {
    productId: shortage.line.productId,
    warehouseId: order.warehouseId,
  });
  const search = async (typed: string): Promise<readonly ProductRow[]> => {
    if (typed === '') return (known.data ?? []).filter((row) => row.currency === order.currency);
    const args = productSearch(typed, order.warehouseId);
    const { rows } = await runQuery<Page<ProductListRow>>('inventory.productList', args);
    return rows.filter((row) => {
      return row.currency === order.currency && row.discontinued === 0 && row.id !== shortage.line.productId;
    });
  };
  const take = (row: ProductRow) => {
    if (!company) return;
    onChoose({
      productId: row.id,
      code: row.code,
      name: row.name,
      unit: row.unit,
      unitPrice: row.basePrice,
      taxRate: taxRateOn(company.taxRates, row.taxCode, todayAt(company)) ?? 0,
      available: Math.max(0, availableQuantity(row)),
    });
    // The next Enter is for what was chosen.
    ref.current?.blur();
  };
  return (
    <Picker<ProductRow>
      ref={ref}
      className="substitute-field"
      label={t('sales.shortage.substituteField')}
      value={chosen ? `${chosen.code} ${chosen.name}` : ''}
      placeholder={t('sales.shortage.substituteHint')}
      fromLetters={(known.data ?? []).length > 0 ? 0 : 1}
      search={search}
      itemKey={(row) => row.id}
      renderItem={(row, typed) => (
        <span className="substitute-hit">
          <span className="text-2 ellipsis">
            <Found text={row.code} typed={typed} />
          </span>
          <span className="ellipsis">
            <Found text={row.name} typed={typed} />
          </span>
          <span className="text-3">
            <UnitPrice value={row.basePrice} /> · <Quantity value={availableQuantity(row)} unit={row.unit} />
          </span>
        </span>
      )}
      onPick={take}
      noHits={t('sales.shortage.noSubstitute')}
    />
  );
}
