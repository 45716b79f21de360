import type { ComponentProps, ReactNode } from 'react';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { runQuery } from '../app/use-query.ts';
import { Picker } from './picker.tsx';
import { productSearch } from './product-search.ts';

interface ProductPickerProps
  extends Omit<ComponentProps<typeof Picker<ProductListRow>>, 'search' | 'itemKey' | 'renderItem'> {
  /** Whose stock the hits tell; null: of all. */
  readonly warehouseId: string | null;
  /** What stands beside a hit's code and name. */
  readonly aside?: (product: ProductListRow) => ReactNode;
}

/** A field that finds one product that is still sold: by code, name, initials or a scan. */
export function ProductPicker({ warehouseId, aside, ...field }: ProductPickerProps): ReactNode {
  return (
    <Picker<ProductListRow>
      {...field}
      search={async (typed) => {
        const args = productSearch(typed, warehouseId);
        return (await runQuery<Page<ProductListRow>>('inventory.productList', args)).rows;
      }}
      itemKey={({ id }) => id}
      renderItem={(product) => (
        <>
          <span>{product.code}</span>
          <strong>{product.name}</strong>
          {aside?.(product)}
        </>
      )}
    />
  );
}
