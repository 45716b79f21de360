/** The answer of /v1/health: for whoever watches the server, and for a device that looks for its company. */
import { z } from 'zod';
import { instantSchema } from '../kernel/instants.ts';

/** How the copies stand that the server makes of itself (`--backup-folder`). */
const backupHealthSchema = z.union([
  /** Nobody asked for any. */
  z.object({ state: z.literal('off') }),
  z.object({
    /** none: not one was made yet. late: the last good one is more than a day and a half old. failed: the last try. */
    state: z.enum(['good', 'none', 'late', 'failed']),
    /** When the last one was made that could be read back. */
    lastGoodAt: instantSchema.nullable(),
    ageSeconds: z.int().min(0).nullable(),
    /**
     * toolMissing: pg_dump or pg_restore is not on the server's machine. toolUnfit: it is older than the database. Both are
     * known from the server's start. The log says more.
     */
    problem: z.enum(['failed', 'toolMissing', 'toolUnfit']).optional(),
  }),
]);
export type BackupHealth = z.infer<typeof backupHealthSchema>;

export const healthSchema = z.object({
  status: z.literal('ok'),
  database: z.enum(['sqlite', 'postgres']),
  /** The last migration that the database has had. */
  schema: z.string(),
  /** Empty before the company is made. */
  companyId: z.string(),
  serverTime: instantSchema,
  /** Left out by servers that know of none. */
  backup: backupHealthSchema.optional(),
});
export type Health = z.infer<typeof healthSchema>;
