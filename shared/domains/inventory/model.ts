// Long because the columns of three imports stand here with what other systems call them.
import { z } from 'zod';
import { idSchema } from '../../kernel/ids.ts';
import type { ImportField } from '../../kernel/import-fields.ts';
import { calendarDateSchema } from '../../kernel/instants.ts';
import { currencySchema, positiveQuantitySchema, quantitySchema, unitPriceSchema } from '../../kernel/money.ts';

/** A product as imports brought it first. */
export const productImportRowFirstSchema = z.strictObject({
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

/** A product as imports brought it with its cost, before it had a brand. */
export const productImportRowSecondSchema = z.strictObject({
  ...productImportRowFirstSchema.shape,
  floorPrice: unitPriceSchema.nullable(),
  /** Of one base unit, without tax; needs the right to see it (R47). */
  averageCost: unitPriceSchema.nullable(),
  tracking: z.enum(['none', 'lot']).nullable(),
  shelfLifeDays: z.int().min(1).max(36_500).nullable(),
});

/** A product as an import brings it; `code` is the key. Empty cells (null) leave what is known. */
export const productImportRowSchema = z.strictObject({
  ...productImportRowSecondSchema.shape,
  brand: z.string().max(120).nullable(),
  otherName: z.string().max(200).nullable(),
});
export type ProductImportRow = z.infer<typeof productImportRowSchema>;

const optionalText = (maxLength: number) => z.string().max(maxLength).nullable();

/** A supplier as an import brings it; `code` is the key. */
export const supplierImportRowSchema = z.strictObject({
  line: z.int().min(1),
  id: idSchema,
  code: z.string().min(1).max(40),
  name: z.string().min(1).max(200),
  taxNumber: optionalText(40),
  contactName: optionalText(120),
  phone: optionalText(60),
  email: optionalText(200),
  address: optionalText(300),
  city: optionalText(120),
  country: optionalText(80),
  currency: currencySchema.nullable(),
  paymentTermsDays: z.int().min(0).max(365).nullable(),
  leadDays: z.int().min(0).max(1_000).nullable(),
});

/** Opening stock of one product as imports brought it first; the product's code and the warehouse are the key. */
export const stockImportRowFirstSchema = z.strictObject({
  line: z.int().min(1),
  movementId: idSchema,
  receiptId: idSchema,
  productCode: z.string().min(1).max(40),
  onHand: quantitySchema.min(0),
  onOrder: quantitySchema.min(0).nullable(),
  dueOn: calendarDateSchema.nullable(),
});
export type StockImportRowFirst = z.infer<typeof stockImportRowFirstSchema>;

/** Opening stock as an import brings it: the product, the warehouse and the lot, where there is one, are the key. */
export const stockImportRowSchema = z.strictObject({
  ...stockImportRowFirstSchema.shape,
  lotId: idSchema,
  /** Null: the warehouse of the command. */
  warehouseCode: optionalText(40),
  lotCode: optionalText(60),
  expiresOn: calendarDateSchema.nullable(),
  receivedOn: calendarDateSchema.nullable(),
  /** What the quantity is counted in, to be compared with the product's own unit. */
  unit: optionalText(20),
  /** Of one base unit, without tax; needs the right to see it (R47). */
  unitCost: unitPriceSchema.nullable(),
});
export type StockImportRow = z.infer<typeof stockImportRowSchema>;

/** Rows of stock a command: all lots of a product go together, since its cost is their average. */
export const STOCK_IMPORT_LIMIT_ROWS = 200;

export const productImportFields: readonly ImportField[] = [
  {
    name: 'code',
    kind: 'text',
    required: true,
    maxLength: 40,
    isCode: true,
    headings: [
      'ProductID',
      'SKU',
      'Item',
      'Item no',
      'Product code',
      '产品编码',
      '产品编号',
      '商品编码',
      '商品编号',
      '物料编码',
      '存货编码',
      '货号',
      '编码',
      '编号',
    ],
  },
  {
    name: 'name',
    kind: 'text',
    required: true,
    headings: ['ProductName', 'Product', 'Description', '品名', '产品名称', '商品名称', '存货名称', '名称'],
  },
  {
    name: 'basePrice',
    kind: 'decimal',
    required: true,
    headings: ['UnitPrice', 'Price', 'List price', '单价', '价格', '目录价', '售价', '销售价', '标准售价', '基准价'],
  },
  {
    name: 'category',
    kind: 'text',
    required: false,
    maxLength: 120,
    headings: ['Category', 'CategoryID', 'Group', '分类', '类别'],
  },
  { name: 'brand', kind: 'text', required: false, maxLength: 120, headings: ['Brand', 'Make', '品牌', '商标'] },
  {
    name: 'otherName',
    kind: 'text',
    required: false,
    maxLength: 200,
    headings: ['Other name', 'English name', 'Foreign name', 'Name 2', '外文名称', '英文名称', '英文名', '别名'],
  },
  { name: 'unit', kind: 'text', required: false, maxLength: 20, headings: ['Unit', 'UoM', '单位', '计量单位'] },
  {
    name: 'packaging',
    kind: 'text',
    required: false,
    maxLength: 120,
    headings: ['QuantityPerUnit', 'Packaging', 'Pack', '规格', '规格型号', '包装'],
  },
  {
    name: 'barcode',
    kind: 'text',
    required: false,
    maxLength: 60,
    isCode: true,
    headings: ['Barcode', 'EAN', 'GTIN', 'UPC', '条码', '条形码', '国际条码'],
  },
  { name: 'taxCode', kind: 'text', required: false, maxLength: 20, headings: ['Tax code', 'VAT code', '税码'] },
  {
    name: 'reorderPoint',
    kind: 'decimal',
    required: false,
    headings: ['ReorderLevel', 'Reorder point', 'Minimum', '再订货点', '安全库存'],
  },
  { name: 'discontinued', kind: 'yesNo', required: false, headings: ['Discontinued', '停售', '停产'] },
  {
    name: 'floorPrice',
    kind: 'decimal',
    required: false,
    headings: ['Floor price', 'Minimum price', 'Lowest price', '最低价', '最低售价', '底价', '限价'],
  },
  {
    name: 'averageCost',
    kind: 'decimal',
    required: false,
    headings: ['Cost', 'Average cost', 'Unit cost', 'Standard cost', '成本', '成本价', '单位成本', '进价', '采购价'],
  },
  {
    name: 'tracking',
    kind: 'text',
    required: false,
    words: {
      none: ['no', 'n', '0', 'false', '否', '无', '不管理'],
      lot: ['lots', 'batch', 'yes', 'y', '1', 'true', '是', '批次', '批号', '批次管理'],
    },
    headings: ['Tracking', 'Lot tracking', 'Batch managed', '批次管理', '是否批次管理', '批号管理'],
  },
  {
    name: 'shelfLifeDays',
    kind: 'integer',
    required: false,
    headings: ['Shelf life', 'Shelf life days', '保质期', '保质期天数', '保质期(天)'],
  },
];

export const supplierImportFields: readonly ImportField[] = [
  {
    name: 'code',
    kind: 'text',
    required: true,
    maxLength: 40,
    isCode: true,
    headings: [
      'SupplierID',
      'Supplier code',
      'Supplier no',
      'Vendor',
      'Vendor no',
      '供应商编码',
      '供应商编号',
      '供应商代码',
      '编码',
    ],
  },
  {
    name: 'name',
    kind: 'text',
    required: true,
    headings: ['CompanyName', 'Supplier', 'Supplier name', 'Vendor name', '供应商', '供应商名称', '名称', '公司名称'],
  },
  {
    name: 'taxNumber',
    kind: 'text',
    required: false,
    maxLength: 40,
    isCode: true,
    headings: ['Tax number', 'VAT ID', 'Tax ID', '税号', '统一社会信用代码', '纳税人识别号'],
  },
  {
    name: 'contactName',
    kind: 'text',
    required: false,
    maxLength: 120,
    headings: ['ContactName', 'Contact', '联系人'],
  },
  {
    name: 'phone',
    kind: 'text',
    required: false,
    maxLength: 60,
    headings: ['Phone', 'Telephone', 'Mobile', '电话', '手机', '联系电话'],
  },
  { name: 'email', kind: 'text', required: false, headings: ['E-mail', 'Mail', '邮箱'] },
  { name: 'address', kind: 'text', required: false, maxLength: 300, headings: ['Address', 'Street', '地址'] },
  { name: 'city', kind: 'text', required: false, maxLength: 120, headings: ['City', '城市'] },
  { name: 'country', kind: 'text', required: false, maxLength: 80, headings: ['Country', '国家'] },
  {
    name: 'currency',
    kind: 'text',
    required: false,
    maxLength: 3,
    isCode: true,
    headings: ['Currency', '币种', '币别'],
  },
  {
    name: 'paymentTermsDays',
    kind: 'integer',
    required: false,
    headings: ['PaymentDays', 'Payment terms', 'Net days', '账期', '账期天数'],
  },
  {
    name: 'leadDays',
    kind: 'integer',
    required: false,
    headings: ['Lead time', 'Lead days', '交货周期', '交货天数', '到货天数'],
  },
];

export const stockImportFields: readonly ImportField[] = [
  {
    name: 'productCode',
    kind: 'text',
    required: true,
    maxLength: 40,
    isCode: true,
    headings: [
      'ProductID',
      'SKU',
      'Item',
      'Item no',
      'Product code',
      '产品编码',
      '产品编号',
      '商品编码',
      '商品编号',
      '物料编码',
      '存货编码',
      '货号',
      '编码',
      '编号',
    ],
  },
  {
    name: 'onHand',
    kind: 'decimal',
    required: true,
    headings: [
      'UnitsInStock',
      'On hand',
      'Stock',
      'Quantity',
      'Qty',
      '库存',
      '库存数量',
      '现存量',
      '结存数量',
      '期初数量',
      '数量',
    ],
  },
  {
    name: 'onOrder',
    kind: 'decimal',
    required: false,
    headings: ['UnitsOnOrder', 'On order', 'Incoming', '在途', '在途数量'],
  },
  { name: 'dueOn', kind: 'date', required: false, headings: ['Due', 'Due on', 'Expected', '到货日', '预计到货'] },
  {
    name: 'warehouseCode',
    kind: 'text',
    required: false,
    maxLength: 40,
    headings: ['Warehouse', 'Warehouse code', 'Location', '仓库', '仓库编码', '仓库名称'],
  },
  {
    name: 'lotCode',
    kind: 'text',
    required: false,
    maxLength: 60,
    isCode: true,
    headings: ['Lot', 'Lot no', 'Lot number', 'Batch', 'Batch no', '批号', '批次', '批次号', '生产批号'],
  },
  {
    name: 'expiresOn',
    kind: 'date',
    required: false,
    headings: [
      'Expiry',
      'Expires',
      'Expires on',
      'Expiry date',
      'Best before',
      '有效期',
      '有效期至',
      '失效日期',
      '到期日',
    ],
  },
  {
    name: 'receivedOn',
    kind: 'date',
    required: false,
    headings: ['Received', 'Received on', 'Receipt date', '入库日期', '收货日期'],
  },
  { name: 'unit', kind: 'text', required: false, maxLength: 20, headings: ['Unit', 'UoM', '单位', '计量单位'] },
  {
    name: 'unitCost',
    kind: 'decimal',
    required: false,
    headings: ['Unit cost', 'Cost', 'Average cost', '成本', '成本单价', '单位成本', '成本价', '结存单价'],
  },
];

/** A line of a pick list: `<list>:<order's line>:<turn>`, and `:<turn>` for each lot that it was taken from beside. */
export const pickLineIdSchema = z.string().regex(/^[0-9a-f:-]{1,160}$/);

/** What was sent for one line of an order, as it was scanned into a parcel. */
export const sentLineSchema = z.strictObject({
  id: idSchema,
  orderLineId: idSchema,
  productId: idSchema,
  pickLineId: pickLineIdSchema.nullable(),
  lotId: idSchema.nullable(),
  serialId: idSchema.nullable(),
  locationId: idSchema.nullable(),
  /** The parcel's number within the shipment, from 1. */
  parcel: z.int().min(1).max(100),
  quantity: positiveQuantitySchema,
});

export const parcelSchema = z.strictObject({
  id: idSchema,
  position: z.int().min(1).max(100),
  weightGrams: z.int().min(0).max(1e9).nullable(),
});
