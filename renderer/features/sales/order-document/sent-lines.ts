/** Lines of an order as they were sent, in whichever version of the command: what is left out is plain. */
import { z } from 'zod';

export const sentLineSchema = z
  .object({
    id: z.string().default(''),
    productId: z.string(),
    /** In base units. */
    quantity: z.int(),
    soldUnit: z.string().nullable().default(null),
    unitRatio: z.int().default(1),
    unitPrice: z.int().nullable().default(null),
    listPrice: z.int(),
    discount: z.int().default(0),
    secondDiscount: z.int().default(0),
    promotionDiscount: z.int().default(0),
    promotionMinor: z.int().default(0),
    lineKind: z.enum(['goods', 'free', 'gift', 'sample']).default('goods'),
    taxRate: z.int().default(0),
  })
  .transform((line) => ({
    ...line,
    unitPrice: line.unitPrice ?? (line.lineKind === 'goods' ? line.listPrice : 0),
  }));

export const sentOffSchema = {
  documentDiscount: z.int().default(0),
  documentDiscountMinor: z.int().default(0),
  roundedOffMinor: z.int().default(0),
} as const;
