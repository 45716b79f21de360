import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** A family in a list. */
export interface FamilyRow extends Pick<Row<'productFamilies'>, 'id' | 'code' | 'name' | 'axes'> {
  /** How many products belong to it. */
  readonly variantCount: number;
}

/** Families of products, by code. */
export const familyList = defineQuery({
  name: 'inventory.familyList',
  permission: 'inventory.see',
  args: z.strictObject({}),
  reads: ['productFamilies', 'products'],
  async run(db): Promise<FamilyRow[]> {
    const rows = await db
      .selectFrom('productFamilies')
      .leftJoin('products', (join) =>
        join.onRef('products.familyId', '=', 'productFamilies.id').on('products.deletedAt', 'is', null),
      )
      .select(['productFamilies.id', 'productFamilies.code', 'productFamilies.name', 'productFamilies.axes'])
      .select(({ fn }) => fn.count<number>('products.id').as('variantCount'))
      .where('productFamilies.deletedAt', 'is', null)
      .groupBy(['productFamilies.id', 'productFamilies.code', 'productFamilies.name', 'productFamilies.axes'])
      .orderBy('productFamilies.code')
      .orderBy('productFamilies.id')
      .execute();
    return rows.map((row) => ({ ...row, variantCount: Number(row.variantCount) }));
  },
});

/** A family with its products, whole: new ones are made like the first of them. */
export interface FamilyCard {
  readonly family: Row<'productFamilies'>;
  readonly variants: readonly Row<'products'>[];
}

export const familyCard = defineQuery({
  name: 'inventory.familyCard',
  permission: 'inventory.see',
  args: z.strictObject({ id: idSchema }),
  reads: ['productFamilies', 'products'],
  async run(db, { id }): Promise<FamilyCard | null> {
    const family = await db
      .selectFrom('productFamilies')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const variants = await db
      .selectFrom('products')
      .selectAll()
      .where('familyId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('code')
      .orderBy('id')
      .execute();
    return family ? { family, variants } : null;
  },
});
