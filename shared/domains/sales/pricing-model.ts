/** What is said of price lists, prices and promotions (R40), as commands take it. */
import { z } from 'zod';
import { idSchema } from '../../kernel/ids.ts';
import { calendarDateSchema } from '../../kernel/instants.ts';
import {
  AMOUNT_LIMIT,
  basisPointsSchema,
  currencySchema,
  QUANTITY_LIMIT,
  unitPriceSchema,
} from '../../kernel/money.ts';

/** Short, unique among its kind: VIP, 2026-Q4. */
export const priceCodeSchema = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u);
export const priceNameSchema = z.string().trim().min(1).max(200);
/** Of several that could count the highest does. */
const prioritySchema = z.int().min(0).max(999);
export const yesNoSchema = z.literal([0, 1]);
const fromNothingSchema = z.int().min(0).max(QUANTITY_LIMIT);
const amountSchema = z.int().min(0).max(AMOUNT_LIMIT);

/** Prices that one command sets: so many stay under the limit of a command's arguments. */
export const PRICES_LIMIT_ROWS = 150;
const RULES_LIMIT = 50;

const isInOrder = ({ validFrom, validUntil }: { validFrom: string; validUntil: string | null }): boolean =>
  validUntil === null || validFrom <= validUntil;

/** A price list, of everybody who buys at it or of a group. */
export const priceListSchema = z
  .strictObject({
    id: idSchema,
    code: priceCodeSchema,
    name: priceNameSchema,
    kind: z.enum(['list', 'group']),
    groupId: idSchema.nullable(),
    currency: currencySchema,
    validFrom: calendarDateSchema,
    validUntil: calendarDateSchema.nullable(),
    priority: prioritySchema,
    isDefault: yesNoSchema,
    active: yesNoSchema,
  })
  .refine(isInOrder)
  .refine(
    ({ kind, groupId, isDefault }) => (kind === 'group') === (groupId !== null) && (kind === 'list' || !isDefault),
  );
export type PriceListArgs = z.infer<typeof priceListSchema>;

/** A price of a product, or the end of one. */
export const priceSchema = z.strictObject({
  id: idSchema,
  productId: idSchema,
  /** By its name; null: the base unit. */
  soldUnit: z.string().min(1).max(20).nullable(),
  /** R31: base units in one. */
  unitRatio: z.int().min(1).max(1_000_000),
  /** In base units: from so many on. */
  minQuantity: fromNothingSchema,
  /** Of one unit as it is sold; null: there is none any more. */
  unitPrice: unitPriceSchema.nullable(),
  validFrom: calendarDateSchema,
  validUntil: calendarDateSchema.nullable(),
  priority: prioritySchema,
  /** The row whose place it takes. */
  replacesId: idSchema.nullable(),
});
const isWhole = (row: z.infer<typeof priceSchema>): boolean =>
  isInOrder(row) &&
  (row.soldUnit !== null || row.unitRatio === 1) &&
  (row.unitPrice !== null || row.replacesId !== null);
/** No price is said twice in one breath. */
const areApart = (rows: readonly (z.infer<typeof priceSchema> & { readonly currency?: string })[]): boolean => {
  const said = rows.filter(({ unitPrice }) => unitPrice !== null);
  const keys = said.map(
    ({ productId, unitRatio, minQuantity, validFrom, currency = '' }) =>
      `${productId} ${unitRatio} ${minQuantity} ${validFrom} ${currency}`,
  );
  return new Set(keys).size === keys.length;
};

export const listPricesSchema = z.array(priceSchema.refine(isWhole)).min(1).max(PRICES_LIMIT_ROWS).refine(areApart);
export const customerPricesSchema = z
  .array(
    priceSchema
      .extend({ currency: currencySchema, note: z.string().trim().min(1).max(200).nullable() })
      .refine(isWhole),
  )
  .min(1)
  .max(PRICES_LIMIT_ROWS)
  .refine(areApart);
export type PriceArgs = z.infer<typeof priceSchema>;

export const promotionKinds = ['percent', 'amount', 'freeGoods', 'gift', 'sample', 'rebate'] as const;

export const promotionRuleSchema = z.strictObject({
  id: idSchema,
  productId: idSchema.nullable(),
  category: z.string().min(1).max(120).nullable(),
  brand: z.string().min(1).max(120).nullable(),
  minQuantity: fromNothingSchema,
  discount: basisPointsSchema,
  amountMinor: amountSchema,
  buyQuantity: fromNothingSchema,
  freeQuantity: fromNothingSchema,
  giftProductId: idSchema.nullable(),
  giftQuantity: fromNothingSchema,
  minMinor: amountSchema,
  limitTimes: z.int().min(1).max(10_000).nullable(),
});

/** A version of a promotion. */
export const promotionSchema = z
  .strictObject({
    id: idSchema,
    /** The first version's id. */
    seriesId: idSchema,
    /** The version before; null: it is new. */
    replacesId: idSchema.nullable(),
    code: priceCodeSchema,
    name: priceNameSchema,
    kind: z.enum(promotionKinds),
    appliesTo: z.enum(['line', 'document']),
    stacks: yesNoSchema,
    priority: prioritySchema,
    currency: currencySchema.nullable(),
    groupId: idSchema.nullable(),
    territoryId: idSchema.nullable(),
    minMinor: amountSchema.nullable(),
    period: z.enum(['month', 'quarter', 'year']).nullable(),
    basis: z.enum(['invoiced', 'collected']).nullable(),
    validFrom: calendarDateSchema,
    validUntil: calendarDateSchema,
    note: z.string().trim().min(1).max(500).nullable(),
    rules: z.array(promotionRuleSchema).min(1).max(RULES_LIMIT),
  })
  .refine(isInOrder)
  .refine(({ id, seriesId, replacesId }) => (replacesId === null) === (id === seriesId));
export type PromotionArgs = z.infer<typeof promotionSchema>;
