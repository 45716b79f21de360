/** A thread that writes as sync does while others read: batches of changed customers, a transaction each, a breath between. */
import { parentPort, workerData } from 'node:worker_threads';
import { applyRows } from '#db/rows.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import { customers } from '#shared/domains/crm/tables.ts';
import type { ApplyThreadData } from './apply-rows-beside.ts';
import { makeChangedCustomers } from './changed-customers.ts';

const BREATH_MS = 100;
const { path, key } = workerData as ApplyThreadData;
const database = openSqlite({ path, key, functions: searchFunctions });
const nextRows = makeChangedCustomers(
  await database.kysely.selectFrom('customers').selectAll().orderBy('id').execute(),
);
let isEnded = false;
let rows = 0;
parentPort?.once('message', () => {
  isEnded = true;
});

while (!isEnded) {
  const { columns, cells } = nextRows();
  await database.kysely.transaction().execute(async (tx) => {
    await tx.updateTable('txContext').set({ mode: 'apply' }).where('id', '=', 1).execute();
    await applyRows(tx, customers, columns, cells);
    await tx.updateTable('txContext').set({ mode: 'idle' }).where('id', '=', 1).execute();
  });
  rows += cells[0]?.length ?? 0;
  await new Promise((breathed) => setTimeout(breathed, BREATH_MS));
}
await database.close();
parentPort?.postMessage(rows);
parentPort?.close();
