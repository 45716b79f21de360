import { ORDER_LIMIT_LINES } from '#shared/domains/sales/model.ts';
import type { LinePrice } from '#shared/domains/sales/rules/pricing/price-document.ts';
import type { DraftFigures } from './draft-figures.ts';
import { keyOf } from './draft-prices.ts';
import type { FigureTerms } from './figure-terms.ts';
import type { DraftLine, OrderDraft } from './order-draft.ts';

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
 * Arguments of `sales.confirmOrder`: prices, promotions, tax and stock as the screen showed them.
 * @param ids one for each line, free goods among them
 * @param dataAsOf up to when what the screen showed was whole; null before the first pull
 */
export function confirmArgs(
  orderId: string,
  draft: OrderDraft,
  { lines, free, off, totals }: Pick<DraftFigures, 'lines' | 'free' | 'off' | 'totals'>,
  terms: FigureTerms & { readonly paymentTermsDays: number },
  ids: readonly string[],
  dataAsOf: number | null,
) {
  const idOf = new Map(lines.map(({ line }, index) => [keyOf(line), ids[index]]));
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
    ...off,
    roundedOffMinor: totals.roundedOffMinor,
    lines: [
      ...lines.map(({ line, listPrice, price, taxRate, stock, available }) => ({
        ...{ id: idOf.get(keyOf(line)), productId: line.productId, quantity: line.quantity },
        ...(line.soldUnit === null ? {} : { soldUnit: line.soldUnit, unitRatio: line.unitRatio }),
        listPrice,
        ...(line.isSample ? { lineKind: 'sample' } : soldAt(line, listPrice, price)),
        taxRate,
        availableSeen: stock === null ? null : Math.max(0, available),
      })),
      ...free.map(({ forKey, productId, quantity, lineKind, promotionId, listPrice, taxRate, available }, index) => ({
        ...{ id: ids[lines.length + index], productId, quantity, lineKind, promotionId, listPrice, taxRate },
        freeForLineId: idOf.get(forKey),
        availableSeen: available === null ? null : Math.max(0, available),
      })),
    ],
  };
}

/** What is as usual is left out: an order of hundreds of lines has to fit through the wire. */
function soldAt({ manualPrice, discount, secondDiscount }: DraftLine, listPrice: number, price: LinePrice | null) {
  const { promotionId = null, promotionDiscount = 0, promotionMinor = 0 } = price ?? {};
  return {
    ...(manualPrice === null || manualPrice === listPrice ? {} : { unitPrice: manualPrice }),
    ...(discount === 0 ? {} : { discount }),
    ...(secondDiscount === 0 ? {} : { secondDiscount }),
    ...(promotionId === null ? {} : { promotionId, promotionDiscount, promotionMinor }),
  };
}
