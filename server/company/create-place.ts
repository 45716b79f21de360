import type { Id } from '#shared/kernel/ids.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import { runSystemCommand, type SystemWriter } from '../sync/system-command.ts';
import '#shared/domains/admin/tables.ts';
import '#shared/domains/inventory/tables.ts';

export interface NewPlace {
  /** Short and unique among its kind: N, SH-01. */
  readonly code: string;
  readonly name: string;
}

/** Makes a territory. @throws Refusal `admin.codeTaken` */
export function createTerritory(writer: SystemWriter, place: NewPlace): Promise<{ id: Id }> {
  return createPlace(writer, 'territories', place);
}

/** Makes a warehouse. @throws Refusal `admin.codeTaken` */
export function createWarehouse(writer: SystemWriter, place: NewPlace): Promise<{ id: Id }> {
  return createPlace(writer, 'warehouses', place);
}

function createPlace(
  writer: SystemWriter,
  table: 'territories' | 'warehouses',
  { code, name }: NewPlace,
): Promise<{ id: Id }> {
  return runSystemCommand(writer, async (tx, context) => {
    const taken = await tx.selectFrom(table).select('id').where('code', '=', code).executeTakeFirst();
    if (taken) throw new Refusal('admin.codeTaken', { code });
    const id = context.newId();
    await tx
      .insertInto(table)
      .values({ id, code, name, ...context.created })
      .execute();
    return { id };
  });
}
