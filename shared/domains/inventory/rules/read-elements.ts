/**
 * GS1 element strings (GS1 General Specifications 7.8): what a GS1-128, Data Matrix or QR code on goods says. Guards: what
 * does not read whole is not read in part: half a lot code would be another lot.
 */
import { type CalendarDate, calendarDateSchema } from '../../../kernel/instants.ts';

/** What ends an element of variable length where another one follows: FNC1, as scanners send it. */
export const GROUP_SEPARATOR = '\u001d';

/** One element: its application identifier and what stands behind it. */
export interface GsElement {
  readonly ai: string;
  readonly value: string;
}

/** Characters of an element by the first two of its identifier, the identifier with them, where that is fixed for ever. */
const fixedLengths: Readonly<Record<string, number>> = {
  '00': 20,
  '01': 16,
  '02': 16,
  '03': 16,
  '04': 18,
  ...Object.fromEntries(['11', '12', '13', '14', '15', '16', '17', '18', '19'].map((ai) => [ai, 8])),
  '20': 4,
  ...Object.fromEntries(['31', '32', '33', '34', '35', '36'].map((ai) => [ai, 10])),
  '41': 16,
};

/** Digits of an identifier by its first two; the others have two. */
const identifierLengths: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['23', '24', '25', '40', '41', '42', '71'].map((ai) => [ai, 3])),
  ...Object.fromEntries(
    ['31', '32', '33', '34', '35', '36', '39', '43', '70', '72', '80', '81', '82'].map((ai) => [ai, 4]),
  ),
};

const LONGEST_VALUE = 90;

/** As printed below the bars: (01)06901234567892(10)L260918. */
function readBracketed(text: string): GsElement[] | null {
  if (!/^(\(\d{2,4}\).+)+$/.test(text)) return null;
  return [...text.matchAll(/\((\d{2,4})\)(.*?)(?=\(\d{2,4}\)|$)/g)].map(([, ai = '', value = '']) => ({ ai, value }));
}

function readRun(text: string): GsElement[] | null {
  const elements: GsElement[] = [];
  let rest = text.startsWith(GROUP_SEPARATOR) ? text.slice(1) : text;
  while (rest !== '') {
    const start = rest.slice(0, 2);
    const fixed = fixedLengths[start];
    const separator = rest.indexOf(GROUP_SEPARATOR);
    const end = fixed ?? (separator < 0 ? rest.length : separator);
    const ai = rest.slice(0, identifierLengths[start] ?? 2);
    const value = rest.slice(ai.length, end);
    if (rest.length < end || !/^\d+$/.test(ai) || value.includes(GROUP_SEPARATOR)) return null;
    elements.push({ ai, value });
    rest = rest.slice(end);
    if (rest.startsWith(GROUP_SEPARATOR)) rest = rest.slice(1);
  }
  return elements;
}

/** The elements of a string, in its order; null where it does not read whole, or names one of them twice. */
export function readElements(text: string): GsElement[] | null {
  const elements = text.startsWith('(') ? readBracketed(text) : readRun(text);
  if (!elements || elements.length === 0) return null;
  const isWhole = elements.every(({ value }) => value !== '' && value.length <= LONGEST_VALUE);
  return isWhole && new Set(elements.map(({ ai }) => ai)).size === elements.length ? elements : null;
}

/** Two digits of a year belong to the century in which they are within 49 years before and 50 after this one. */
function yearOf(twoDigits: number, thisYear: number): number {
  const year = thisYear - (thisYear % 100) + twoDigits;
  if (year - thisYear > 50) return year - 100;
  return year - thisYear < -49 ? year + 100 : year;
}

/** A day as elements write it, YYMMDD; day 00 is the last of its month. Null: there is no such day. */
export function readElementDate(value: string, thisYear: number): CalendarDate | null {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(value);
  if (!match) return null;
  const [, yy = '', month = '', day = ''] = match;
  const year = yearOf(Number(yy), thisYear);
  const last = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
  const date = `${year}-${month}-${day === '00' ? String(last).padStart(2, '0') : day}`;
  return calendarDateSchema.safeParse(date).success ? date : null;
}
