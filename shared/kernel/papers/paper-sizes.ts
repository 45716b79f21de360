/** The papers that documents go on. Guards: nothing is printed where a tractor's holes are, nor where no printer prints. */

/** All in millimetres. */
export interface PaperMeasure {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly leftMm: number;
  readonly rightMm: number;
  readonly topMm: number;
  readonly bottomMm: number;
  /** Needles and carbon copies: black alone, no grounds, strokes of 0.3 mm, letters of 9 pt at least. */
  readonly isImpact: boolean;
}

/** R112: 241 × 140 mm is the half sheet of continuous triplicate paper; its strips are 12.7 mm wide, its print 203.2 mm. */
export const paperSizes = {
  a4: { widthMm: 210, heightMm: 297, leftMm: 16, rightMm: 14, topMm: 13, bottomMm: 12, isImpact: false },
  continuous241x140: {
    ...{ widthMm: 241, heightMm: 140, leftMm: 19, rightMm: 18.8, topMm: 7, bottomMm: 7, isImpact: true },
  },
} as const satisfies Readonly<Record<string, PaperMeasure>>;

export type PaperSize = keyof typeof paperSizes;
export const paperSizeNames = ['a4', 'continuous241x140'] as const satisfies readonly PaperSize[];
