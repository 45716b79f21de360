/** Arguments of `sales.confirmOrder` for the small company: lines as a test wishes them, the rest something plain. */
import { newId, type TestCompany, type TestProduct } from './company.ts';

interface LineWish {
  readonly product: TestProduct;
  readonly pieces: number;
  readonly unitPrice?: number;
  readonly listPrice?: number;
  readonly discount?: number;
  readonly taxRate?: number;
  readonly availableSeen?: number;
}

export function orderArgs(company: TestCompany, lines: readonly LineWish[], change: object = {}) {
  return {
    orderId: newId(),
    number: 'SO-K7-000123',
    exposureEntryId: newId(),
    customerId: company.customerId,
    warehouseId: company.warehouseId,
    currency: 'CNY',
    requestedOn: '2026-11-27',
    paymentTermsDays: 30,
    shipTo: null,
    note: null,
    lines: lines.map(({ product, pieces, ...line }) => ({
      id: newId(),
      productId: product.id,
      quantity: pieces * 10_000,
      unitPrice: product.basePrice,
      listPrice: product.basePrice,
      discount: 0,
      taxRate: 1_300,
      ...line,
    })),
    ...change,
  };
}

/** The same as versions before the third were sent. */
export function orderArgsOfBefore(...given: Parameters<typeof orderArgs>) {
  const { lines, ...args } = orderArgs(...given);
  return { ...args, lines: lines.map((line) => ({ ...line, reservationId: newId() })) };
}
