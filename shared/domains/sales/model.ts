import { z } from 'zod';
import { idSchema } from '../../kernel/ids.ts';
import type { ImportField } from '../../kernel/import-fields.ts';
import { calendarDateSchema } from '../../kernel/instants.ts';
import { basisPointsSchema, positiveQuantitySchema, unitPriceSchema } from '../../kernel/money.ts';

/** Lines an order may have; more is an import or a mistake. */
export const ORDER_LIMIT_LINES = 300;

/** A document number made by a device: series, device code, running number (R7). */
export const documentNumberSchema = z.string().regex(/^[A-Z]{1,6}-[0-9A-Z]{2,4}-\d{6,}$/);

/** A line as the person agreed it: what the screen showed is what the order stores, or what it is held for. */
export const orderLineArgsSchema = z.strictObject({
  id: idSchema,
  reservationId: idSchema,
  productId: idSchema,
  quantity: positiveQuantitySchema,
  unitPrice: unitPriceSchema,
  /** The list price seen. */
  listPrice: unitPriceSchema,
  discount: basisPointsSchema,
  taxRate: basisPointsSchema,
});
export type OrderLineArgs = z.infer<typeof orderLineArgsSchema>;

/** A line of an open order as imports brought it first. */
const orderLineImportFirstSchema = z.strictObject({
  line: z.int().min(1),
  id: idSchema,
  reservationId: idSchema,
  productCode: z.string().min(1).max(40),
  quantity: positiveQuantitySchema,
  unitPrice: unitPriceSchema,
  discount: basisPointsSchema,
});

/** An open order as imports brought it first; `importKey` is the key. */
export const orderImportFirstSchema = z.strictObject({
  /** Line of the file where the order starts. */
  line: z.int().min(1),
  id: idSchema,
  exposureEntryId: idSchema,
  importKey: z.string().min(1).max(40),
  customerCode: z.string().min(1).max(40),
  orderedOn: calendarDateSchema,
  requestedOn: calendarDateSchema.nullable(),
  shipTo: z.string().max(600).nullable(),
  lines: z.array(orderLineImportFirstSchema).min(1).max(ORDER_LIMIT_LINES),
});

/** An open order as an import brings it; `importKey` is the key. */
export const orderImportSchema = z.strictObject({
  ...orderImportFirstSchema.shape,
  /** Code or name; null: the warehouse of the command. */
  warehouse: z.string().max(60).nullable(),
  lines: z
    .array(
      z.strictObject({
        ...orderLineImportFirstSchema.shape,
        /** What the quantity is counted in, to be compared with the product's own unit. */
        unit: z.string().max(20).nullable(),
      }),
    )
    .min(1)
    .max(ORDER_LIMIT_LINES),
});
export type OrderImport = z.infer<typeof orderImportSchema>;

/** Orders a command of an import: with their lines they stay under the wire's limit. */
export const ORDER_IMPORT_CHUNK_LINES = 100;

export const orderImportFields: readonly ImportField[] = [
  {
    name: 'importKey',
    kind: 'text',
    required: true,
    maxLength: 40,
    headings: ['OrderID', 'Order no', 'Order', '订单号', '单号'],
  },
  {
    name: 'customerCode',
    kind: 'text',
    required: true,
    maxLength: 40,
    headings: ['CustomerID', 'Customer code', 'Customer', '客户编码', '客户编号'],
  },
  { name: 'orderedOn', kind: 'date', required: true, headings: ['OrderDate', 'Date', '订单日期', '日期'] },
  {
    name: 'requestedOn',
    kind: 'date',
    required: false,
    headings: ['RequiredDate', 'Requested', 'Due', '交期', '要求交期'],
  },
  { name: 'shippedOn', kind: 'date', required: false, headings: ['ShippedDate', 'Shipped', '发货日期'] },
  {
    name: 'warehouse',
    kind: 'text',
    required: false,
    maxLength: 60,
    headings: [
      'Warehouse',
      'Warehouse code',
      'Warehouse name',
      'Ship from',
      '仓库',
      '仓库编码',
      '仓库名称',
      '发货仓库',
      '发货仓',
      '出货仓库',
    ],
  },
  { name: 'shipName', kind: 'text', required: false, headings: ['ShipName', 'Consignee', '收货人'] },
  { name: 'shipAddress', kind: 'text', required: false, headings: ['ShipAddress', 'Delivery address', '收货地址'] },
  { name: 'shipCity', kind: 'text', required: false, headings: ['ShipCity', '收货城市'] },
  { name: 'shipPostalCode', kind: 'text', required: false, maxLength: 20, headings: ['ShipPostalCode', '收货邮编'] },
  { name: 'shipCountry', kind: 'text', required: false, headings: ['ShipCountry', '收货国家'] },
];

export const orderLineImportFields: readonly ImportField[] = [
  {
    name: 'importKey',
    kind: 'text',
    required: true,
    maxLength: 40,
    headings: ['OrderID', 'Order no', 'Order', '订单号', '单号'],
  },
  {
    name: 'productCode',
    kind: 'text',
    required: true,
    maxLength: 40,
    headings: ['ProductID', 'SKU', 'Item', 'Product code', '产品编码', '商品编码', '货号'],
  },
  { name: 'quantity', kind: 'decimal', required: true, headings: ['Quantity', 'Qty', '数量'] },
  { name: 'unitPrice', kind: 'decimal', required: true, headings: ['UnitPrice', 'Price', '单价'] },
  {
    name: 'unit',
    kind: 'text',
    required: false,
    maxLength: 20,
    headings: ['Unit', 'UoM', '单位', '计量单位', '销售单位'],
  },
  { name: 'discount', kind: 'percentage', required: false, headings: ['Discount', '折扣'] },
];
