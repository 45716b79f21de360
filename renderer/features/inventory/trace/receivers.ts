import type { LotTrace, SerialTrace, TraceShipment } from '#shared/domains/inventory/queries/trace.ts';
import { leftByOrder } from './other-movements.ts';

/** What a customer got of it, all delivery notes together. */
export interface Receiver {
  readonly customerId: string;
  readonly name: string;
  readonly phone: string | null;
  readonly quantity: number;
  readonly returned: number;
  readonly lines: readonly TraceShipment[];
  /** What left by an order alone, or came back by it. */
  readonly moves: readonly ReturnType<typeof leftByOrder>[number][];
}

/** Who got goods, the most first. */
export function receiversOf(trace: LotTrace | SerialTrace): Receiver[] {
  const byCustomer = new Map<string, Receiver>();
  const add = (customerId: string, name: string, more: Partial<Receiver>) => {
    const known = byCustomer.get(customerId);
    byCustomer.set(customerId, {
      ...{ customerId, name, phone: more.phone ?? known?.phone ?? null },
      quantity: (known?.quantity ?? 0) + (more.quantity ?? 0),
      returned: (known?.returned ?? 0) + (more.returned ?? 0),
      lines: [...(known?.lines ?? []), ...(more.lines ?? [])],
      moves: [...(known?.moves ?? []), ...(more.moves ?? [])],
    });
  };
  for (const line of trace.shipments) {
    const { phone, quantity, returned } = line;
    add(line.customerId, line.customerName, { phone, quantity, returned, lines: [line] });
  }
  for (const move of leftByOrder(trace)) {
    const { customerId, customerName } = move.receiver;
    const figure = move.quantity < 0 ? { quantity: -move.quantity } : { returned: move.quantity };
    add(customerId, customerName, { ...figure, moves: [move] });
  }
  return [...byCustomer.values()].sort((left, right) => right.quantity - left.quantity);
}
