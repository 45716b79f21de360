/** As many hits as a person reads while typing. */
const HITS_SHOWN = 8;
/** As much as `inventory.productList` takes. */
export const SEARCH_LIMIT_CHARACTERS = 100;

/**
 * Arguments of `inventory.productList` for a field that finds a product that is still sold.
 * @param warehouseId whose stock the hits tell; null: of all
 */
export function productSearch(search: string, warehouseId: string | null) {
  return {
    search: search.slice(0, SEARCH_LIMIT_CHARACTERS),
    warehouseId,
    withDiscontinued: false,
    filter: null,
    cursor: null,
    limit: HITS_SHOWN,
  };
}
