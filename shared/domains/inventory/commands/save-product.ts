import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/command.ts';
import { requireField } from '../../../kernel/field-rights.ts';
import { idSchema } from '../../../kernel/ids.ts';
import type { Row, Tx } from '../../../kernel/table.ts';
import {
  barcodesSchema,
  type ProductFields,
  productFieldsFirstSchema,
  productFieldsSchema,
  unitsSchema,
} from '../catalogue-model.ts';
import { checkBarcodes } from '../check-barcodes.ts';
import { checkProductCodes, isInStock, productById, writeBarcodes, writeUnits } from '../write-catalogue.ts';

const NAME = 'inventory.saveProduct';

const rest = {
  /** Everything it is counted in beside its base unit (R31); null: as it is. */
  units: unitsSchema.nullable(),
  /** Every barcode beside its own; null: as they are. */
  barcodes: barcodesSchema.nullable(),
};
const firstArgsSchema = z.strictObject({ productId: idSchema, fields: productFieldsFirstSchema.partial(), ...rest });
const argsSchema = z.strictObject({ productId: idSchema, fields: productFieldsSchema.partial(), ...rest });
type Args = z.infer<typeof argsSchema>;

const refusals = {
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
} as const;
type Context = CommandContext<typeof refusals>;

interface SavedProduct {
  readonly code: string;
  readonly name: string;
}

/**
 * Makes a product, or changes one: a field that is left out stays as it is, so that two people who change different
 * things of it do not undo each other. Prices have a right of their own (R113), which a new product needs too.
 */
async function writeProduct(
  tx: Tx,
  { productId, fields: told, units, barcodes }: Args,
  context: Context,
): Promise<SavedProduct> {
  const known = await productById(tx, productId);
  if (known && known.deletedAt !== null) throw context.refusal('inventory.productRemoved');
  const fields = known
    ? { ...fieldsOf(known), ...given(told) }
    : productFieldsSchema.safeParse({ brand: null, otherName: null, ...told }).data;
  // A change of a product that this database never had: what would have made it was refused.
  if (!fields) throw context.refusal('inventory.productRemoved');
  if (!known || fields.basePrice !== known.basePrice || fields.floorPrice !== known.floorPrice) {
    requireField(context.actor, NAME, 'price');
  }
  if (fields.code !== known?.code) await checkProductCodes(tx, [{ productId, code: fields.code }]);
  if (known && (fields.tracking !== known.tracking || fields.unit !== known.unit) && (await isInStock(tx, productId))) {
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
    const changes = Object.entries(fields).filter(([column, value]) => value !== known[column as keyof typeof fields]);
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
      .values({
        ...fields,
        ...{ id: productId, discontinued: 0 },
        ...context.created(),
      })
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
}

const common = {
  name: NAME,
  kind: 'request',
  permission: 'inventory.manageProducts',
  fields: ['price'],
  reads: ['products', 'productUnits', 'productBarcodes', 'stockBalances', 'expectedReceipts'],
  writes: ['products', 'productUnits', 'productBarcodes'],
  refusals,
  run: writeProduct,
  subject: (_args: unknown, { code: document, name: party }: SavedProduct) => ({ document, party }),
  makes: ({ productId }: Pick<Args, 'productId'>) => [productId],
} as const;

/** With brand and the name in the other language. */
export const saveProduct = defineCommand({ ...common, version: 2, args: argsSchema });

/** As it was first released; it runs for ever. */
export const saveProductFirst = defineCommand({ ...common, version: 1, args: firstArgsSchema });

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
