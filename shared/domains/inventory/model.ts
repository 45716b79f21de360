import { z } from 'zod';
import { idSchema } from '../../kernel/ids.ts';
import type { ImportField } from '../../kernel/import-fields.ts';
import { calendarDateSchema } from '../../kernel/instants.ts';
import { quantitySchema, unitPriceSchema } from '../../kernel/money.ts';

/** A product as an import brings it; `code` is the key. */
export const productImportRowSchema = z.strictObject({
  line: z.int().min(1),
  /** Id of the row if it is new. */
  id: idSchema,
  code: z.string().min(1).max(40),
  name: z.string().min(1).max(200),
  category: z.string().max(120).nullable(),
  unit: z.string().max(20).nullable(),
  packaging: z.string().max(120).nullable(),
  barcode: z.string().max(60).nullable(),
  basePrice: unitPriceSchema,
  taxCode: z.string().max(20).nullable(),
  reorderPoint: quantitySchema.min(0).nullable(),
  discontinued: z.union([z.literal(0), z.literal(1)]).nullable(),
});

/** Opening stock of one product as an import brings it; the product's code and the warehouse are the key. */
export const stockImportRowSchema = z.strictObject({
  line: z.int().min(1),
  movementId: idSchema,
  receiptId: idSchema,
  productCode: z.string().min(1).max(40),
  onHand: quantitySchema.min(0),
  onOrder: quantitySchema.min(0).nullable(),
  dueOn: calendarDateSchema.nullable(),
});
export type StockImportRow = z.infer<typeof stockImportRowSchema>;

export const productImportFields: readonly ImportField[] = [
  {
    name: 'code',
    kind: 'text',
    required: true,
    maxLength: 40,
    headings: ['ProductID', 'SKU', 'Item', 'Item no', 'Product code', '产品编码', '商品编码', '货号', '编码'],
  },
  {
    name: 'name',
    kind: 'text',
    required: true,
    headings: ['ProductName', 'Product', 'Description', '品名', '产品名称', '商品名称', '名称'],
  },
  {
    name: 'basePrice',
    kind: 'decimal',
    required: true,
    headings: ['UnitPrice', 'Price', 'List price', '单价', '价格', '目录价'],
  },
  {
    name: 'category',
    kind: 'text',
    required: false,
    maxLength: 120,
    headings: ['Category', 'CategoryID', 'Group', '分类', '类别'],
  },
  { name: 'unit', kind: 'text', required: false, maxLength: 20, headings: ['Unit', 'UoM', '单位'] },
  {
    name: 'packaging',
    kind: 'text',
    required: false,
    maxLength: 120,
    headings: ['QuantityPerUnit', 'Packaging', 'Pack', '规格', '包装'],
  },
  {
    name: 'barcode',
    kind: 'text',
    required: false,
    maxLength: 60,
    headings: ['Barcode', 'EAN', 'GTIN', 'UPC', '条码'],
  },
  { name: 'taxCode', kind: 'text', required: false, maxLength: 20, headings: ['Tax code', 'VAT code', '税码'] },
  {
    name: 'reorderPoint',
    kind: 'decimal',
    required: false,
    headings: ['ReorderLevel', 'Reorder point', 'Minimum', '再订货点', '安全库存'],
  },
  { name: 'discontinued', kind: 'yesNo', required: false, headings: ['Discontinued', '停售', '停产'] },
];

export const stockImportFields: readonly ImportField[] = [
  {
    name: 'productCode',
    kind: 'text',
    required: true,
    maxLength: 40,
    headings: ['ProductID', 'SKU', 'Item', 'Item no', 'Product code', '产品编码', '商品编码', '货号', '编码'],
  },
  {
    name: 'onHand',
    kind: 'decimal',
    required: true,
    headings: ['UnitsInStock', 'On hand', 'Stock', 'Quantity', '库存', '现存量', '数量'],
  },
  {
    name: 'onOrder',
    kind: 'decimal',
    required: false,
    headings: ['UnitsOnOrder', 'On order', 'Incoming', '在途', '在途数量'],
  },
  { name: 'dueOn', kind: 'date', required: false, headings: ['Due', 'Due on', 'Expected', '到货日', '预计到货'] },
];
