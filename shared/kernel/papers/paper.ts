/**
 * A document on paper: captions and values, formatted already, in the paper's language (R44: the figures are those that are
 * stored, as the screen writes them). Guards: what goes to a printer was checked, and is no more than one job may be.
 */
import { z } from 'zod';
import { paperKinds, paperLayoutSchema } from './layout.ts';
import { paperSizeNames } from './paper-sizes.ts';

/** An order has at most 300 lines, a delivery note one for each lot or numbered piece of them. */
export const MOST_ROWS = 4_000;
export const MOST_COPIES = 9;

const word = z.string().max(200);
const text = z.string().max(4_000);
const key = z.string().max(40);
/** SHA-256 (hex) of a file of the company. */
const picture = z.string().regex(/^[0-9a-f]{64}$/);

const paperDocumentSchema = z.strictObject({
  language: z.enum(['zh', 'en']),
  title: z.string().min(1).max(60),
  number: z.string().max(60),
  /** Across the paper: what must not be taken for a document that stands. */
  watermark: z.string().max(30).nullable(),
  /** Whose paper it is (R11). */
  issuer: z.strictObject({
    name: word,
    logoHash: picture.nullable(),
    /** By their keys in the layout's header: address, phone, taxNumber, bank. */
    lines: z.array(z.strictObject({ key, text: word })).max(8),
  }),
  /** Whom it is for: the first line is the name. */
  parties: z.array(z.strictObject({ caption: word, lines: z.array(text).max(6) })).max(3),
  facts: z.array(z.strictObject({ key, caption: word, value: text })).max(24),
  columns: z
    .array(z.strictObject({ key, title: z.string().max(60), isFigure: z.boolean() }))
    .min(1)
    .max(16),
  rows: z
    .array(
      z.strictObject({
        cells: z.record(key, z.string().max(500)),
        /** What the carried column comes to with this row. */
        running: z.string().max(60).nullable(),
      }),
    )
    .max(MOST_ROWS),
  /** The column whose sum goes over to the next page, and what that is called there. */
  carry: z.strictObject({ key, from: word, to: word }).nullable(),
  sums: z.array(z.strictObject({ caption: word, value: word, isStrong: z.boolean() })).max(20),
  /** The total in words (大写). */
  inWords: z.strictObject({ caption: word, value: word }).nullable(),
  notes: z.array(z.strictObject({ caption: word, text })).max(12),
  /** What was signed already: pictures, each with who signed. */
  proofs: z.array(z.strictObject({ caption: word, hash: picture })).max(4),
  signatures: z.array(word).max(4),
  /** With {page} and {pages}. */
  pageText: word,
  /** Beside the number on all pages but the first. */
  continued: word,
});
export type PaperDocument = z.infer<typeof paperDocumentSchema>;

export const paperJobSchema = z.strictObject({
  kind: z.enum(paperKinds),
  size: z.enum(paperSizeNames),
  layout: paperLayoutSchema,
  document: paperDocumentSchema,
});
export type PaperJob = z.infer<typeof paperJobSchema>;
