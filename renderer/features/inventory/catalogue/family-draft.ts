/** A product family as a person types it, and as it was typed by what a command holds of it. */
import { z } from 'zod';
import { formatDecimal } from '#shared/kernel/money.ts';
import { type Axis, combine, valuesOf } from './variants.ts';

export interface FamilyHead {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly category: string;
  readonly price: string;
}

/** What of a variant was typed over what the table offers. */
export interface TypedVariant {
  readonly code?: string;
  readonly price?: string;
  readonly barcode?: string;
  readonly isLeftOut?: boolean;
}

export interface FamilyDraft {
  readonly head: FamilyHead;
  readonly axes: readonly Axis[];
  /** By the variant's values as JSON. */
  readonly typed: Readonly<Record<string, TypedVariant>>;
}

const SCALE = 4;
const made = z.object({
  code: z.string(),
  name: z.string(),
  axes: z.array(z.string()),
  goods: z.object({ unit: z.string(), category: z.string().nullable(), basePrice: z.int() }),
  variants: z.array(
    z.object({
      code: z.string(),
      values: z.array(z.string()),
      barcode: z.string().nullable(),
      basePrice: z.int(),
    }),
  ),
});

/** The arguments of `inventory.saveFamily` as they were typed. @param standing the axes of the family that there is */
export function familyWithin(args: unknown, standing: readonly Axis[]): FamilyDraft | null {
  const read = made.safeParse(args);
  if (!read.success) return null;
  const { code, name, goods, variants } = read.data;
  const axes = read.data.axes.map((axis, at) => {
    const known = valuesOf(standing[at]?.values ?? '');
    const values = variants.map((variant) => variant.values[at] ?? '').filter((value) => value !== '');
    return { name: axis, values: [...new Set([...known, ...values])].join(', ') };
  });
  const price = formatDecimal(goods.basePrice, SCALE);
  const typed = Object.fromEntries([
    // What the table offers and was not made had been left out.
    ...(combine(axes) ?? []).map((values): [string, TypedVariant] => [JSON.stringify(values), { isLeftOut: true }]),
    ...variants.map((variant): [string, TypedVariant] => [
      JSON.stringify(variant.values),
      {
        code: variant.code,
        price: formatDecimal(variant.basePrice, SCALE),
        ...(variant.barcode === null ? {} : { barcode: variant.barcode }),
      },
    ]),
  ]);
  return { head: { code, name, unit: goods.unit, category: goods.category ?? '', price }, axes, typed };
}
