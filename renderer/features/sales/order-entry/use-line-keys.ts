/** Keys for the line that the cursor is in, or the last one: its unit (R31), and whether it is a sample. */
import type { PriceBookOfProducts } from '#shared/domains/sales/queries/price-book.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import type { DraftHandle } from './draft-store.ts';
import type { OrderDraft, SoldUnit } from './order-draft.ts';
import { nextUnit } from './unit-of-line.tsx';

export const noUnits: readonly SoldUnit[] = [];

/** Beside the base units, by product. */
export function unitsByProduct(book: PriceBookOfProducts | null): ReadonlyMap<string, readonly SoldUnit[]> {
  const units = new Map<string, SoldUnit[]>();
  for (const { productId, name, ratio } of book?.units ?? [])
    units.set(productId, [...(units.get(productId) ?? []), { name, ratio }]);
  return units;
}

export function useLineKeys(
  handle: DraftHandle,
  { lines }: OrderDraft,
  unitsOf: ReadonlyMap<string, readonly SoldUnit[]>,
): void {
  const lineAt = (target: EventTarget | null) => {
    const key = target instanceof Element ? target.closest('[data-line]')?.getAttribute('data-line') : null;
    return lines.find((line) => line.key === Number(key)) ?? lines.at(-1);
  };
  useShortcut(
    'alt+u',
    ({ target }) => {
      const line = lineAt(target);
      const units = line ? (unitsOf.get(line.productId) ?? noUnits) : noUnits;
      if (line && units.length > 0) handle.change({ type: 'setUnit', key: line.key, unit: nextUnit(line, units) });
    },
    { labelKey: 'sales.orderEntry.unitKey' },
  );
  useShortcut(
    'alt+0',
    ({ target }) => {
      const line = lineAt(target);
      if (line) handle.change({ type: 'setSample', key: line.key, isSample: !line.isSample });
    },
    { labelKey: 'sales.orderEntry.sampleKey' },
  );
}
