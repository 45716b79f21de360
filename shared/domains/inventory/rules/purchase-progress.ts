/** How far an order at a supplier has come, and what it is worth. */
import {
  type CurrencyCode,
  extendPrice,
  isBeyondAmounts,
  type Minor,
  type Quantity,
  type UnitPrice,
} from '../../../kernel/money.ts';

export interface ProgressLine {
  readonly quantity: Quantity;
  readonly received: Quantity;
  /** Of a base unit; null: nobody said, or it is not to be seen (R47). */
  readonly unitCost: UnitPrice | null;
}

export interface PurchaseProgress {
  /** Lines of which everything has come. */
  readonly doneLines: number;
  /** Lines of which something has come. */
  readonly begunLines: number;
  /** What was ordered, without tax; null where no line says its cost. */
  readonly valueMinor: Minor | null;
  /** Lines that are in no value: nobody said what they cost, or it is no amount any more. */
  readonly withoutCost: number;
}

export function purchaseProgress(lines: readonly ProgressLine[], currency: CurrencyCode): PurchaseProgress {
  const costed = lines.flatMap(({ quantity, unitCost }) =>
    unitCost === null || isBeyondAmounts(quantity, unitCost, [], currency)
      ? []
      : [extendPrice(quantity, unitCost, [], currency)],
  );
  return {
    doneLines: lines.filter(({ quantity, received }) => received >= quantity).length,
    begunLines: lines.filter(({ received }) => received > 0).length,
    valueMinor: costed.length === 0 ? null : costed.reduce((sum, minor) => sum + minor, 0),
    withoutCost: lines.length - costed.length,
  };
}
