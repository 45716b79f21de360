import { integer, type Migration, nullable, withDefault } from './vocabulary.ts';

/** What opening balances brought, by lot and by document: a second import of them adds only the difference (R110). */
export const kernelOpeningBalances: Migration = {
  id: '0027-kernel-opening-balances',
  up: (schema) => {
    schema.addColumn('lotBalances', 'opening', withDefault(integer, 0));
    schema.backfill(
      `UPDATE "lotBalances" SET "opening" = (
         SELECT COALESCE(SUM("stockMovements"."quantity"), 0) FROM "stockMovements"
         WHERE "stockMovements"."productId" = "lotBalances"."productId"
           AND "stockMovements"."warehouseId" = "lotBalances"."warehouseId"
           AND "stockMovements"."lotId" = "lotBalances"."lotId"
           AND "stockMovements"."cause" = 'openingBalance' AND "stockMovements"."deletedAt" IS NULL)`,
    );
    schema.addColumn('exposureEntries', 'originalMinor', nullable(integer));
    schema.addColumn('exposureEntries', 'openingMinor', nullable(integer));
  },
};
