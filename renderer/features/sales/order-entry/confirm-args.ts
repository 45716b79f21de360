import { ORDER_LIMIT_LINES } from '#shared/domains/sales/model.ts';
import type { FigureTerms, LineFigures } from './draft-figures.ts';
import type { OrderDraft } from './order-draft.ts';

/** What keeps a draft from being confirmed; the cursor goes there. */
export type DraftProblem =
  | { readonly kind: 'noCustomer' | 'noWarehouse' | 'noLines' | 'tooManyLines' }
  | { readonly kind: 'noQuantity'; readonly key: number; readonly place: number };

/** The first problem from the top of the screen down, null when the draft can be confirmed. */
export function firstProblem(draft: OrderDraft): DraftProblem | null {
  if (draft.customerId === null) return { kind: 'noCustomer' };
  if (draft.warehouseId === null) return { kind: 'noWarehouse' };
  if (draft.lines.length === 0) return { kind: 'noLines' };
  if (draft.lines.length > ORDER_LIMIT_LINES) return { kind: 'tooManyLines' };
  const at = draft.lines.findIndex((line) => line.quantity <= 0);
  const line = draft.lines[at];
  return line ? { kind: 'noQuantity', key: line.key, place: at + 1 } : null;
}

/**
 * Arguments of `sales.confirmOrder`: price, tax and stock as the screen showed them.
 * @param ids two for each line: the line's and its reservation's
 * @param dataAsOf up to when what the screen showed was whole; null before the first pull
 */
export function confirmArgs(
  orderId: string,
  draft: OrderDraft,
  lines: readonly LineFigures[],
  terms: FigureTerms & { readonly paymentTermsDays: number },
  ids: readonly string[],
  dataAsOf: number | null,
) {
  return {
    orderId,
    number: draft.number,
    exposureEntryId: draft.exposureEntryId,
    customerId: draft.customerId,
    warehouseId: draft.warehouseId,
    currency: terms.currency,
    requestedOn: draft.requestedOn,
    paymentTermsDays: draft.paymentTermsDays ?? terms.paymentTermsDays,
    shipTo: null,
    note: null,
    dataAsOf,
    lines: lines.map(({ line, unitPrice, taxRate, stock, available }, index) => ({
      id: ids[2 * index],
      reservationId: ids[2 * index + 1],
      productId: line.productId,
      quantity: line.quantity,
      unitPrice,
      listPrice: line.listPrice,
      discount: line.discount,
      taxRate,
      availableSeen: stock === null ? null : Math.max(0, available),
    })),
  };
}
