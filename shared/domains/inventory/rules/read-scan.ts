/**
 * What a scan says, before anything is looked up. Guards:
 * - an article number whose check digit is wrong is no article number;
 * - an element string counts only when it reads whole and its article number is right.
 * Whether goods, a lot, a place or a document bears the text is the catalogue's to say (queries/scanned.ts).
 */
import type { CalendarDate } from '../../../kernel/instants.ts';
import { hasRightCheckDigit, isArticleLength, toGtin14 } from './check-digit.ts';
import { GROUP_SEPARATOR, type GsElement, readElementDate, readElements } from './read-elements.ts';

/** One scan, taken apart. */
export interface ScanReading {
  /** What was scanned, without what the scanner itself adds. */
  readonly text: string;
  /** The article number in 14 digits; null: it names none. */
  readonly gtin: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  /** The last day of use: that of expiry (AI 17); where the label has none, that of best before (AI 15). */
  readonly expiresOn: CalendarDate | null;
  /** The day of production (AI 11). */
  readonly producedOn: CalendarDate | null;
  /** How many of the article it stands for (AI 30, 37); null: it does not say. */
  readonly count: number | null;
  /** The lot ends as its last day would be written behind it: what both are if the separator between them was not sent. */
  readonly glued?: { readonly lot: string; readonly expiresOn: CalendarDate } | null;
  /** Why it cannot be trusted as an article number or an element string; a lot or a place may still bear the text. */
  readonly damage: 'checkDigit' | 'elements' | null;
}

/** What scanners put in front when they are set so (ISO/IEC 15424): ]C1 and the like. */
const symbology = /^\](?:[A-Za-z])(?:[0-9A-Za-z])/;
/** Of those, what announces an element string: GS1-128, DataBar, Data Matrix, QR, DotCode. */
const announcesElements = /^\](C1|e0|d2|Q3|J1)/;
/** Nothing announces it, and it begins as element strings of goods do. */
const beginsAsElements = /^0[12]\d{14}/;
/** GS1's invariant characters, as many as a lot or a serial number may have. */
const codePattern = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;

const nothing = {
  gtin: null,
  lot: null,
  serial: null,
  expiresOn: null,
  producedOn: null,
  count: null,
  damage: null,
} as const;

/**
 * Reads one scan: EAN-8, EAN-13, UPC-A, GTIN-14, a GS1 element string (FNC1 as group separator, or in brackets), or any
 * other text.
 * @param raw as the scanner sent it
 * @param thisYear decides the century of its dates
 */
export function readScan(raw: string, thisYear: number): ScanReading {
  const isAnnounced = announcesElements.test(raw);
  const text = raw.replace(symbology, '').trim();
  const isExplicit = isAnnounced || text.includes(GROUP_SEPARATOR) || /^\(\d{2,4}\)/.test(text);
  if (isExplicit || (beginsAsElements.test(text) && hasRightCheckDigit(text.slice(2, 16)))) {
    const elements = readElements(text);
    const read = elements && fromElements(text, elements, thisYear);
    if (read && (isExplicit || read.damage === null)) return read;
    // Half a label, or one with a day that there is not: what stands behind the article number is no code of its own.
    if (isExplicit || !isArticleLength(text)) return { ...nothing, text, damage: 'elements' };
  }
  if (!isArticleLength(text)) return { ...nothing, text };
  return hasRightCheckDigit(text)
    ? { ...nothing, text, gtin: toGtin14(text) }
    : { ...nothing, text, damage: 'checkDigit' };
}

function fromElements(text: string, elements: readonly GsElement[], thisYear: number): ScanReading {
  const values = new Map(elements.map(({ ai, value }) => [ai, value]));
  // 02: what is inside of a unit that itself has no number here; 37 says how many.
  const gtin = values.get('01') ?? values.get('02') ?? null;
  const [lot, serial] = [values.get('10') ?? null, values.get('21') ?? null];
  // Until a day it is safe, until another it is at its best: where both are said, the books go by the first.
  const [expires, produced] = [values.get('17') ?? values.get('15'), values.get('11')];
  const expiresOn = expires === undefined ? null : readElementDate(expires, thisYear);
  const producedOn = produced === undefined ? null : readElementDate(produced, thisYear);
  const count = values.get('30') ?? values.get('37') ?? null;
  const isRead =
    (expires === undefined) === (expiresOn === null) &&
    (produced === undefined) === (producedOn === null) &&
    (count === null || (/^\d{1,8}$/.test(count) && Number(count) > 0)) &&
    [lot, serial].every((code) => code === null || codePattern.test(code)) &&
    (gtin === null || /^\d{14}$/.test(gtin));
  if (!isRead) return { ...nothing, text, damage: 'elements' };
  if (gtin !== null && !hasRightCheckDigit(gtin)) return { ...nothing, text, damage: 'checkDigit' };
  const glued = expiresOn === null && lot !== null && !text.startsWith('(') ? splitLot(lot, thisYear) : null;
  return {
    ...{ text, gtin, lot, serial, expiresOn, producedOn, count: count === null ? null : Number(count), damage: null },
    ...(glued ? { glued } : {}),
  };
}

/** A lot and its last day (AI 17 or 15), where nothing stands between them. */
function splitLot(code: string, thisYear: number): NonNullable<ScanReading['glued']> | null {
  const [, lot = '', day = ''] = /^(.+)1[57](\d{6})$/.exec(code) ?? [];
  const expiresOn = readElementDate(day, thisYear);
  return lot === '' || expiresOn === null ? null : { lot, expiresOn };
}
