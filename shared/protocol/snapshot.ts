/**
 * Wire messages that bring whole scopes and compare them, under /v1/sync (SYNC.md, snapshot; docs/decisions on
 * snapshots). A receiver leaves out fields that it does not know: a newer server may say more.
 */
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/instants.ts';
import { cellColumnsSchema, placesSchema } from './cells.ts';
import { PAGE_LEAST_ROWS, SCOPES_LIMIT, SNAPSHOT_LIMIT_ROWS } from './limits.ts';

const scopesSchema = z.array(z.string().min(1).max(200)).min(1).max(SCOPES_LIMIT);

/** Where a load of scopes stands: the version that the company had when it began, and the last row that came. */
export const snapshotPlaceSchema = z.strictObject({
  timeline: idSchema,
  /** Remembered from the first page on: the pull that follows goes on from here. */
  version: z.int().min(0),
  table: z.string(),
  /** Id of the last row of `table` that came; empty: none yet. */
  after: z.string(),
  /** The version that the company had when the last page was read: see the cursor's. */
  readAt: z.int().min(0).optional(),
});
export type SnapshotPlace = z.infer<typeof snapshotPlaceSchema>;

export const snapshotRequestSchema = z.strictObject({
  deviceId: idSchema,
  incarnation: idSchema,
  /** The last migration that the device has. */
  schema: z.string(),
  /** What is loaded together, so that a row that several of them hold travels once. */
  scopes: scopesSchema,
  /** Only these tables; null: all. */
  tables: z.array(z.string()).min(1).max(1_000).nullable(),
  /** Null: the first page. */
  place: snapshotPlaceSchema.nullable(),
  /** A shorter page than the server's longest, for a thin line. */
  limitRows: z.int().min(PAGE_LEAST_ROWS).max(SNAPSHOT_LIMIT_ROWS).optional(),
});
export type SnapshotRequest = z.infer<typeof snapshotRequestSchema>;

/** Rows of one table as column arrays; `holders[r]` is the place in `sets` of the scopes that hold row r. */
export const snapshotBlockSchema = z.object({
  table: z.string(),
  columns: z.array(z.string()).min(1),
  cells: cellColumnsSchema,
  holders: placesSchema,
});

export const snapshotResponseSchema = z.object({
  timeline: idSchema,
  version: z.int().min(0),
  /** The version that the company had when this page was read; for the cursor that the load ends with. */
  readAt: z.int().min(0).optional(),
  /** The last migration that the server has. */
  schema: z.string(),
  /** Each a list of scopes that hold rows together. */
  sets: z.array(z.array(z.string())),
  blocks: z.array(snapshotBlockSchema),
  /** How many rows are to come, by table; with the first page alone. */
  totals: z.array(z.object({ table: z.string(), rows: z.int().min(0) })).nullable(),
  /** Where the next page goes on; null: this was the last. */
  next: snapshotPlaceSchema.nullable(),
  serverTime: instantSchema,
});
export type SnapshotResponse = z.infer<typeof snapshotResponseSchema>;

export const checksumsRequestSchema = z.strictObject({
  deviceId: idSchema,
  incarnation: idSchema,
  schema: z.string(),
  timeline: idSchema,
  /** The company version at which the device stands. */
  version: z.int().min(0),
  scopes: scopesSchema,
});
export type ChecksumsRequest = z.infer<typeof checksumsRequestSchema>;

/** Of the rows of one table in one scope: how many, and SHA-256 over them in the order of their ids. */
const tableChecksumSchema = z.object({ table: z.string(), count: z.int().min(0), checksum: z.string() });
export type TableChecksum = z.infer<typeof tableChecksumSchema>;

export const checksumsResponseSchema = z.object({
  /** The columns that were compared are those that both sides have: migrations up to this one. */
  schema: z.string(),
  /** A scope that moved on since the device's version has no tables: it is compared another time. */
  scopes: z.array(z.object({ scope: z.string(), tables: z.array(tableChecksumSchema).nullable() })),
  serverTime: instantSchema,
});
export type ChecksumsResponse = z.infer<typeof checksumsResponseSchema>;
