import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';
import { askerOf, availabilityTables } from './select-available.ts';
import { type ProductRow, selectProducts } from './select-products.ts';

/** A product of the same family. */
export type SiblingRow = Pick<Row<'products'>, 'id' | 'code' | 'name' | 'variant' | 'discontinued'>;

/** A product with all that is written of it beside its own row. */
export interface ProductCard {
  readonly product: Row<'products'>;
  readonly units: readonly Pick<Row<'productUnits'>, 'id' | 'name' | 'ratio' | 'forSale' | 'forPurchase'>[];
  readonly barcodes: readonly Pick<Row<'productBarcodes'>, 'id' | 'unitId' | 'code'>[];
  readonly substitutes: readonly {
    readonly id: string;
    readonly substituteId: string;
    readonly code: string;
    readonly name: string;
    readonly discontinued: 0 | 1;
  }[];
  readonly reorderRules: readonly (Row<'reorderRules'> & { readonly supplierName: string | null })[];
  readonly family: Row<'productFamilies'> | null;
  /** The others of its family, by code. */
  readonly siblings: readonly SiblingRow[];
  /** How many pieces with numbers of their own are in stock. */
  readonly serialCount: number;
}

/** Everything that is written of a product; null when it is gone. */
export const productCard = defineQuery({
  name: 'inventory.productCard',
  permission: 'inventory.see',
  args: z.strictObject({ id: idSchema }),
  reads: [
    'products',
    'productUnits',
    'productBarcodes',
    'productSubstitutes',
    'reorderRules',
    'suppliers',
    'productFamilies',
    'serials',
  ],
  async run(db, { id }): Promise<ProductCard | null> {
    const product = await db
      .selectFrom('products')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const units = await db
      .selectFrom('productUnits')
      .select(['id', 'name', 'ratio', 'forSale', 'forPurchase'])
      .where('productId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('ratio')
      .orderBy('id')
      .execute();
    const barcodes = await db
      .selectFrom('productBarcodes')
      .select(['id', 'unitId', 'code'])
      .where('productId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('code')
      .orderBy('id')
      .execute();
    const substituteRows = await db
      .selectFrom('productSubstitutes')
      .innerJoin('products', 'products.id', 'productSubstitutes.substituteId')
      .select(['productSubstitutes.id', 'productSubstitutes.substituteId'])
      .select(['products.code', 'products.name', 'products.discontinued'])
      .where('productSubstitutes.productId', '=', id)
      .where('productSubstitutes.deletedAt', 'is', null)
      .where('products.deletedAt', 'is', null)
      .orderBy('productSubstitutes.rank')
      .orderBy('productSubstitutes.id')
      .execute();
    const reorderRules = await db
      .selectFrom('reorderRules')
      .leftJoin('suppliers', 'suppliers.id', 'reorderRules.supplierId')
      .selectAll('reorderRules')
      .select('suppliers.name as supplierName')
      .where('reorderRules.productId', '=', id)
      .where('reorderRules.deletedAt', 'is', null)
      .orderBy('reorderRules.warehouseId')
      .orderBy('reorderRules.id')
      .execute();
    const family = await db
      .selectFrom('productFamilies')
      .selectAll()
      .where('id', '=', product?.familyId ?? '')
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const pieces = await db
      .selectFrom('serials')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('productId', '=', id)
      .where('state', '=', 'inStock')
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (!product) return null;
    const siblings = family ? (await membersOf(db, family.id)).filter((row) => row.id !== id) : [];
    return {
      ...{ product, units, barcodes, substitutes: substituteRows, reorderRules, siblings },
      family: family ?? null,
      serialCount: Number(pieces?.count ?? 0),
    };
  },
});

/** The products of a family, by code. */
export async function membersOf(db: Reader, familyId: string): Promise<SiblingRow[]> {
  return db
    .selectFrom('products')
    .select(['id', 'code', 'name', 'variant', 'discontinued'])
    .where('familyId', '=', familyId)
    .where('deletedAt', 'is', null)
    .orderBy('code')
    .orderBy('id')
    .execute();
}

/** What can be sold instead of a product, the best first, with its stock in a warehouse. */
export const substitutes = defineQuery({
  name: 'inventory.substitutes',
  permission: 'inventory.see',
  args: z.strictObject({ productId: idSchema, warehouseId: idSchema.nullable() }),
  reads: ['products', 'productSubstitutes', ...availabilityTables],
  async run(db, { productId, warehouseId }, context): Promise<ProductRow[]> {
    return selectProducts(db, warehouseId, await askerOf(db, context))
      .innerJoin('productSubstitutes', 'productSubstitutes.substituteId', 'products.id')
      .where('productSubstitutes.productId', '=', productId)
      .where('productSubstitutes.deletedAt', 'is', null)
      .where('products.deletedAt', 'is', null)
      .where('products.discontinued', '=', 0)
      .orderBy('productSubstitutes.rank')
      .orderBy('productSubstitutes.id')
      .execute();
  },
});
