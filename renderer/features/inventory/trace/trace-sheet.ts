import type { TFunction } from 'i18next';
import type { LotTrace, SerialTrace, TraceMovement } from '#shared/domains/inventory/queries/trace.ts';
import { dateTimeText } from '../../../ui/format-text.ts';
import type { SheetCell, SheetTable } from '../../../ui/write-workbook.ts';
import { leftByOrder, otherMovements } from './other-movements.ts';

/** What the file's words are of. */
interface TraceWords {
  readonly t: TFunction;
  readonly language: string;
}

/** Quantities of the database are ten-thousandths. */
const ONE = 10_000;
const columns = [
  'way',
  'when',
  'document',
  'party',
  'order',
  'warehouse',
  'lot',
  'serial',
  'quantity',
  'note',
] as const;

/**
 * A trace as a sheet, for Excel or CSV: what came and what went, a line each; what left is below zero.
 * @param nameOf the name of a warehouse by its id
 */
export function traceSheet(
  trace: LotTrace | SerialTrace,
  nameOf: (id: string) => string,
  { t, language }: TraceWords,
): SheetTable {
  const lot = 'lot' in trace ? trace.lot.code : trace.serial.lotCode;
  const serial = 'serial' in trace ? trace.serial.code : null;
  const own = 'lot' in trace ? t('inventory.trace.lot', { code: lot }) : t('inventory.trace.serial', { code: serial });
  const at = (instant: number) => dateTimeText(instant, language);
  const came = trace.receipts.map((row): readonly SheetCell[] => [
    ...[t('inventory.trace.csv.in'), at(row.receivedAt), row.number, row.supplierName, row.purchaseOrderNumber],
    ...[nameOf(row.warehouseId), row.lotCode ?? lot, serial, row.quantity / ONE, row.deliveryNote],
  ]);
  const went = trace.shipments.map((row): readonly SheetCell[] => [
    ...[t('inventory.trace.csv.out'), at(row.shippedAt), row.number, row.customerName, row.orderNumber],
    ...[row.warehouseName, row.lotCode ?? lot, row.serialCode ?? serial, -row.quantity / ONE, row.phone],
  ]);
  const leftSo = leftByOrder(trace).map((row): readonly SheetCell[] => {
    const way = row.cause === 'shipment' ? t('inventory.trace.csv.out') : t(`inventory.movements.causes.${row.cause}`);
    const { customerName, orderNumber } = row.receiver;
    return [
      ...[way, at(row.occurredAt), row.documentNumber, customerName, orderNumber],
      ...[nameOf(row.warehouseId), lot, serial, row.quantity / ONE, row.reason],
    ];
  });
  const other = otherMovements(trace).map((row: TraceMovement): readonly SheetCell[] => [
    ...[t(`inventory.movements.causes.${row.cause}`), at(row.occurredAt), row.documentNumber, null, null],
    ...[nameOf(row.warehouseId), lot, serial, row.quantity / ONE, row.reason],
  ]);
  const { product, isWhole } = trace;
  return {
    title: own,
    notes: [
      ...(product ? [`${product.code} ${product.name}`] : []),
      ...(isWhole ? [] : [t('inventory.trace.partialText')]),
    ],
    columns: columns.map((column) => ({
      title: t(`inventory.trace.csv.${column}`),
      format: column === 'quantity' ? 'quantity' : 'text',
    })),
    rows: [...came, ...went, ...leftSo, ...other],
  };
}
