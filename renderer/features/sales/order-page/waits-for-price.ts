import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { needsApproval } from '#shared/domains/sales/rules/approval.ts';
import { offDocumentOf } from '#shared/domains/sales/rules/approval-binding.ts';
import type { BasisPoints } from '#shared/kernel/money.ts';

/**
 * Whether a line of an order that stands is below its list by more than a limit, what was taken off the document counted
 * (R9, R41). Free goods are no discount.
 */
export function waitsForPrice(
  { order, lines }: Pick<OrderDocument, 'order' | 'lines'>,
  limit: BasisPoints,
): (line: OrderDocument['lines'][number]) => boolean {
  const offDocument = offDocumentOf(order, lines);
  return (line) => line.lineKind === 'goods' && needsApproval({ ...line, offDocument }, limit);
}
