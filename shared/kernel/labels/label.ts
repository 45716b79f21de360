/**
 * A label: what stands on it, for whichever printer. Guards: what goes to a printer was checked, and is no more than one
 * job may be: a wrong figure must not use up a roll.
 */
import { z } from 'zod';

/** Millimetres of what rolls are sold in: for goods, for shelves and lots, for parcels. */
export const labelSizes = {
  '60x40': { widthMm: 60, heightMm: 40 },
  '100x50': { widthMm: 100, heightMm: 50 },
  '100x150': { widthMm: 100, heightMm: 150 },
} as const;
export type LabelSize = keyof typeof labelSizes;
export const labelSizeNames = ['60x40', '100x50', '100x150'] as const satisfies readonly LabelSize[];

/** Dots of a printer's head to the inch. */
export const printerDpis = [203, 300] as const;
export type PrinterDpi = (typeof printerDpis)[number];

/** What GS1 allows in a lot or serial number (character set 82). */
export const elementPattern = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;

/** One element of GS1-128; one whose length is not fixed needs an end where another one follows. */
export interface LabelElement {
  readonly ai: string;
  readonly value: string;
  readonly isFixed: boolean;
}

export type LabelCode =
  | { readonly kind: 'ean13'; readonly digits: string }
  | { readonly kind: 'code128'; readonly text: string }
  | { readonly kind: 'gs1'; readonly elements: readonly LabelElement[] };

export interface Label {
  readonly title: string;
  /** The title as large as it fits: a place is read from three metres away. */
  readonly isLarge: boolean;
  /** At the right of the title: 2 / 3. */
  readonly mark: string | null;
  /** The most needed first: what does not fit is left out from the end. */
  readonly lines: readonly { readonly caption: string; readonly value: string }[];
  /** Null: nothing that a scanner could read. */
  readonly code: LabelCode | null;
}

/** Of one label: a wrong figure is a person's, a whole roll is a thousand. */
export const MOST_COPIES = 2_000;
/** Labels that differ, in one job. */
export const MOST_LABELS = 1_000;
/** All copies of a job together, for a printer that is told how often. */
export const MOST_PRINTED = 5_000;
/** As pages: a thousand are drawn in some five seconds, twice as many in four times that. */
export const MOST_PAGES = 2_000;

const labelCodeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ean13'), digits: z.string().regex(/^\d{13}$/) }),
  z.strictObject({ kind: z.literal('code128'), text: z.string().regex(/^[\x20-\x7e]{1,60}$/) }),
  z.strictObject({
    kind: z.literal('gs1'),
    elements: z
      .array(
        z.strictObject({
          ai: z.string().regex(/^\d{2,4}$/),
          value: z.string().max(90).regex(elementPattern),
          isFixed: z.boolean(),
        }),
      )
      .min(1)
      .max(8),
  }),
]);

const labelSchema = z.strictObject({
  title: z.string().min(1).max(300),
  isLarge: z.boolean(),
  mark: z.string().max(30).nullable(),
  lines: z.array(z.strictObject({ caption: z.string().max(60), value: z.string().max(500) })).max(16),
  code: labelCodeSchema.nullable(),
});

/** A file of a printer: its drive, its name, its kind. */
export const fontPattern = /^[A-Z]:[A-Z0-9_-]{1,16}\.[A-Z]{3}$/;

/** One print: labels of one size, each so many times. */
export const labelJobSchema = z
  .strictObject({
    size: z.enum(labelSizeNames),
    dpi: z.literal(printerDpis),
    /** Font of the printer for texts, where its own has no Chinese: E:SIMSUN.TTF. */
    font: z.string().regex(fontPattern).nullable(),
    labels: z
      .array(z.strictObject({ label: labelSchema, copies: z.int().min(1).max(MOST_COPIES) }))
      .min(1)
      .max(MOST_LABELS),
  })
  .refine(({ labels }) => printedOf(labels) <= MOST_PRINTED);

export interface LabelJob {
  readonly size: LabelSize;
  readonly dpi: PrinterDpi;
  readonly font: string | null;
  readonly labels: readonly { readonly label: Label; readonly copies: number }[];
}

/** The same as pages. */
export const pageJobSchema = labelJobSchema.refine(({ labels }) => printedOf(labels) <= MOST_PAGES);

/** How many come out of the printer. */
export function printedOf(labels: readonly { readonly copies: number }[]): number {
  return labels.reduce((sum, { copies }) => sum + copies, 0);
}
