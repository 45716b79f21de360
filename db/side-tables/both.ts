import { defineLocalTable, instant, type TableType, text } from '#shared/kernel/table.ts';
import { txContext } from '#shared/kernel/tables.ts';

/** The migrations that this database has had, each with what its steps were (digest.ts). */
export const schemaMigrations = defineLocalTable('schemaMigrations', {
  residence: 'both',
  columns: { id: text(), digest: text(), appliedAt: instant() },
  primaryKey: ['id'],
});

export const bothSidesTables = [schemaMigrations, txContext] as const;

declare module '#shared/kernel/table.ts' {
  interface Tables {
    schemaMigrations: TableType<typeof schemaMigrations>;
  }
}
