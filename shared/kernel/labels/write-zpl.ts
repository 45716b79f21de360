/**
 * Labels in ZPL II, the language of label printers (Zebra's, and of most others). Guards: whatever stands on a label is
 * data for the printer, never a command: ^ ~ \ and _ go as hexadecimal in texts, ^ ~ and > by ^BC's own calls in bars.
 */
import { code128Zpl } from './code128.ts';
import { elementString } from './draw-code.ts';
import type { Label, LabelCode, LabelJob } from './label.ts';
import { layOutLabel, type PlacedCode, type PlacedText } from './lay-out-label.ts';

const MM_PER_INCH = 25.4;

/** ^FH_ makes `_5E` a caret: whatever the printer takes for a command, or for a line break (\), is written so. */
function escapeText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a printer may take these for commands
      .replace(/[\u0000-\u001f\u007f]/g, ' ')
      .replace(/[\^~\\_]/g, (character) => `_${character.charCodeAt(0).toString(16).toUpperCase()}`)
  );
}

/** Bars as they are on paper, symbol by symbol: no firmware packs or takes apart what stands in them. */
function barsCommand(code: LabelCode, heightDots: number): string {
  // The printer puts the check digit there.
  if (code.kind === 'ean13') return `^BEN,${heightDots},N,N^FD${code.digits.slice(0, -1)}`;
  const data = code.kind === 'code128' ? code128Zpl(code.text) : code128Zpl(elementString(code.elements), true);
  return `^BCN,${heightDots},N,N,N,N^FD${data}`;
}

function writeLabel(label: Label, copies: number, job: LabelJob): string {
  const placed = layOutLabel(label, job.size, job.dpi);
  const dots = (valueMm: number): number => Math.round((valueMm * job.dpi) / MM_PER_INCH);
  const font = (heightDots: number): string =>
    job.font === null ? `^A0N,${heightDots},${heightDots}` : `^A@N,${heightDots},${heightDots},${job.font}`;
  const text = ({ xMm, baseMm, sizeMm, text: words }: PlacedText): string =>
    `^FT${dots(xMm)},${dots(baseMm)}${font(dots(sizeMm))}^FH_^FD${escapeText(words)}^FS`;
  const bars = ({ code, moduleDots, xMm, yMm, heightMm }: PlacedCode): string =>
    `^BY${moduleDots}^FO${dots(xMm)},${dots(yMm)}${barsCommand(code, dots(heightMm))}^FS`;
  return [
    `^XA^CI28^PW${dots(placed.widthMm)}^LL${dots(placed.heightMm)}^LH0,0`,
    ...placed.codes.map(bars),
    ...placed.texts.map(text),
    `^PQ${copies},0,1,Y^XZ`,
  ].join('\n');
}

/** A job as one text to be sent to a printer, or kept as a file; every label says how often it is printed. */
export function writeZpl(job: LabelJob): string {
  return `${job.labels.map(({ label, copies }) => writeLabel(label, copies, job)).join('\n')}\n`;
}
