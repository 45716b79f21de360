/**
 * Where everything of a label stands, the same for paper and for a printer's own language. Guards: nothing is printed
 * over the edge, over something else, or so fine that a scanner cannot read it; what has no room is left out and said.
 */
import { codeBars, codeText } from './draw-code.ts';
import { type Label, type LabelCode, type LabelSize, labelSizes, type PrinterDpi } from './label.ts';
import { cutText, textWidthEm, wrapText } from './measure-text.ts';

export interface PlacedText {
  readonly xMm: number;
  /** The line on which letters stand. */
  readonly baseMm: number;
  readonly sizeMm: number;
  readonly isBold: boolean;
  readonly text: string;
}

export interface PlacedCode {
  readonly code: LabelCode;
  readonly modules: string;
  /** Of one module, in dots of the printer. */
  readonly moduleDots: number;
  readonly xMm: number;
  readonly yMm: number;
  readonly heightMm: number;
}

export interface PlacedLabel {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly texts: readonly PlacedText[];
  readonly codes: readonly PlacedCode[];
  /** The label has a code that this size has no room for. */
  readonly lacksCode: boolean;
}

interface Measures {
  readonly marginMm: number;
  readonly titleMm: number;
  readonly titleLines: number;
  readonly lineMm: number;
  /** Lines that one value may take. */
  readonly valueLines: number;
  readonly barsMm: number;
  /** Each of two codes, one above the other. */
  readonly halfBarsMm: number;
  readonly codeTextMm: number;
}

const measures: Readonly<Record<LabelSize, Measures>> = {
  '60x40': {
    ...{ marginMm: 2.5, titleMm: 3.8, titleLines: 2, lineMm: 2.5, valueLines: 1 },
    ...{ barsMm: 10, halfBarsMm: 6, codeTextMm: 2.4 },
  },
  '100x50': {
    ...{ marginMm: 3, titleMm: 5, titleLines: 2, lineMm: 3.5, valueLines: 1 },
    ...{ barsMm: 13, halfBarsMm: 7, codeTextMm: 3 },
  },
  '100x150': {
    ...{ marginMm: 5, titleMm: 8, titleLines: 2, lineMm: 5, valueLines: 3 },
    ...{ barsMm: 28, halfBarsMm: 18, codeTextMm: 4 },
  },
};

const MM_PER_INCH = 25.4;
const LEADING = 1.3;
/** From the top of a line to where its letters stand. */
const ASCENT = 0.88;
/** ISO/IEC 15420 and 15417: clear space beside the bars, in modules. */
const QUIET_MODULES = 11;
/** GS1 General Specifications 5.12: finer than this not every scanner reads; wider is of no use. */
const LEAST_MODULE_MM = 0.16;
const MOST_MODULE_MM = 0.51;
const GAP_MM = 1;
const CAPTION_GAP_EM = 0.6;
/** So much smaller a title may be that fits its line then. */
const LEAST_TITLE = 0.8;
/** Widths are sums of fractions. */
const JUST_WITHIN = 0.999;
/** A large title leaves this much of its height to the lines below it. */
const LARGE_SHARE = 0.62;
const LARGE_SHARE_ALONE = 0.9;

/** Where everything stands, in millimetres from the upper left corner. */
export function layOutLabel(label: Label, size: LabelSize, dpi: PrinterDpi): PlacedLabel {
  const { widthMm, heightMm } = labelSizes[size];
  const usual = measures[size];
  const codes = label.code === null ? [] : fitCode(label.code, widthMm, dpi);
  // Two codes take the room of a line: the lot and its last day are needed more than the end of a long name.
  const of = codes && codes.length > 1 ? { ...usual, titleLines: 1 } : usual;
  const placed = placeCodes(codes ?? [], of, widthMm, heightMm, dpi);
  const bottomMm = placed.topMm - (placed.codes.length > 0 ? GAP_MM : 0);
  const title = placeTitle(label, of, widthMm, bottomMm);
  const lines = placeLines(label, of, widthMm, title.endMm, bottomMm);
  return {
    ...{ widthMm, heightMm, codes: placed.codes, lacksCode: codes === null },
    texts: [...title.texts, ...lines, ...placed.texts],
  };
}

interface FittedCode {
  readonly code: LabelCode;
  readonly modules: string;
  readonly moduleDots: number;
}

/** One code, or a GS1 code as two of which each has room: first what has fixed lengths. Null: there is no room. */
function fitCode(code: LabelCode, widthMm: number, dpi: PrinterDpi): FittedCode[] | null {
  const whole = fitBars(code, widthMm, dpi);
  if (whole) return [whole];
  if (code.kind !== 'gs1') return null;
  const parts = [code.elements.filter(({ isFixed }) => isFixed), code.elements.filter(({ isFixed }) => !isFixed)];
  const fitted = parts.map((elements) => (elements.length === 0 ? null : fitBars({ ...code, elements }, widthMm, dpi)));
  return fitted.every((part) => part !== null) ? fitted : null;
}

