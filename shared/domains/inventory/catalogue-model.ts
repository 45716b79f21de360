import { z } from 'zod';
import { idSchema } from '../../kernel/ids.ts';
import { currencySchema, quantitySchema, unitPriceSchema } from '../../kernel/money.ts';

const LONGEST_BARCODE = 60;
const RATIO_LIMIT = 1_000_000;
const LIMIT_UNITS = 20;
const LIMIT_BARCODES = 60;

export const productCodeSchema = z.string().trim().min(1).max(40);
export const barcodeSchema = z.string().trim().min(1).max(LONGEST_BARCODE);
export const trackingSchema = z.enum(['none', 'lot', 'serial']);
export const pictureHashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** What goods are, of one product or of a family's variants alike. */
export const goodsSchema = z.strictObject({
  category: z.string().trim().min(1).max(120).nullable(),
  unit: z.string().trim().min(1).max(20),
  packaging: z.string().trim().min(1).max(120).nullable(),
  basePrice: unitPriceSchema,
  floorPrice: unitPriceSchema.nullable(),
  currency: currencySchema,
  taxCode: z.string().min(1).max(20),
  reorderPoint: quantitySchema.min(0),
  tracking: trackingSchema,
  weightGrams: z.int().min(1).max(1e9).nullable(),
  shelfLifeDays: z.int().min(1).max(36_500).nullable(),
});

/** The columns of a product that a person wrote first. */
export const productFieldsFirstSchema = z.strictObject({
  ...goodsSchema.shape,
  code: productCodeSchema,
  name: z.string().trim().min(1).max(200),
  barcode: barcodeSchema.nullable(),
  pictureHash: pictureHashSchema.nullable(),
});

/** The columns of a product that a person writes. */
export const productFieldsSchema = z.strictObject({
  ...productFieldsFirstSchema.shape,
  brand: z.string().trim().min(1).max(120).nullable(),
  /** As it is called in the company's other language. */
  otherName: z.string().trim().min(1).max(200).nullable(),
});
export type ProductFields = z.infer<typeof productFieldsSchema>;

export const unitsSchema = z
  .array(
    z.strictObject({
      id: idSchema,
      name: z.string().trim().min(1).max(20),
      /** Base units in one of it (R31). */
      ratio: z.int().min(2).max(RATIO_LIMIT),
      forSale: z.boolean(),
      forPurchase: z.boolean(),
    }),
  )
  .max(LIMIT_UNITS);
export type WrittenUnit = z.infer<typeof unitsSchema>[number];

export const barcodesSchema = z
  .array(
    z.strictObject({
      id: idSchema,
      /** What the code stands on; null: one base unit. */
      unitId: idSchema.nullable(),
      code: barcodeSchema,
    }),
  )
  .max(LIMIT_BARCODES);
export type WrittenBarcode = z.infer<typeof barcodesSchema>[number];
