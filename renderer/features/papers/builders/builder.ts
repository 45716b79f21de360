/**
 * From a document to its paper. Guards: every figure is the stored one, written as the screens write it (R44); a column
 * that nothing stands in is left out, so that nobody reads across an empty one.
 */
import dayjs from 'dayjs';
import type { TFunction } from 'i18next';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { sumsByUnit } from '#shared/domains/inventory/rules/sums-by-unit.ts';
import type { CalendarDate, Instant } from '#shared/kernel/instants.ts';
import type { Quantity } from '#shared/kernel/money.ts';
import type { PaperDocument } from '#shared/kernel/papers/paper.ts';
import { i18n, type Language } from '../../../app/i18n.ts';
import { dateText, dateTimeText, quantityText } from '../../../ui/format-text.ts';

/** What a builder says in: the paper's language, which need not be the window's. */
export interface PaperWords {
  readonly t: TFunction;
  readonly language: Language;
  readonly book: CompanyBook;
  day(day: CalendarDate): string;
  /** The day of an instant, where the person is. */
  dayOf(instant: Instant): string;
  /** Day and time, the year too: a paper is read next year. */
  at(instant: Instant): string;
}

export interface PaperColumn {
  readonly key: string;
  /** Left out: `papers.columns` has it. */
  readonly title?: string;
  readonly isFigure?: true;
}

/** What is said of one document; all else is the same on every paper. */
export interface PaperContent {
  readonly title: string;
  readonly number: string;
  readonly watermark?: string | null;
  readonly parties: PaperDocument['parties'];
  /** By the keys of `papers.facts`; what is not known stands nowhere. */
  readonly facts: Readonly<Record<string, string | null>>;
  readonly columns: readonly PaperColumn[];
  readonly rows: readonly { readonly cells: Readonly<Record<string, string>>; readonly running?: string }[];
  /** The column whose sum goes over to the next page. */
  readonly carried?: string;
  readonly sums?: PaperDocument['sums'];
  readonly inWords?: string | null;
  readonly notes?: readonly { readonly caption: string; readonly text: string | null }[];
  readonly proofs?: PaperDocument['proofs'];
  /** By the keys of `papers.signatures`. */
  readonly signatures: readonly string[];
}

export interface PaperBuilder {
  /** What it is built of. */
  readonly query: string;
  /** @param answer of the query; never null */
  readonly build: (answer: never, words: PaperWords) => PaperContent;
}

/** For a paper in a language. */
export function paperWords(language: Language, book: CompanyBook): PaperWords {
  return {
    t: i18n.getFixedT(language),
    language,
    book,
    day: (day) => dateText(day, language),
    dayOf: (instant) => dateText(dayjs(instant).format('YYYY-MM-DD'), language),
    at: (instant) => dateTimeText(instant, language, 0),
  };
}

/** R11: who signs papers where nothing else is said. */
export const signerIn = ({ entities }: CompanyBook): CompanyBook['entities'][number] | undefined =>
  entities.find(({ isDefault }) => isDefault === 1) ?? entities[0];

/** Where the company has nobody who signs yet, it itself does. */
function issuerOf({ t, book }: PaperWords, companyName: string): PaperDocument['issuer'] {
  const entity = signerIn(book);
  if (!entity) return { name: companyName, logoHash: null, lines: [] };
  const { address, phone, taxNumber, bankName, bankAccount } = entity;
  const bank = [bankName, bankAccount].filter((each) => each !== null).join(' ');
  const lines = [
    { key: 'address', text: address ?? '' },
    { key: 'phone', text: phone === null ? '' : t('papers.issuer.phone', { phone }) },
    { key: 'taxNumber', text: taxNumber === null ? '' : t('papers.issuer.taxNumber', { taxNumber }) },
    { key: 'bank', text: bank },
  ];
  return { name: entity.name, logoHash: entity.logoHash, lines: lines.filter(({ text }) => text !== '') };
}

/** The whole paper. @param companyName for a company that nobody signs for yet */
export function finishPaper(content: PaperContent, words: PaperWords, companyName: string): PaperDocument {
  const { t, language } = words;
  const { rows, carried, inWords = null } = content;
  const isFilled = (key: string) => rows.length === 0 || rows.some(({ cells }) => (cells[key] ?? '') !== '');
  return {
    language,
    title: content.title,
    number: content.number,
    watermark: content.watermark ?? null,
    issuer: issuerOf(words, companyName),
    parties: content.parties,
    facts: Object.entries(content.facts).flatMap(([key, value]) => {
      return value === null || value === '' ? [] : [{ key, caption: t(`papers.facts.${key}`), value }];
    }),
    columns: content.columns
      .filter(({ key }) => isFilled(key))
      .map(({ key, title, isFigure = false }) => ({ key, title: title ?? t(`papers.columns.${key}`), isFigure })),
    rows: rows.map(({ cells, running = null }) => ({ cells: { ...cells }, running })),
    carry: carried === undefined ? null : { key: carried, from: t('papers.carriedFrom'), to: t('papers.carriedTo') },
    sums: content.sums ?? [],
    inWords: inWords === null ? null : { caption: t('papers.inWords'), value: inWords },
    notes: (content.notes ?? []).flatMap(({ caption, text }) =>
      text === null || text === '' ? [] : [{ caption, text }],
    ),
    proofs: content.proofs ?? [],
    signatures: content.signatures.map((key) => t(`papers.signatures.${key}`)),
    pageText: t('papers.pageOf', { page: '{page}', pages: '{pages}' }),
    continued: t('papers.continued'),
  };
}

/** A party's name and what else is known of it. */
export function partyOf(caption: string, lines: readonly (string | null)[]): PaperDocument['parties'] {
  const known = lines.filter((line) => line !== null && line.trim() !== '');
  return known.length === 0 ? [] : [{ caption, lines: known.map((line) => line ?? '') }];
}

/** A lot's code, or a piece's. */
export const lotOrPiece = (line: { readonly lotCode: string | null; readonly serialCode: string | null }): string =>
  line.serialCode ?? line.lotCode ?? '';

/** A line of goods, as every paper tells it. */
interface GoodsLine {
  readonly position: number;
  readonly productCode: string;
  readonly productName: string;
  readonly lotCode: string | null;
  readonly serialCode: string | null;
  readonly unit: string;
}

/** Columns of a paper about goods: which goods, what that paper says of them, and what they are counted in. */
export const goodsColumns = (own: readonly PaperColumn[]): readonly PaperColumn[] => [
  ...[{ key: 'place' }, { key: 'code' }, { key: 'name' }, { key: 'lot' }],
  ...own,
  { key: 'unit' },
];

/** What `goodsColumns` gives around a paper's own. */
export const goodsCells = (line: GoodsLine) => ({
  place: String(line.position),
  code: line.productCode,
  name: line.productName,
  lot: lotOrPiece(line),
  unit: line.unit,
});

/** More units than this are no sum any more. */
const MOST_UNITS = 6;

/** What all lines come to, each unit by itself: 120 个，36 箱. */
export function quantitySums(
  lines: readonly { readonly quantity: Quantity; readonly unit: string }[],
  { t }: PaperWords,
): PaperDocument['sums'] {
  const sums = sumsByUnit(lines);
  if (sums.length === 0 || sums.length > MOST_UNITS) return [];
  const value = sums.map(({ unit, quantity }) => `${quantityText(quantity)} ${unit}`).join(t('papers.and'));
  return [{ caption: t('papers.quantitySum'), value, isStrong: true }];
}
