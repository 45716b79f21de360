/** The answer of /v1/health: for whoever watches the server, and for a device that looks for its company. */
import { z } from 'zod';
import { instantSchema } from '../kernel/instants.ts';

export const healthSchema = z.object({
  status: z.literal('ok'),
  database: z.enum(['sqlite', 'postgres']),
  /** The last migration that the database has had. */
  schema: z.string(),
  /** Empty before the company is made. */
  companyId: z.string(),
  serverTime: instantSchema,
});
export type Health = z.infer<typeof healthSchema>;
