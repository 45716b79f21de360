/**
 * A paper as a document (HTML): once as one long sheet that is measured, then as pages. Guards: whatever stands on a paper
 * is text on it, never a tag; it loads nothing but its logo, which is in it, and runs nothing; all pages of both are made of
 * the same parts, so that what was measured is what is printed.
 */
import { codeBars } from '../labels/draw-code.ts';
import { textWidthEm } from '../labels/measure-text.ts';
import type { PaperLayout } from './layout.ts';
import { breakPages, type PaperHeights, type PaperPage } from './page-break.ts';
import type { PaperDocument, PaperJob } from './paper.ts';
import { type PaperMeasure, paperSizes } from './paper-sizes.ts';
import { paperStyle } from './paper-style.ts';

/** What rounding, and another way to smooth letters, may add to a page that was measured on a screen. */
const SLACK_MM = 1.5;
/** A paragraph longer than this is broken where it has to be: no page must be lower than a part of it. */
const LONGEST_PART = 400;
const BARS_PER_MM = 4;
const QUIET_BARS = 10;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these have no place in a document
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ').replace(/[&<>"]/g, (character) => entities[character] ?? '');
/** With the lines that a person made. */
const escapeLines = (text: string): string => escapeText(text.trim()).replaceAll('\n', '<br>');

/** As measured in the page that draws it: heights without the edges of the sheet. */
export type MeasuredPaper = Omit<PaperHeights, 'roomMm'> & { readonly footMm: number };

interface Parts {
  readonly size: PaperMeasure;
  readonly layout: PaperLayout;
  readonly document: PaperDocument;
  readonly pictures: PaperPictures;
}

/** `data:` addresses of pictures by their hash; one that has not come is left out of the paper. */
export type PaperPictures = Readonly<Record<string, string>>;

type Column = PaperDocument['columns'][number] & { readonly widthMm: number | null };

/** What both the layout and the document have, in the layout's order. */
function columnsOf({ layout, document }: Parts): Column[] {
  const shown = layout.columns.flatMap(({ key, shown: isShown, widthMm, title }) => {
    const column = document.columns.find((each) => each.key === key);
    return column && isShown === 1 ? [{ ...column, title: title ?? column.title, widthMm }] : [];
  });
  // A layout that fits no column of the document must not print an empty paper.
  return shown.length > 0 ? shown : document.columns.map((column) => ({ ...column, widthMm: null }));
}

function drawBars(number: string): string {
  const bars = /^[\x20-\x7e]{1,60}$/.test(number) ? codeBars({ kind: 'code128', text: number }) : null;
  if (bars === null) return '';
  const width = bars.length + 2 * QUIET_BARS;
  const drawn = [...bars.matchAll(/1+/g)].map(
    ({ index, 0: bar }) => `M${index + QUIET_BARS} 0h${bar.length}v32h-${bar.length}z`,
  );
  const box = `viewBox="0 0 ${width} 32" preserveAspectRatio="none" style="width:${width / BARS_PER_MM}mm"`;
  return `<svg class="bars" aria-hidden="true" ${box}><path shape-rendering="crispEdges" d="${drawn.join('')}"/></svg>`;
}

function drawTop(parts: Parts, isFirst: boolean): string {
  const { layout, document, size, pictures } = parts;
  const { header } = layout;
  const { issuer } = document;
  const stamp =
    document.watermark !== null && size.isImpact ? `<span class="stamp">${escapeText(document.watermark)}</span>` : '';
  const number = document.number === '' ? '' : `<p class="number">${escapeText(document.number)}</p>`;
  if (!isFirst) {
    const name = `<p><strong>${escapeText(issuer.name)}</strong></p>`;
    const what = [document.title, document.number, document.continued].filter((each) => each !== '').map(escapeText);
    return `<header class="top">${name}<p class="number">${what.join(' ')}${stamp}</p></header>`;
  }
  const shown: Readonly<Record<string, unknown>> = header;
  const lines = [...issuer.lines.filter(({ key }) => shown[key] === 1).map(({ text }) => text), ...header.extraLines];
  const height = `style="height:${header.logoHeightMm}mm"`;
  const logo = header.logo === 1 && issuer.logoHash !== null ? pictures[issuer.logoHash] : undefined;
  const picture = logo === undefined ? '' : `<img alt="" ${height} src="${escapeText(logo)}">`;
  const told = lines.map((line) => `<p class="quiet">${escapeText(line)}</p>`).join('');
  const bars = header.barcode === 1 ? drawBars(document.number) : '';
  return (
    `<header class="top"><div class="issuer">${picture}<div><p class="name">${escapeText(issuer.name)}</p>${told}</div></div>` +
    `<div class="what"><p class="title">${escapeText(document.title)}${stamp}</p>${number}${bars}</div></header>`
  );
}

