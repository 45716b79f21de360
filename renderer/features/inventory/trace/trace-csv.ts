import type { TFunction } from 'i18next';
import Papa from 'papaparse';
import type { LotTrace, SerialTrace } from '#shared/domains/inventory/queries/trace.ts';
import { formatDecimal } from '#shared/kernel/money.ts';
import { dateTimeText } from '../../../ui/format-text.ts';
import { otherMovements } from './other-movements.ts';

/** What the file's words are of. */
interface TraceWords {
  readonly t: TFunction;
  readonly language: string;
}

const SCALE = 4;
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
 * A trace as CSV for Excel (byte order mark, CRLF): what came and what went, a line each, quantities with a point. A cell
 * that a spreadsheet would run as a formula gets an apostrophe before it.
 * @param nameOf the name of a warehouse by its id
 */
export function traceCsv(trace: LotTrace | SerialTrace, nameOf: (id: string) => string, words: TraceWords): string {
  const { t, language } = words;
  const code = 'lot' in trace ? trace.lot.code : (trace.serial.lotCode ?? '');
  const serial = 'serial' in trace ? trace.serial.code : '';
  const figure = (quantity: number) => formatDecimal(quantity, SCALE);
  const came = trace.receipts.map((row) => [
    ...[t('inventory.trace.csv.in'), dateTimeText(row.receivedAt, language), row.number, row.supplierName ?? ''],
    ...[row.purchaseOrderNumber ?? '', nameOf(row.warehouseId), row.lotCode ?? code, serial, figure(row.quantity)],
    row.deliveryNote ?? '',
  ]);
  const went = trace.shipments.map((row) => [
    ...[
      t('inventory.trace.csv.out'),
      dateTimeText(row.shippedAt, language),
      row.number,
      row.customerName,
      row.orderNumber,
    ],
    ...[row.warehouseName, row.lotCode ?? code, row.serialCode ?? serial, figure(-row.quantity), row.phone ?? ''],
  ]);
  const other = otherMovements(trace).map((row) => [
    ...[
      t(`inventory.movements.causes.${row.cause}`),
      dateTimeText(row.occurredAt, language),
      row.documentNumber ?? '',
      '',
      '',
    ],
    ...[nameOf(row.warehouseId), code, serial, figure(row.quantity), row.reason ?? ''],
  ]);
  const head = columns.map((column) => t(`inventory.trace.csv.${column}`));
  const rows = [head, ...[...came, ...went, ...other].map((row) => row.map(safe))];
  return `\uFEFF${Papa.unparse(rows, { newline: '\r\n' })}\r\n`;
}

/** A number may begin with a minus. */
const safe = (text: string): string => (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text);
