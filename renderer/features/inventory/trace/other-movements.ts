import type { LotTrace, SerialTrace, TraceMovement } from '#shared/domains/inventory/queries/trace.ts';

/** What moved goods beside the receipts and delivery notes that are named: what was booked without a paper, too. */
export function otherMovements({ movements, receipts, shipments }: LotTrace | SerialTrace): readonly TraceMovement[] {
  const named = new Set([...receipts, ...shipments].map(({ number }) => number));
  return movements.filter(({ cause, documentNumber }) => {
    const isPaper = cause === 'receipt' || cause === 'shipment';
    return !isPaper || documentNumber === null || !named.has(documentNumber);
  });
}
