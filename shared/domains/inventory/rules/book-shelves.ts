import type { Quantity } from '../../../kernel/money.ts';

/** Goods of one product that lie together, as the books hold them; null: no lot, no place. */
export interface BookShelf {
  readonly productId: string;
  readonly lotId: string | null;
  readonly locationId: string | null;
  readonly onHand: Quantity;
}

/** Balances of one warehouse, as triggers keep them. */
export interface WarehouseBooks {
  readonly products: readonly { readonly productId: string; readonly onHand: Quantity }[];
  readonly lots: readonly { readonly productId: string; readonly lotId: string; readonly onHand: Quantity }[];
  readonly places: readonly { readonly productId: string; readonly locationId: string; readonly onHand: Quantity }[];
  readonly lotsAtPlaces: readonly {
    readonly productId: string;
    readonly lotId: string;
    readonly locationId: string;
    readonly onHand: Quantity;
  }[];
}

/**
 * What lies where: the balances by lot and place, and what is left of each sum beside them (a place's goods without a lot,
 * a lot's goods without a place, goods without either). The shelves of a product sum to what is on hand of it. Shelves
 * with nothing are left out.
 */
export function shelvesOf(books: WarehouseBooks): BookShelf[] {
  const key = (...parts: readonly (string | null)[]) => parts.join(':');
  const atPlace = new Map<string, Quantity>();
  const ofLot = new Map<string, Quantity>();
  const ofProduct = new Map<string, Quantity>();
  const add = (sums: Map<string, Quantity>, id: string, quantity: Quantity) =>
    sums.set(id, (sums.get(id) ?? 0) + quantity);
  const shelves: BookShelf[] = [];
  const put = (shelf: BookShelf) => {
    add(ofProduct, shelf.productId, shelf.onHand);
    if (shelf.onHand !== 0) shelves.push(shelf);
  };
  for (const { productId, lotId, locationId, onHand } of books.lotsAtPlaces) {
    add(atPlace, key(productId, locationId), onHand);
    add(ofLot, key(productId, lotId), onHand);
    put({ productId, lotId, locationId, onHand });
  }
  for (const { productId, locationId, onHand } of books.places) {
    put({ productId, lotId: null, locationId, onHand: onHand - (atPlace.get(key(productId, locationId)) ?? 0) });
  }
  for (const { productId, lotId, onHand } of books.lots) {
    put({ productId, lotId, locationId: null, onHand: onHand - (ofLot.get(key(productId, lotId)) ?? 0) });
  }
  for (const { productId, onHand } of books.products) {
    const left = onHand - (ofProduct.get(productId) ?? 0);
    if (left !== 0) shelves.push({ productId, lotId: null, locationId: null, onHand: left });
  }
  return shelves;
}
