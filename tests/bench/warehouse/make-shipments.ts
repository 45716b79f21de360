/** A delivery note for all that left a warehouse for an order at once. */
import { batchOf, type DemoBatch, madeBy } from '#shared/kernel/demo.ts';
import { calendarDateAt } from '#shared/kernel/instants.ts';
import type { Row } from '#shared/kernel/table.ts';
import { type Movement, namesOf, type Seen } from './seen.ts';

const UTC_OFFSET_MINUTES = 480;
const NOTES_A_BATCH = 500;

/** Movements that name an order get the id of their delivery note, which is made when the orders are known. */
export function noteShipments({ left, source }: Seen, movements: readonly Movement[]): void {
  for (const movement of movements) {
    const { cause, documentId, warehouseId, occurredAt } = movement;
    if (cause !== 'shipment' || documentId === null) continue;
    const key = `${documentId}:${warehouseId}:${occurredAt}`;
    const note = left.get(key) ?? { id: source.newId(occurredAt), orderId: documentId, movements: [] };
    note.movements.push(movement);
    left.set(key, note);
    movement.documentId = note.id;
  }
}

export function* makeShipments(seen: Seen): Iterable<DemoBatch> {
  const notes = [...seen.left.values()];
  for (let from = 0; from < notes.length; from += NOTES_A_BATCH) {
    const [shipments, lines]: [Row<'shipments'>[], Row<'shipmentLines'>[]] = [[], []];
    for (const { id, orderId, movements } of notes.slice(from, from + NOTES_A_BATCH)) {
      const order = seen.orders.get(orderId);
      if (!order) continue;
      shipments.push(shipmentOf(seen, id, order, movements));
      lines.push(...linesOf(seen, id, order.id, movements));
    }
    yield batchOf('shipments', shipments);
    yield batchOf('shipmentLines', lines);
  }
}

function shipmentOf(seen: Seen, id: string, order: Row<'orders'>, movements: Movement[]): Row<'shipments'> {
  const { random } = seen.source;
  const { occurredAt: at = 0, warehouseId = '', documentNumber = '', createdBy = '' } = movements[0] ?? {};
  const carrier = random.chance(95) ? seen.carriers[random.between(0, seen.carriers.length - 1)] : undefined;
  const warehouse = seen.warehouses.find((each) => each.id === warehouseId);
  return {
    ...{ id, number: documentNumber ?? '', orderId: order.id, orderNumber: order.number, pickListId: null },
    ...{ warehouseId, warehouseName: warehouse?.name ?? '', customerId: order.customerId },
    ...{ customerName: order.customerName, contactName: order.contactName, phone: order.phone, shipTo: order.shipTo },
    ...{ state: 'delivered', shippedOn: calendarDateAt(at, UTC_OFFSET_MINUTES), shippedAt: at },
    ...{ shippedBy: createdBy, shippedByName: '', deviceCode: 'K7', carrierId: carrier?.id ?? null },
    ...{ carrierName: carrier?.name ?? null, trackingNumber: null, currency: order.currency, parcelCount: 1 },
    freightMinor: carrier ? random.between(800, 9_000) : null,
    ...{ weightGrams: null, lineCount: movements.length, note: null, tourOn: null, driverId: null, stop: null },
    ...{ deliveredAt: at + 86_400_000, receivedByName: order.contactName, signatureHash: null, photoHash: null },
    ...{ deliveryNote: null, reversesId: null },
    ...madeBy(createdBy, at),
  };
}

function linesOf(
  seen: Seen,
  shipmentId: string,
  orderId: string,
  movements: readonly Movement[],
): Row<'shipmentLines'>[] {
  return movements.map(({ id, productId, lotId, locationId, quantity, createdBy, occurredAt }, place) => ({
    ...{ id, shipmentId, position: place + 1, ...namesOf(seen, productId, lotId) },
    orderLineId: seen.lineOf.get(`${orderId}:${productId}`) ?? '',
    ...{ serialId: null, serialCode: null, locationId, pickLineId: null, parcel: 1 },
    ...{ quantity: -quantity, returned: 0, ...madeBy(createdBy, occurredAt) },
  }));
}
