import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { requireField } from '../../../kernel/field-rights.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { unitPriceSchema } from '../../../kernel/money.ts';
import type { Tx } from '../../../kernel/table.ts';
import { barcodeSchema, goodsSchema, productCodeSchema } from '../catalogue-model.ts';
import { checkBarcodes } from '../check-barcodes.ts';
import { checkProductCodes } from '../write-catalogue.ts';

/** Variants that are made at once: a table that a person can still look over. */
const LIMIT_VARIANTS = 200;
const valueSchema = z.string().trim().min(1).max(60);

/**
 * Makes a family of products that differ in a few things only, or gives it another name, with the variants that a table
 * said: each is a product of its own, with all that the others are. Variants that there are stay.
 */
export const saveFamily = defineCommand({
  name: 'inventory.saveFamily',
  version: 1,
  kind: 'request',
  permission: 'inventory.manageProducts',
  args: z
    .strictObject({
      familyId: idSchema,
      code: productCodeSchema,
      name: z.string().trim().min(1).max(200),
      axes: z.array(z.string().trim().min(1).max(40)).min(1).max(4),
      /** What new variants have in common. */
      goods: goodsSchema,
      variants: z
        .array(
          z.strictObject({
            productId: idSchema,
            code: productCodeSchema,
            name: z.string().trim().min(1).max(200),
            /** What it is in each axis, in their order. */
            values: z.array(valueSchema).min(1).max(4),
            barcode: barcodeSchema.nullable(),
            basePrice: unitPriceSchema,
          }),
        )
        .max(LIMIT_VARIANTS),
    })
    .refine(({ axes, variants }) => variants.every(({ values }) => values.length === axes.length)),
  reads: ['productFamilies', 'products', 'productBarcodes'],
  writes: ['productFamilies', 'products'],
  refusals: {
    'inventory.familyCodeTaken': 'reject',
    'inventory.axesFixed': 'reject',
    'inventory.variantTwice': 'reject',
    'inventory.productCodeTwice': 'reject',
    'inventory.productCodeTaken': 'reject',
    'inventory.barcodeWrong': 'reject',
    'inventory.barcodeTwice': 'reject',
    'inventory.barcodeTaken': 'reject',
  },
  async run(tx, { familyId, code, name, axes, goods, variants }, context): Promise<{ variants: number }> {
    const same = await tx
      .selectFrom('productFamilies')
      .selectAll()
      .where((eb) => eb.or([eb('id', '=', familyId), eb('code', '=', code)]))
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    const taken = same.find((row) => row.code === code && row.id !== familyId);
    if (taken) throw context.refusal('inventory.familyCodeTaken', { code, family: taken.name });
    const known = same.find((row) => row.id === familyId);
    const members = await membersOf(tx, familyId);
    const row = { code, name, axes: JSON.stringify(axes) };
    const isReaxed = known !== undefined && axesOf(known.axes) !== axes.length;
    if (isReaxed && members.length > 0) {
      throw context.refusal('inventory.axesFixed', { family: known.name, count: members.length });
    }
    const added = variants.filter(({ productId }) => !members.some(({ id }) => id === productId));
    const values = new Set(members.map(({ variant }) => variant ?? ''));
    for (const variant of added) {
      const key = JSON.stringify(variant.values);
      if (values.has(key)) throw context.refusal('inventory.variantTwice', { values: variant.values.join(' / ') });
      values.add(key);
    }
    await checkProductCodes(tx, added);
    const coded = added.flatMap(({ productId, barcode }) =>
      barcode === null ? [] : [{ productId, codes: [barcode] }],
    );
    if (coded.length > 0) await checkBarcodes(tx, coded, new Set());
    if (added.length > 0) requireField(context.actor, 'inventory.saveProduct', 'price');
    if (known) {
      await tx
        .updateTable('productFamilies')
        .set({ ...row, ...context.updated() })
        .where('id', '=', familyId)
        .execute();
    } else {
      await tx
        .insertInto('productFamilies')
        .values({ id: familyId, ...row, ...context.created() })
        .execute();
    }
    for (const { productId, values: of, ...variant } of added) {
      const own = { id: productId, familyId, variant: JSON.stringify(of), discontinued: 0 as const, pictureHash: null };
      await tx
        .insertInto('products')
        .values({ ...goods, ...variant, ...own, ...context.created() })
        .execute();
    }
    return { variants: added.length };
  },
  subject: ({ code, name }, { variants }) => ({ document: code, party: name, rows: variants }),
  makes: ({ familyId, variants }) => [familyId, ...variants.map(({ productId }) => productId)],
});

const membersOf = (tx: Tx, familyId: string) =>
  tx
    .selectFrom('products')
    .select(['id', 'variant'])
    .where('familyId', '=', familyId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();

const axesOf = (text: string): number => z.array(z.string()).parse(JSON.parse(text)).length;