function fitBars(code: LabelCode, widthMm: number, dpi: PrinterDpi): FittedCode | null {
  const modules = codeBars(code);
  if (modules === null) return null;
  const dotMm = MM_PER_INCH / dpi;
  const roomDots = Math.floor(widthMm / dotMm / (modules.length + 2 * QUIET_MODULES));
  const moduleDots = Math.min(roomDots, Math.floor(MOST_MODULE_MM / dotMm));
  return moduleDots * dotMm < LEAST_MODULE_MM ? null : { code, modules, moduleDots };
}

/** Codes stand at the bottom, each with its text below. */
function placeCodes(codes: readonly FittedCode[], of: Measures, widthMm: number, heightMm: number, dpi: PrinterDpi) {
  const barsMm = codes.length > 1 ? of.halfBarsMm : of.barsMm;
  const blockMm = barsMm + of.codeTextMm * LEADING;
  const topMm = heightMm - of.marginMm - codes.length * blockMm;
  const placed = codes.map((code, index): { code: PlacedCode; text: PlacedText } => {
    const yMm = topMm + index * blockMm;
    const spanMm = (code.modules.length * code.moduleDots * MM_PER_INCH) / dpi;
    const text = cutText(codeText(code.code), (widthMm - 2 * of.marginMm) / of.codeTextMm);
    return {
      code: { ...code, xMm: (widthMm - spanMm) / 2, yMm, heightMm: barsMm },
      text: {
        xMm: (widthMm - textWidthEm(text) * of.codeTextMm) / 2,
        baseMm: yMm + barsMm + of.codeTextMm * (ASCENT + 0.12),
        ...{ sizeMm: of.codeTextMm, isBold: false, text },
      },
    };
  });
  return { topMm, codes: placed.map(({ code }) => code), texts: placed.map(({ text }) => text) };
}

function placeTitle(label: Label, of: Measures, widthMm: number, bottomMm: number) {
  const roomMm = widthMm - 2 * of.marginMm;
  const markMm = label.mark === null ? 0 : (textWidthEm(label.mark, true) + CAPTION_GAP_EM) * of.titleMm;
  const hasLines = label.lines.some(({ value }) => value !== '');
  const most = (bottomMm - of.marginMm) * (hasLines ? LARGE_SHARE : LARGE_SHARE_ALONE);
  const fitsMm = (roomMm - markMm) / textWidthEm(label.title, true);
  // A little smaller before a last character stands alone on a second line.
  const ownMm = fitsMm < of.titleMm && fitsMm >= of.titleMm * LEAST_TITLE ? fitsMm * JUST_WITHIN : of.titleMm;
  const sizeMm = label.isLarge ? Math.max(of.titleMm, Math.min(most / LEADING, fitsMm)) : ownMm;
  const rows = wrapText(label.title, (roomMm - markMm) / sizeMm, label.isLarge ? 1 : of.titleLines, true);
  const texts = rows.map((text, index): PlacedText => {
    const baseMm = of.marginMm + sizeMm * (ASCENT + index * LEADING);
    return { xMm: of.marginMm, baseMm, sizeMm, isBold: true, text };
  });
  if (label.mark !== null) {
    const xMm = widthMm - of.marginMm - textWidthEm(label.mark, true) * of.titleMm;
    const baseMm = of.marginMm + of.titleMm * ASCENT;
    texts.push({ xMm, baseMm, sizeMm: of.titleMm, isBold: true, text: label.mark });
  }
  return { texts, endMm: of.marginMm + rows.length * sizeMm * LEADING };
}

/** Lines in their order; two that need no more than half the width share one. */
function placeLines(label: Label, of: Measures, widthMm: number, fromMm: number, bottomMm: number): PlacedText[] {
  const texts: PlacedText[] = [];
  const roomMm = widthMm - 2 * of.marginMm;
  const halfMm = (roomMm - of.lineMm) / 2;
  const rowMm = of.lineMm * LEADING;
  let topMm = fromMm;
  let hasHalf = false;
  for (const { caption, value } of label.lines) {
    if (value === '') continue;
    const captionMm = caption === '' ? 0 : (textWidthEm(caption) + CAPTION_GAP_EM) * of.lineMm;
    const neededMm = captionMm + textWidthEm(value, true) * of.lineMm;
    const isHalf = neededMm <= halfMm;
    const isSecond: boolean = isHalf && hasHalf;
    if (hasHalf && !isSecond) topMm += rowMm;
    const freeRows = Math.floor((bottomMm - topMm) / rowMm + 0.01);
    if (freeRows < 1) break;
    const xMm = of.marginMm + (isSecond ? halfMm + of.lineMm : 0);
    const rows = wrapText(value, (roomMm - captionMm) / of.lineMm, Math.min(freeRows, of.valueLines), true);
    const baseMm = topMm + of.lineMm * ASCENT;
    if (caption !== '') texts.push({ xMm, baseMm, sizeMm: of.lineMm, isBold: false, text: caption });
    for (const [index, text] of rows.entries()) {
      const placed = { xMm: xMm + captionMm, baseMm: baseMm + index * rowMm };
      texts.push({ ...placed, sizeMm: of.lineMm, isBold: true, text });
    }
    hasHalf = isHalf && !isSecond;
    if (!hasHalf) topMm += rowMm * rows.length;
  }
  return texts;
}
