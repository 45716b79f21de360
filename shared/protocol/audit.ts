/** The audit on the wire: who did what, when and where, what became of master data and rights, and who allowed it. */
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/instants.ts';
import { reasonSchema } from './sync.ts';

/** Entries of a page, and of a file. */
export const AUDIT_PAGE_LIMIT = 100;
/** Changes that an entry brings along; of an import there may be thousands. */
export const AUDIT_CHANGES_LIMIT = 40;

const filterShape = {
  /** Document, customer, product, person by a part of number, code or name; empty: any. */
  text: z.string().max(200),
  /** Beside what `text` finds: the commands of these names. */
  names: z.array(z.string().max(80)).max(200),
  /** And what changed one of these columns: `basePrice` of any table, `products.basePrice` of one. */
  fields: z.array(z.string().max(80)).max(200).optional(),
  /** A document's number, whole. */
  document: z.string().max(80).nullable(),
  userId: idSchema.nullable(),
  /** As it stands in document numbers: K7. */
  deviceCode: z.string().max(10).nullable(),
  /** What made or changed this row, or the document or customer that it is. */
  rowId: z.string().max(200).nullable(),
  from: instantSchema.nullable(),
  until: instantSchema.nullable(),
};

export const auditSearchSchema = z.strictObject({
  ...filterShape,
  /** Entries before this version of the company; null: the newest. */
  before: z.int().min(0).nullable(),
  limitRows: z.int().min(1).max(AUDIT_PAGE_LIMIT),
});
export type AuditSearch = z.infer<typeof auditSearchSchema>;

export const auditExportSchema = z.strictObject({
  ...filterShape,
  /** csv: what is found, a line for each change. proof: every command of `deviceCode`, for `check-proof`. */
  kind: z.enum(['csv', 'proof']),
});
export type AuditExport = z.infer<typeof auditExportSchema>;

const auditChangeSchema = z.strictObject({
  table: z.string(),
  rowId: z.string(),
  /** What the row is called by now. */
  rowName: z.string(),
  column: z.string(),
  /** How its value is read. `name`: another row's, by what it is called. */
  kind: z.enum([
    'text',
    'number',
    'quantity',
    'price',
    'amount',
    'percent',
    'rate',
    'date',
    'instant',
    'days',
    'word',
    'yesNo',
    'name',
    'right',
  ]),
  op: z.enum(['insert', 'update', 'delete']),
  was: z.string().nullable(),
  became: z.string().nullable(),
  /** Of an amount and a price: the row's own, else the company's. */
  currency: z.string().optional(),
});
export type AuditChange = z.infer<typeof auditChangeSchema>;

const auditApprovalSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  documentNumber: z.string(),
  askedByName: z.string(),
  askedAt: instantSchema,
  decidedByName: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
  onBehalfOfName: z.string().nullable(),
  note: z.string().nullable(),
  decisionNote: z.string().nullable(),
  byCode: z.boolean(),
});
export type AuditApproval = z.infer<typeof auditApprovalSchema>;

const auditEntrySchema = z.strictObject({
  /** The company's version that it made; its place in the order of all. */
  version: z.int(),
  /** null: the server did it by itself. */
  commandId: z.string().nullable(),
  name: z.string().nullable(),
  /** When it was done, by the clock that counts. */
  at: instantSchema,
  /** When it reached the server. */
  receivedAt: instantSchema.nullable(),
  userId: z.string(),
  userName: z.string().nullable(),
  deviceCode: z.string().nullable(),
  deviceName: z.string().nullable(),
  document: z.string().nullable(),
  party: z.string().nullable(),
  customerId: z.string().nullable(),
  /** The row that it is about. */
  rowId: z.string().nullable(),
  amountMinor: z.int().nullable(),
  currency: z.string().nullable(),
  rows: z.int().nullable(),
  /** Why, as the person said it; left out where nothing was said. */
  note: z.string().optional(),
  state: z.enum(['applied', 'adjusted', 'rejected', 'failed']).nullable(),
  reasons: z.array(reasonSchema),
  /** The right by which it was allowed without asking. */
  permission: z.string().nullable(),
  changes: z.array(auditChangeSchema),
  /** So many changes are not in `changes`. */
  moreChanges: z.int().min(0),
  approvals: z.array(auditApprovalSchema),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditPageSchema = z.strictObject({
  entries: z.array(auditEntrySchema),
  /** `before` of the next page; null: there is none. */
  next: z.int().nullable(),
  /** The asker sees a part of the company: what belongs to others is left out. */
  isPartial: z.boolean(),
  /** People and devices to choose from; with the first page only. */
  people: z.array(z.strictObject({ id: z.string(), name: z.string() })).nullable(),
  devices: z.array(z.strictObject({ code: z.string(), name: z.string(), userName: z.string() })).nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

export const auditFileSchema = z.strictObject({ name: z.string(), text: z.string(), isCut: z.boolean() });
export type AuditFile = z.infer<typeof auditFileSchema>;
