/**
 * A row of a laptop becomes another than the office's, and nothing tells: a mistake of a version that is gone, or of
 * somebody's hand. Comparing checksums must find it within a day or two, and fetch its scope anew. Until then nobody can say
 * what that laptop should show, and the auditor looks away from its rows: therefore only where it is asked for by name.
 */
import { type Handle, literal } from '#db/database.ts';
import '#db/side-tables/device.ts';
import { someRunning } from './choose.ts';
import type { Fault } from './fault.ts';

export const spoilRow: Fault = {
  name: 'rowSpoiled',
  weight: 10,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    const reader = laptop?.observe();
    const [writer] = laptop?.writers() ?? [];
    if (!laptop || !reader || !writer || writer.inTransaction || laptop.desk !== laptop.owner) return;
    if (await isMoving(reader)) return;
    const customers = await reader.selectFrom('customers').select('id').orderBy('id').execute();
    const [customer] = random.some(customers, 1);
    if (!customer) return;
    const setMode = (mode: string): string => `UPDATE "txContext" SET "mode" = ${literal(mode)} WHERE "id" = 1`;
    const spoil = `UPDATE "customers" SET "city" = 'spoiled' WHERE "id" = ${literal(customer.id)}`;
    writer.exec(['BEGIN', setMode('apply'), spoil, setMode('idle'), 'COMMIT'].join('; '));
    laptop.isSpoiled = true;
    scene.fault('rowSpoiled', laptop);
    scene.tell({ what: 'rowSpoiled', device: laptop.key });
  },
};

/** What waits stands on rows as they were, and what is loaded brings them anew. */
async function isMoving(reader: Handle): Promise<boolean> {
  const waiting = await reader.selectFrom('outbox').select('seq').orderBy('seq').limit(1).executeTakeFirst();
  const moving = await reader
    .selectFrom('syncState')
    .select('key')
    .where('key', 'in', ['load', 'stage', 'firstLoadRows'])
    .orderBy('key')
    .limit(1)
    .executeTakeFirst();
  return waiting !== undefined || moving !== undefined;
}
