/**
 * What a company decides about a paper of one kind and size: which of its parts stand there, in which order, how wide, and
 * what is added to all of them. It is data: what code draws by default is a layout like any other.
 */
import { z } from 'zod';

/** Papers by what they say; each has a builder, which knows its facts and columns. */
export const paperKinds = [
  'orderConfirmation',
  'deliveryNote',
  'goodsReturn',
  'goodsReceipt',
  'supplierReturn',
  'pickList',
  'transferSlip',
] as const;
export type PaperKind = (typeof paperKinds)[number];

/** Those of which a company may keep layouts of its own. */
export const templateKinds = ['orderConfirmation', 'deliveryNote'] as const satisfies readonly PaperKind[];

const key = z.string().regex(/^[a-z][A-Za-z]{0,39}$/);
const line = z.string().max(200);
const flag = z.union([z.literal(0), z.literal(1)]);
/** Null: as the builder calls it. */
const title = z.string().max(60).nullable();

export const paperLayoutSchema = z.strictObject({
  header: z.strictObject({
    logo: flag,
    logoHeightMm: z.number().min(6).max(30),
    address: flag,
    phone: flag,
    taxNumber: flag,
    bank: flag,
    /** The document's number in bars, for whoever scans it. */
    barcode: flag,
    extraLines: z.array(line).max(4),
  }),
  /** In this order; what is not named is left out. */
  facts: z.array(z.strictObject({ key, shown: flag, title })).max(24),
  /** In this order; a column without a width takes what is left. What a document does not have stands nowhere. */
  columns: z.array(z.strictObject({ key, shown: flag, widthMm: z.number().min(6).max(200).nullable(), title })).max(16),
  /** Below the sums, each a paragraph. */
  notes: z.array(z.string().max(500)).max(6),
  /** Below the notes, numbered. */
  terms: z.array(z.string().max(500)).max(12),
  footer: z.strictObject({
    /** Null: whoever signs by the kind of the paper. */
    signatures: z.array(line).max(4).nullable(),
    pageNumbers: flag,
    /** Who gets which sheet of a triplicate: 白联存根. */
    copyNames: z.array(line).max(4),
  }),
  accent: z.enum(['none', 'line']),
});
export type PaperLayout = z.infer<typeof paperLayoutSchema>;

/** As it is stored: the same text on every side, in whichever order a message brought its parts. */
export function layoutText(layout: PaperLayout): string {
  return JSON.stringify(layout, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
