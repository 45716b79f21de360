/**
 * Labels as pages to be printed: one drawing for each label, one page for each copy. Guards: whatever stands on a label is
 * text on the page, never a tag; the page loads nothing and runs nothing.
 */
import { type Label, type LabelJob, type LabelSize, labelSizes, type PrinterDpi } from './label.ts';
import { layOutLabel, type PlacedCode, type PlacedText } from './lay-out-label.ts';

/** Chinese before Latin: a font that has both keeps one weight; each system has one of these. */
const FONTS =
  "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','Segoe UI',sans-serif";
const MM_PER_INCH = 25.4;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these have no place in a document
  text.replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/[&<>"]/g, (character) => entities[character] ?? '');
const millimetres = (value: number): string => String(Math.round(value * 1000) / 1000);

function drawText({ xMm, baseMm, sizeMm, isBold, text }: PlacedText): string {
  const weight = isBold ? ' font-weight="700"' : '';
  const place = `x="${millimetres(xMm)}" y="${millimetres(baseMm)}" font-size="${millimetres(sizeMm)}"`;
  return `<text ${place}${weight} xml:space="preserve">${escapeText(text)}</text>`;
}

/** Bars as one path: a bar of several modules has no seams. */
function drawBars({ modules, moduleDots, xMm, yMm, heightMm }: PlacedCode, dpi: PrinterDpi): string {
  const moduleMm = (moduleDots * MM_PER_INCH) / dpi;
  const bars = [...modules.matchAll(/1+/g)].map(({ index, 0: bar }) => {
    const span = millimetres(bar.length * moduleMm);
    return `M${millimetres(xMm + index * moduleMm)} ${millimetres(yMm)}h${span}v${millimetres(heightMm)}h-${span}z`;
  });
  return `<path shape-rendering="crispEdges" d="${bars.join('')}"/>`;
}

function drawLabel(label: Label, size: LabelSize, dpi: PrinterDpi): string {
  const { codes, texts } = layOutLabel(label, size, dpi);
  return [...codes.map((code) => drawBars(code, dpi)), ...texts.map(drawText)].join('');
}

/** One label as a picture of its own (SVG), black on white. */
export function writeLabelPicture(label: Label, size: LabelSize, dpi: PrinterDpi): string {
  const { widthMm, heightMm } = labelSizes[size];
  const box = `width="${widthMm}mm" height="${heightMm}mm" viewBox="0 0 ${widthMm} ${heightMm}"`;
  const ground = `<rect width="${widthMm}" height="${heightMm}" fill="#fff"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box} font-family="${FONTS}">${ground}${drawLabel(label, size, dpi)}</svg>`;
}

/** A job as a document (HTML) whose pages are its labels, each as often as it has copies. @param title of the document */
export function writePages(job: LabelJob, title: string): string {
  const { widthMm, heightMm } = labelSizes[job.size];
  const box = `viewBox="0 0 ${widthMm} ${heightMm}"`;
  const drawings = job.labels.map(
    ({ label }, index) => `<symbol id="l${index}" ${box}>${drawLabel(label, job.size, job.dpi)}</symbol>`,
  );
  const pages = job.labels.flatMap(({ copies }, index) =>
    Array.from({ length: copies }, () => `<div><svg ${box}><use href="#l${index}"/></svg></div>`),
  );
  // A hair less than the page: rounding must not bring an empty one after each. Contained, each is laid out by itself.
  const style = [
    `@page{size:${widthMm}mm ${heightMm}mm;margin:0}`,
    'html,body{margin:0;padding:0;background:#fff;color:#000}',
    `div{width:${widthMm}mm;height:${heightMm - 0.1}mm;overflow:hidden;contain:strict;break-after:page}`,
    'div:last-child{break-after:auto}',
    `div svg{display:block;width:${widthMm}mm;height:${heightMm}mm}`,
    `svg{font-family:${FONTS}}`,
    '.drawings{position:absolute;width:0;height:0}',
  ].join('');
  const policy = `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  const head = `<meta charset="utf-8">${policy}<title>${escapeText(title)}</title><style>${style}</style>`;
  const defined = `<svg class="drawings"><defs>${drawings.join('')}</defs></svg>`;
  return `<!doctype html><html lang="zh-CN"><head>${head}</head><body>${defined}${pages.join('')}</body></html>`;
}
