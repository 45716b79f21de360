/** What a PDF says: its pages, their size and texts, and whether its fonts are in it. */
import { extractText, getDocumentProxy } from 'unpdf';

const POINTS_PER_MM = 72 / 25.4;

/**
 * Fonts for Chinese draw some characters and their radicals by one drawing; which of both it is called is chance. Those that
 * Unicode itself does not take for the same, each before its character.
 */
const radicals = new Map(
  (
    '⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟'.match(
      /../gu,
    ) ?? []
  ).map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
);
const asWritten = (text: string): string =>
  text.normalize('NFKC').replace(/[\u2e80-\u2fdf]/g, (character) => radicals.get(character) ?? character);

export interface ReadPdf {
  readonly pages: number;
  readonly widthMm: number;
  readonly heightMm: number;
  /** By page, in the reading order of the file; compatibility characters as the usual ones. */
  readonly texts: readonly string[];
  /** All pages without spaces: lines break where they will. */
  readonly said: string;
  /** Outlines of a font, or drawings of its characters: which, the system's font decides. */
  readonly hasFonts: boolean;
}

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const hasFonts = /\/FontFile[23]|\/Subtype \/Type3/.test(Buffer.from(bytes).toString('latin1'));
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { totalPages, text } = await extractText(document);
  const [, , width = 0, height = 0] = (await document.getPage(1)).view;
  const texts = text.map(asWritten);
  return {
    pages: totalPages,
    widthMm: width / POINTS_PER_MM,
    heightMm: height / POINTS_PER_MM,
    texts,
    said: bare(texts.join('')),
    hasFonts,
  };
}

/** A text as it is compared: without spaces, by its usual characters. */
export const bare = (text: string): string => asWritten(text).replace(/\s+/g, '');
