import { z } from 'zod';
import { readHits } from '../../../kernel/hits.ts';
import { type Page, pageArgs } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** A lot, or a numbered piece, that a code finds. */
export interface LotHit extends Pick<Row<'lots'>, 'id' | 'code' | 'expiresOn' | 'blocked'> {
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
}

const hitArgs = z.strictObject({ search: z.string().max(100), ...pageArgs });

/** Lots whose codes fit what was typed, those that changed last first; nothing while nothing is typed. */
export const lotHits = defineQuery({
  name: 'inventory.lotHits',
  permission: 'inventory.see',
  args: hitArgs,
  reads: ['lots', 'products'],
  async run(db, { search, limit }, context): Promise<Page<LotHit>> {
    const read = (ids: readonly string[]) =>
      db
        .selectFrom('lots')
        .innerJoin('products', 'products.id', 'lots.productId')
        .select(['lots.id', 'lots.code', 'lots.expiresOn', 'lots.blocked', 'lots.productId'])
        .select(['products.code as productCode', 'products.name as productName'])
        .where('lots.id', 'in', [...ids])
        .where('lots.deletedAt', 'is', null)
        .orderBy('lots.id')
        .execute();
    const hits = await readHits(context, { table: 'lots', typed: search, enough: limit }, read);
    return { rows: hits.slice(0, limit), next: null };
  },
});

export interface SerialHit extends Pick<Row<'serials'>, 'id' | 'code' | 'state' | 'warehouseId'> {
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
}

/** Numbered pieces whose numbers fit what was typed. */
export const serialHits = defineQuery({
  name: 'inventory.serialHits',
  permission: 'inventory.see',
  args: hitArgs,
  reads: ['serials', 'products'],
  async run(db, { search, limit }, context): Promise<Page<SerialHit>> {
    const read = (ids: readonly string[]) =>
      db
        .selectFrom('serials')
        .innerJoin('products', 'products.id', 'serials.productId')
        .select(['serials.id', 'serials.code', 'serials.state', 'serials.warehouseId', 'serials.productId'])
        .select(['products.code as productCode', 'products.name as productName'])
        .where('serials.id', 'in', [...ids])
        .where('serials.deletedAt', 'is', null)
        .orderBy('serials.id')
        .execute();
    const hits = await readHits(context, { table: 'serials', typed: search, enough: limit }, read);
    return { rows: hits.slice(0, limit), next: null };
  },
});
