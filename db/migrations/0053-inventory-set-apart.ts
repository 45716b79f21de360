import { integer, type Migration, withDefault } from './vocabulary.ts';

const sumOf = (balance: string, more: string) =>
  `UPDATE "${balance}" SET "quarantined" = (
     SELECT COALESCE(SUM("stockMovements"."quantity"), 0) FROM "stockMovements"
     WHERE "stockMovements"."productId" = "${balance}"."productId"
       AND "stockMovements"."warehouseId" = "${balance}"."warehouseId"
       AND "stockMovements"."locationId" = "${balance}"."locationId"${more}
       AND "stockMovements"."condition" = 'quarantine' AND "stockMovements"."deletedAt" IS NULL)`;

/** What of a place's goods is set apart: posting a count looks at that, and not at all that ever moved (R20, R28). */
export const inventorySetApart: Migration = {
  id: '0053-inventory-set-apart',
  up: (schema) => {
    schema.addColumn('locationBalances', 'quarantined', withDefault(integer, 0));
    schema.addColumn('locationLotBalances', 'quarantined', withDefault(integer, 0));
    schema.backfill(sumOf('locationBalances', ''));
    schema.backfill(
      sumOf('locationLotBalances', '\n       AND "stockMovements"."lotId" = "locationLotBalances"."lotId"'),
    );
  },
};
