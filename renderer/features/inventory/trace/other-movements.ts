import type { LotTrace, SerialTrace, TraceMovement, TraceReceiver } from '#shared/domains/inventory/queries/trace.ts';

type Trace = LotTrace | SerialTrace;
type Received = TraceMovement & { readonly receiver: TraceReceiver };

/** What moved goods beside the receipts and delivery notes that are named: what was booked without a paper, too. */
export function otherMovements(trace: Trace): readonly TraceMovement[] {
  return movementsWithoutPaper(trace).filter((row) => !isReceived(row));
}

/** What left by an order alone, without a delivery note of ours, or came back by it: its customer is known. */
export function leftByOrder(trace: Trace): readonly Received[] {
  return movementsWithoutPaper(trace).filter(isReceived);
}

function isReceived(row: TraceMovement): row is Received {
  return row.receiver !== null && (row.cause === 'shipment' || row.cause === 'return');
}

function movementsWithoutPaper({ movements, receipts, shipments }: Trace): readonly TraceMovement[] {
  const named = new Set([...receipts, ...shipments].map(({ number }) => number));
  return movements.filter(({ cause, documentNumber }) => {
    const isPaper = cause === 'receipt' || cause === 'shipment';
    return !isPaper || documentNumber === null || !named.has(documentNumber);
  });
}
