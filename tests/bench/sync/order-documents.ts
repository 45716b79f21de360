/** Orders as documents: what the product's orders and their lines say when they have come, without audit columns. */
import { plainHead, plainLine } from '#shared/domains/sales/rules/plain-order.ts';
import type { PouchDocument } from '../peers/pouch.ts';
import { linesOf, makeSyncOrder, type SyncCompany } from './sync-company.ts';

/** A document an order, with its lines in it; or one for the order and one for each line. */
export function makeOrderDocuments(
  company: SyncCompany,
  count: number,
  kind: 'order' | 'row',
  newId: () => string,
): PouchDocument[] {
  return Array.from({ length: count }, (_, nth) => {
    const args = makeSyncOrder(company, nth, `SO-K7-${String(nth).padStart(6, '0')}`, newId);
    const lines = args.lines.map((line, position) => ({
      ...plainLine,
      ...line,
      position: position + 1,
      productCode: `MUG-${String((nth * 17 + position * 3) % 500).padStart(5, '0')}`,
      productName: `陶瓷马克杯 ${(nth * 17 + position * 3) % 500}`,
      unit: '件',
      priceSource: 'base',
      taxCode: 'standard',
      netMinor: 125_000,
      taxMinor: 16_250,
      reserved: line.quantity,
      backOrdered: 0,
      shipped: 0,
    }));
    const head = {
      ...plainHead,
      _id: args.orderId,
      number: args.number,
      state: 'open',
      creditHold: 0,
      approvalHold: 0,
      manualHold: 0,
      customerId: args.customerId,
      customerCode: `C${String(nth % 500).padStart(5, '0')}`,
      customerName: `武汉恒通百货有限公司 ${nth % 500}`,
      billToId: args.customerId,
      billToName: `武汉恒通百货有限公司 ${nth % 500}`,
      payerId: args.customerId,
      payerName: `武汉恒通百货有限公司 ${nth % 500}`,
      contactName: '李建国',
      phone: '138 7100 0000',
      shipTo: `汉口中山大道 ${nth % 500} 号 武汉`,
      territoryId: args.warehouseId,
      warehouseId: args.warehouseId,
      currency: args.currency,
      priceMode: 'taxExclusive',
      taxRounding: 'perLine',
      orderedOn: '2026-11-23',
      requestedOn: args.requestedOn,
      paymentTermsDays: args.paymentTermsDays,
      netMinor: 125_000 * linesOf(nth),
      taxMinor: 16_250 * linesOf(nth),
      totalMinor: 141_250 * linesOf(nth),
      lineCount: linesOf(nth),
      backOrderedLines: 0,
      note: args.note,
      confirmedAt: Date.now(),
      confirmedBy: args.customerId,
      confirmedByName: '周文斌',
      deviceCode: 'K7',
    };
    if (kind === 'order') return [{ ...head, lines }];
    return [head, ...lines.map(({ id, ...line }) => ({ _id: id, orderId: head._id, ...line }))];
  }).flat();
}