function drawAbout({ layout, document }: Parts): string {
  const parties = document.parties.map(({ caption, lines: [name = '', ...rest] }) => {
    const more = rest.map((line) => `<p>${escapeLines(line)}</p>`).join('');
    return `<div class="party"><p class="quiet">${escapeText(caption)}</p><strong>${escapeText(name)}</strong>${more}</div>`;
  });
  const facts = layout.facts.flatMap(({ key, shown, title }) => {
    const fact = document.facts.find((each) => each.key === key);
    if (!fact || shown === 0) return [];
    return `<div><dt>${escapeText(title ?? fact.caption)}</dt><dd>${escapeLines(fact.value)}</dd></div>`;
  });
  if (parties.length + facts.length === 0) return '';
  const who = parties.length > 0 ? `<div class="parties">${parties.join('')}</div>` : '';
  return `<section class="about">${who}<dl class="facts">${facts.join('')}</dl></section>`;
}

function drawHead(columns: readonly Column[]): string {
  const widths = columns.map(({ widthMm }) => (widthMm === null ? '<col>' : `<col style="width:${widthMm}mm">`));
  const titles = columns.map(({ title, isFigure }) => {
    return `<th scope="col"${isFigure ? ' class="figure"' : ''}>${escapeText(title)}</th>`;
  });
  return `<colgroup>${widths.join('')}</colgroup><thead><tr>${titles.join('')}</tr></thead>`;
}

function drawRow(columns: readonly Column[], cells: Readonly<Record<string, string>>, mark = ''): string {
  const drawn = columns.map(({ key, isFigure }) => {
    return `<td${isFigure ? ' class="figure"' : ''}>${escapeLines(cells[key] ?? '')}</td>`;
  });
  return `<tr${mark}>${drawn.join('')}</tr>`;
}

/** What the page before came to, or what this one comes to. */
function drawCarried(
  columns: readonly Column[],
  carry: NonNullable<PaperDocument['carry']>,
  way: 'from' | 'to',
  sum: string,
): string {
  const at = columns.findIndex(({ key }) => key === carry.key);
  if (at < 1) return '';
  const rest = columns.slice(at + 1).map(() => '<td></td>');
  return `<tr class="carried"><td class="figure" colspan="${at}">${escapeText(carry[way])}</td><td class="figure">${escapeText(sum)}</td>${rest.join('')}</tr>`;
}

const part = (inner: string, more = ''): string => `<div class="tail${more}">${inner}</div>`;

/** In parts that no page breaks. */
function drawTail({ layout, document, pictures }: Parts): string[] {
  const sums = document.sums.map(
    ({ caption, value, isStrong }) =>
      `<tr${isStrong ? ' class="strong"' : ''}><td>${escapeText(caption)}</td><td>${escapeText(value)}</td></tr>`,
  );
  const { inWords } = document;
  const words =
    inWords === null
      ? ''
      : `<p class="words"><span class="quiet">${escapeText(inWords.caption)}</span> ${escapeText(inWords.value)}</p>`;
  const notes = document.notes.flatMap(({ caption, text }) =>
    inParts(text).map((each, at) => {
      const told = at === 0 && caption !== '' ? `<span class="quiet">${escapeText(caption)}</span> ` : '';
      return part(`<p>${told}${escapeLines(each)}</p>`);
    }),
  );
  const own = layout.notes.map((each) => part(`<p>${escapeLines(each)}</p>`));
  const terms = layout.terms.map((each, at) => part(`<p>${at + 1}. ${escapeLines(each)}</p>`));
  const proofs = document.proofs.flatMap(({ caption, hash }) => {
    const address = pictures[hash];
    if (address === undefined) return [];
    return `<figure><img alt="" src="${escapeText(address)}"><figcaption class="quiet">${escapeText(caption)}</figcaption></figure>`;
  });
  const signatures = (layout.footer.signatures ?? document.signatures).map((each) => `<p>${escapeText(each)}</p>`);
  return [
    ...(sums.length > 0 || words !== '' ? [part(`${words}<table>${sums.join('')}</table>`, ' sums')] : []),
    ...notes,
    ...own,
    ...terms,
    ...(proofs.length > 0 ? [part(proofs.join(''), ' proofs')] : []),
    ...(signatures.length > 0 ? [part(signatures.join(''), ' signatures')] : []),
  ];
}

function inParts(text: string): string[] {
  const parts: string[] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    for (let at = 0; at < paragraph.length; at += LONGEST_PART) parts.push(paragraph.slice(at, at + LONGEST_PART));
  }
  return parts.filter((each) => each.trim() !== '');
}

function drawFoot({ layout, document }: Parts, page: number, pages: number): string {
  const { copyNames, pageNumbers } = layout.footer;
  const counted = document.pageText.replace('{page}', String(page)).replace('{pages}', String(pages));
  const numbered = pageNumbers === 1 ? escapeText(counted) : '';
  if (copyNames.length === 0 && numbered === '') return '';
  return `<footer class="foot"><span>${copyNames.map(escapeText).join('  ')}</span><span>${numbered}</span></footer>`;
}

