/** An order that was packed becomes a delivery note. */
import type { PackLine, PackWork } from '#shared/domains/inventory/queries/pack-work.ts';
import { linesToShip, type PackState, weightOf } from '#shared/domains/inventory/rules/pack-work.ts';
import { bridge } from '../../../../app/bridge.ts';
import { nowAtOffice } from '../../../../app/session.ts';
import { notKept, type WorkAnswer } from '../frame/answer.ts';
import type { Sent } from './pack-mode.tsx';

type Result = (Sent & { readonly isFlagged: boolean }) | { readonly refused: WorkAnswer };

/**
 * R25 holds: it leaves. What the customer fetches is handed over in the same moment, and on nobody's way any more.
 * @param fetched what the hand-over says then
 */
export async function sendOrder(work: PackWork, state: PackState<PackLine>, fetched: string): Promise<Result> {
  const packed = linesToShip(state);
  const parcelCount = Math.max(...packed.map(({ parcel }) => parcel));
  const ids = await bridge().newIds(1 + packed.length + parcelCount);
  const number = await bridge().nextNumber('shipment');
  const [shipmentId = '', ...others] = ids;
  const shippedAt = nowAtOffice();
  const weightGrams = state.weightGrams ?? weightOf(state);
  const reply = await bridge().command('inventory.shipOrder', {
    shipmentId,
    number,
    orderId: work.orderId,
    pickListId: work.pickListId,
    warehouseId: work.warehouseId,
    shippedAt,
    carrierId: state.carrier?.id ?? null,
    trackingNumber: state.trackingNumber,
    freightMinor: state.freightMinor,
    weightGrams,
    note: null,
    parcels: Array.from({ length: parcelCount }, (_, index) => ({
      id: others[packed.length + index] ?? '',
      position: index + 1,
      weightGrams: parcelCount === 1 ? weightGrams : null,
    })),
    lines: packed.map(({ line, parcel, quantity }, index) => ({
      id: others[index] ?? '',
      orderLineId: line.orderLineId,
      productId: line.productId,
      pickLineId: line.id,
      lotId: line.lotId,
      serialId: line.serialId,
      locationId: line.locationId,
      parcel,
      quantity,
    })),
  });
  if (reply.state === 'rejected') return { refused: notKept(reply.reason) };
  if (state.carrier?.id === null) {
    const proof = { receivedByName: null, signatureHash: null, photoHash: null, note: fetched, isRefused: false };
    await bridge().command('inventory.confirmDelivery', { shipmentId, deliveredAt: shippedAt, ...proof });
  }
  return { shipmentId, number, isFlagged: reply.state === 'adjusted' };
}
