import type { Migration } from './vocabulary.ts';

/** What hangs on a customer, by the column that leads to it. */
const belowCustomers = ['contacts', 'creditAccounts', 'exposureEntries', 'exposures', 'orders'] as const;
const belowOrders = ['orderLines', 'orderChanges', 'reservations'] as const;

const present = `"scopeLog"."op" IN ('enter', 'upsert')`;
const enter = '("scope", "tableName", "rowId", "version", "op")';
/** Another way may have led to the scope already. */
const onceOnly =
  'ON CONFLICT ("scope", "tableName", "rowId") DO UPDATE SET "version" = excluded."version", "op" = excluded."op"';

/**
 * Customers are held by a person, a team or a pool (R66), and orders are seen with their customer instead of by a
 * territory of their own: the log says so of every row that is there, at a version of its own. Whoever saw the whole of a
 * territory goes on seeing it.
 */
export const kernelHolderScopes: Migration = {
  id: '0022-kernel-holder-scopes',
  side: 'server',
  up: (schema) => {
    const now = '(SELECT "version" FROM "companyVersion" WHERE "id" = 1)';
    schema.backfill('UPDATE "companyVersion" SET "version" = "version" + 1 WHERE "id" = 1');
    schema.backfill(
      `INSERT INTO "rolePermissions" ("id", "roleId", "permission", "createdAt", "createdBy", "updatedAt", "updatedBy", "deletedAt")
       SELECT "id" || ':seeTerritory', "roleId", 'crm.seeTerritory', "createdAt", "createdBy", "updatedAt", "updatedBy", NULL
       FROM "rolePermissions" WHERE "permission" = 'crm.see' AND "deletedAt" IS NULL`,
    );
    schema.backfill(
      `INSERT INTO "scopeLog" ${enter}
       SELECT 'company', 'rolePermissions', "id", ${now}, 'enter' FROM "rolePermissions"
       WHERE "permission" = 'crm.seeTerritory' ${onceOnly}`,
    );
    // Orders whose customer has moved since leave the territory that they were taken in.
    const moved = `"orders" JOIN "customers" ON "customers"."id" = "orders"."customerId"
       WHERE "orders"."territoryId" <> "customers"."territoryId"`;
    for (const [table, id, below] of [
      ['orders', '"orders"."id"', ''],
      ...belowOrders.map((child) => [child, `"${child}"."id"`, `"${child}" JOIN `]),
    ] as const) {
      const link = below === '' ? '' : ` AND "${table}"."orderId" = "orders"."id"`;
      const from = below === '' ? moved : `"${table}", ${moved}`;
      schema.backfill(
        `UPDATE "scopeLog" SET "op" = 'leave', "version" = ${now}
         WHERE "scopeLog"."tableName" = '${table}' AND ${present} AND EXISTS (SELECT 1 FROM ${from}${link}
           AND ${id} = "scopeLog"."rowId" AND "scopeLog"."scope" = 'territory:' || "orders"."territoryId")`,
      );
    }
    for (const kind of ['holder', 'territory'] as const) {
      const scope = `'${kind}:' || "customers"."${kind}Id"`;
      const log = (table: string, from: string): void =>
        schema.backfill(
          `INSERT INTO "scopeLog" ${enter} SELECT ${scope}, '${table}', "${table}"."id", ${now}, 'enter' FROM ${from}
           WHERE NOT EXISTS (SELECT 1 FROM "scopeLog" AS held WHERE held."scope" = ${scope}
             AND held."tableName" = '${table}' AND held."rowId" = "${table}"."id" AND held."op" IN ('enter', 'upsert'))
           ${onceOnly}`,
        );
      log('customers', '"customers"');
      for (const child of belowCustomers) {
        log(child, `"${child}" JOIN "customers" ON "customers"."id" = "${child}"."customerId"`);
      }
      for (const child of belowOrders) {
        log(
          child,
          `"${child}" JOIN "orders" ON "orders"."id" = "${child}"."orderId"
             JOIN "customers" ON "customers"."id" = "orders"."customerId"`,
        );
      }
    }
  },
};