function whole({ size, layout, document }: Parts, body: string): string {
  const policy = `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;
  const title = escapeText([document.title, document.number].filter((each) => each !== '').join(' '));
  const style = paperStyle(size, document.language, layout.accent === 'line');
  const head = `<meta charset="utf-8">${policy}<title>${title}</title><style>${style}</style>`;
  const language = document.language === 'zh' ? 'zh-CN' : 'en';
  return `<!doctype html><html lang="${language}"><head>${head}</head><body>${body}</body></html>`;
}

const partsOf = ({ size, layout, document }: PaperJob, pictures: PaperPictures): Parts => {
  return { size: paperSizes[size], layout, document, pictures };
};

/** All parts of a paper one below the other, marked for who measures them. */
export function writeMeasuredPaper(job: PaperJob, pictures: PaperPictures): string {
  const parts = partsOf(job, pictures);
  const columns = columnsOf(parts);
  const { carry, rows } = job.document;
  const carried = carry === null ? '' : drawCarried(columns, carry, 'from', rows.at(-1)?.running ?? '');
  const measured = [
    `<div data-part="firstTop">${drawTop(parts, true)}${drawAbout(parts)}</div>`,
    `<div data-part="nextTop">${drawTop(parts, false)}<div class="about"></div></div>`,
    `<table class="rows" data-part="table">${drawHead(columns)}<tbody>${rows.map(({ cells }) => drawRow(columns, cells)).join('')}${carried}</tbody></table>`,
    ...drawTail(parts),
    drawFoot(parts, 100, 100),
  ];
  return whole(parts, `<main class="sheet measured">${measured.join('')}</main>`);
}

/** The pages of a measured paper. */
export function pagesOf(job: PaperJob, { footMm, ...heights }: MeasuredPaper): PaperPage[] {
  const { heightMm, topMm, bottomMm } = paperSizes[job.size];
  return breakPages({ ...heights, roomMm: heightMm - topMm - bottomMm - footMm - SLACK_MM });
}

/** Over all of a sheet, as large as it has room. */
function drawAcross(text: string, { widthMm, heightMm }: PaperMeasure): string {
  const sizeMm = Math.min(28, (0.85 * widthMm) / textWidthEm(text, true));
  const [x, y] = [widthMm / 2, heightMm / 2];
  const place = `x="${x}" y="${y}" text-anchor="middle" font-size="${sizeMm.toFixed(1)}" transform="rotate(-28 ${x} ${y})"`;
  return `<svg class="watermark" aria-hidden="true" viewBox="0 0 ${widthMm} ${heightMm}"><text ${place}>${escapeText(text)}</text></svg>`;
}

/** The pictures that a paper asks for, by their hash. */
export function picturesOf({ layout, document }: PaperJob): string[] {
  const { logoHash } = document.issuer;
  const logo = logoHash === null || layout.header.logo === 0 ? [] : [logoHash];
  return [...logo, ...document.proofs.map(({ hash }) => hash)];
}

/** A paper as a document whose pages are its sheets. */
export function writePaper(job: PaperJob, pages: readonly PaperPage[], pictures: PaperPictures): string {
  const parts = partsOf(job, pictures);
  const columns = columnsOf(parts);
  const tail = drawTail(parts);
  const { carry, rows, watermark } = job.document;
  const placed = pages.reduce((count, page) => count + page.tail.length, 0);
  if (placed !== tail.length || pages.at(-1)?.to !== rows.length) throw new Error('the pages are not of this paper');
  const runningAt = (row: number) => rows[row]?.running ?? '';
  const across = watermark === null || parts.size.isImpact ? '' : drawAcross(watermark, parts.size);
  const sheets = pages.map((page, index) => {
    const { from, to } = page;
    const top =
      index === 0 ? drawTop(parts, true) + drawAbout(parts) : `${drawTop(parts, false)}<div class="about"></div>`;
    const carriedIn = page.isCarriedIn && carry ? drawCarried(columns, carry, 'from', runningAt(from - 1)) : '';
    const carriedOut = page.isCarriedOut && carry ? drawCarried(columns, carry, 'to', runningAt(to - 1)) : '';
    const drawn = rows.slice(from, to).map(({ cells }) => drawRow(columns, cells));
    const hasTable = to > from || index === 0;
    const table = hasTable
      ? `<table class="rows">${drawHead(columns)}<tbody>${carriedIn}${drawn.join('')}${carriedOut}</tbody></table>`
      : '';
    const below = page.tail.map((at) => tail[at] ?? '').join('');
    return `<section class="sheet">${top}${table}${below}${drawFoot(parts, index + 1, pages.length)}${across}</section>`;
  });
  return whole(parts, sheets.join(''));
}
