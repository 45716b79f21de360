/** An order as a person wants it: the arguments of `sales.confirmOrder`, in every version that was ever released. */
import { z } from 'zod';
import { documentNumberSchema, ORDER_LIMIT_LINES, orderLineArgsSchema } from '../../domains/sales/api.ts';
import { idSchema } from '../../kernel/ids.ts';
import { calendarDateSchema, instantSchema } from '../../kernel/instants.ts';
import {
  AMOUNT_LIMIT,
  basisPointsSchema,
  currencySchema,
  positiveQuantitySchema,
  quantitySchema,
  unitPriceSchema,
} from '../../kernel/money.ts';

const linesOf = <Line extends z.ZodType>(line: Line) => z.array(line).min(1).max(ORDER_LIMIT_LINES);

export const firstArgsSchema = z.strictObject({
  orderId: idSchema,
  number: documentNumberSchema,
  exposureEntryId: idSchema,
  customerId: idSchema,
  warehouseId: idSchema,
  currency: currencySchema,
  requestedOn: calendarDateSchema.nullable(),
  paymentTermsDays: z.int().min(0).max(365),
  shipTo: z.string().max(600).nullable(),
  note: z.string().max(2_000).nullable(),
  lines: linesOf(orderLineArgsSchema),
});
export type FirstArgs = z.infer<typeof firstArgsSchema>;

/** Version 2 says what the device saw, so that a difference can be explained. */
export const secondArgsSchema = firstArgsSchema.extend({
  /** Server time up to which the device's data was whole. */
  dataAsOf: instantSchema.nullable().default(null),
  lines: linesOf(
    orderLineArgsSchema.extend({
      /** What stood beside the line as available in the warehouse, the lines before it taken off. */
      availableSeen: quantitySchema.nullable().default(null),
    }),
  ),
});
export type SecondArgs = z.infer<typeof secondArgsSchema>;

const amountOffSchema = z.int().min(0).max(AMOUNT_LIMIT).default(0);

/** What is left out of a line is plain: sold in base units at the list price, for money. */
const thirdLineSchema = z
  .strictObject({
    id: idSchema,
    productId: idSchema,
    /** In base units, whatever unit it is sold in. */
    quantity: positiveQuantitySchema,
    /** R31: null and 1 where it is sold in base units. */
    soldUnit: z.string().min(1).max(20).nullable().default(null),
    unitRatio: z.int().min(1).max(1_000_000).default(1),
    /** The price that the device found (R40), of one unit as it is sold. */
    listPrice: unitPriceSchema,
    /** Typed by the person; null: the price that was found. */
    unitPrice: unitPriceSchema.nullable().default(null),
    discount: basisPointsSchema.default(0),
    secondDiscount: basisPointsSchema.default(0),
    /** R40: what promotions gave, as the device saw it. */
    promotionId: idSchema.nullable().default(null),
    promotionDiscount: basisPointsSchema.default(0),
    promotionMinor: amountOffSchema,
    lineKind: z.enum(['goods', 'free', 'gift', 'sample']).default('goods'),
    /** Of free goods and gifts: the line of this order that they come with. */
    freeForLineId: idSchema.nullable().default(null),
    taxRate: basisPointsSchema,
    availableSeen: quantitySchema.nullable().default(null),
  })
  .refine(({ soldUnit, unitRatio }) => soldUnit !== null || unitRatio === 1)
  .refine(({ lineKind, unitPrice }) => lineKind === 'goods' || unitPrice === null)
  .refine(({ lineKind, freeForLineId }) => (lineKind === 'free' || lineKind === 'gift') === (freeForLineId !== null));

/** Version 3 sells in other units, by price lists and with promotions, and takes something off the whole document. */
export const thirdArgsSchema = firstArgsSchema.extend({
  dataAsOf: instantSchema.nullable().default(null),
  promisedOn: calendarDateSchema.nullable().default(null),
  /** R41: where there is a percentage it alone counts, and the amount is what it came to. */
  documentDiscount: basisPointsSchema.default(0),
  documentDiscountMinor: amountOffSchema,
  /** 抹零. */
  roundedOffMinor: amountOffSchema,
  lines: linesOf(thirdLineSchema),
});
export type ThirdArgs = z.infer<typeof thirdArgsSchema>;

/** A line as every version has it in the end. */
export interface WishedLine extends Omit<ThirdArgs['lines'][number], 'unitPrice'> {
  readonly unitPrice: number;
  readonly reservationId: string;
}

export interface OrderWish extends Omit<ThirdArgs, 'lines'> {
  readonly lines: readonly WishedLine[];
}

const plainHead = { promisedOn: null, documentDiscount: 0, documentDiscountMinor: 0, roundedOffMinor: 0 } as const;
const plainLine: Omit<WishedLine, keyof FirstArgs['lines'][number]> = {
  ...{ soldUnit: null, unitRatio: 1, secondDiscount: 0, promotionId: null, promotionDiscount: 0, promotionMinor: 0 },
  ...{ lineKind: 'goods', freeForLineId: null, availableSeen: null },
};

/** What the versions before the third say. */
export function wishOfBefore(args: FirstArgs & Partial<Pick<SecondArgs, 'dataAsOf'>>): OrderWish {
  const lines = args.lines.map((line) => ({ ...plainLine, ...line }));
  return { dataAsOf: null, ...args, ...plainHead, lines };
}

/** A line's reservation bears its name: nothing else of the order's making does. */
export function wishOfThird(args: ThirdArgs): OrderWish {
  const lines = args.lines.map((line) => ({
    ...line,
    unitPrice: line.unitPrice ?? (line.lineKind === 'goods' ? line.listPrice : 0),
    reservationId: line.id,
  }));
  return { ...args, lines };
}
