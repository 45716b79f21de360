import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { requireField } from '../../../kernel/field-rights.ts';
import { idSchema } from '../../../kernel/ids.ts';
import type { Row, Tx } from '../../../kernel/table.ts';
import { barcodesSchema, type ProductFields, productFieldsSchema, unitsSchema } from '../catalogue-model.ts';
import { checkBarcodes } from '../check-barcodes.ts';
import { checkProductCodes, isInStock, productById, writeBarcodes, writeUnits } from '../write-catalogue.ts';

const NAME = 'inventory.saveProduct';

/**
 * Makes a product, or changes one: a field that is left out stays as it is, so that two people who change different
 * things of it do not undo each other. Prices have a right of their own (R113), which a new product needs too.
 */
export const saveProduct = defineCommand({
  name: NAME,
  version: 1,
  kind: 'request',
  permission: 'inventory.manageProducts',
  fields: ['price'],
  args: z.strictObject({
    productId: idSchema,
    fields: productFieldsSchema.partial(),
    /** Everything it is counted in beside its base unit (R31); null: as it is. */
    units: unitsSchema.nullable(),
    /** Every barcode beside its own; null: as they are. */
    barcodes: barcodesSchema.nullable(),
  }),
  reads: ['products', 'productUnits', 'productBarcodes', 'stockBalances', 'expectedReceipts'],
  writes: ['products', 'productUnits', 'productBarcodes'],
  refusals: {
    'inventory.productRemoved': 'reject',
    'inventory.productCodeTwice': 'reject',
    'inventory.productCodeTaken': 'reject',
    'inventory.barcodeWrong': 'reject',
    'inventory.barcodeTwice': 'reject',
    'inventory.barcodeTaken': 'reject',
    'inventory.barcodeOfNoUnit': 'reject',
    'inventory.unitNameTwice': 'reject',
    'inventory.unitFixed': 'reject',
    'inventory.trackingFixed': 'reject',
  },
  async run(tx, { productId, fields: told, units, barcodes }, context): Promise<{ code: string; name: string }> {
    const known = await productById(tx, productId);
    if (known && known.deletedAt !== null) throw context.refusal('inventory.productRemoved');
    const fields = known ? { ...fieldsOf(known), ...given(told) } : productFieldsSchema.safeParse(told).data;
    // A change of a product that this database never had: what would have made it was refused.
    if (!fields) throw context.refusal('inventory.productRemoved');
    if (!known || fields.basePrice !== known.basePrice || fields.floorPrice !== known.floorPrice) {
      requireField(context.actor, NAME, 'price');
    }
    if (fields.code !== known?.code) await checkProductCodes(tx, [{ productId, code: fields.code }]);
    if (
      known &&
      (fields.tracking !== known.tracking || fields.unit !== known.unit) &&
      (await isInStock(tx, productId))
    ) {
      if (fields.tracking !== known.tracking) throw context.refusal('inventory.trackingFixed', { product: known.name });
      throw context.refusal('inventory.unitFixed', { product: known.name, unit: known.unit });
    }
    const standing = await barcodesOf(tx, productId);
    const codes = [
      ...(fields.barcode === null ? [] : [fields.barcode]),
      ...(barcodes ?? standing).map(({ code }) => code),
    ];
    const knownCodes = [known?.barcode, ...standing.map(({ code }) => code)].filter((code) => typeof code === 'string');
    if (codes.some((code) => !knownCodes.includes(code)) || codes.length > new Set(codes).size) {
      await checkBarcodes(tx, [{ productId, codes }], new Set(knownCodes));
    }
    if (known) {
      const changes = Object.entries(fields).filter(
        ([column, value]) => value !== known[column as keyof typeof fields],
      );
      if (changes.length > 0) {
        await tx
          .updateTable('products')
          .set({ ...Object.fromEntries(changes), ...context.updated() })
          .where('id', '=', productId)
          .execute();
      }
    } else {
      await tx
        .insertInto('products')
        .values({ ...fields, id: productId, discontinued: 0, ...context.created() })
        .execute();
    }
    const counted = units ?? (fields.unit === known?.unit ? null : await unitsOf(tx, productId));
    if (counted) await writeUnits(tx, { id: productId, unit: fields.unit }, counted, context);
    const codesKept = barcodes ?? (units ? standing : null);
    if (codesKept) {
      const unitIds = new Set((await unitsOf(tx, productId)).map(({ id }) => id));
      const lost = codesKept.find(({ unitId }) => unitId !== null && !unitIds.has(unitId));
      if (lost && barcodes) throw context.refusal('inventory.barcodeOfNoUnit', { code: lost.code });
      const left = codesKept.filter(({ unitId }) => unitId === null || unitIds.has(unitId));
      await writeBarcodes(tx, productId, left, context);
    }
    return { code: fields.code, name: fields.name };
  },
  subject: (_args, { code: document, name: party }) => ({ document, party }),
  makes: ({ productId }) => [productId],
});

function fieldsOf(row: Row<'products'>): ProductFields {
  const columns = Object.keys(productFieldsSchema.shape) as (keyof ProductFields)[];
  return Object.fromEntries(columns.map((column) => [column, row[column]])) as unknown as ProductFields;
}

/** Fields that were said; one that is undefined was not. */
const given = (told: { readonly [Field in keyof ProductFields]?: ProductFields[Field] | undefined }) =>
  Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Partial<ProductFields>;

const barcodesOf = (tx: Tx, productId: string) =>
  tx
    .selectFrom('productBarcodes')
    .select(['id', 'unitId', 'code'])
    .where('productId', '=', productId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();

async function unitsOf(tx: Tx, productId: string) {
  const rows = await tx
    .selectFrom('productUnits')
    .select(['id', 'name', 'ratio', 'forSale', 'forPurchase'])
    .where('productId', '=', productId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, forSale: row.forSale === 1, forPurchase: row.forPurchase === 1 }));
}
