/**
 * Rule 14 (our own). Both languages say everything. Guards, for every folder of locales:
 * - en.json and zh.json both exist, parse, and have the same keys, none twice, neither in a file nor in two folders
 *   (all folders make up one list of texts: of two texts under one key, chance would choose);
 * - plurals are whole: English has one and other, Chinese has other alone;
 * - no value is empty, none is anything but text;
 * - both use the same {{placeholders}} and the same numbered tags (an English `one` may leave out the count);
 * - no Chinese stands in en.json; no Chinese value is the English one, but for the words listed here.
 */
import { isLocale, type Locale, readLocale, splitPlural } from '../locales.ts';
import { type Breach, breachAt, type Rule } from '../rule.ts';

/** Names that are the same in both languages. */
const sharedWords =
  /\b(Satchel|Northwind|Excel|CSV|XLSX|PDF|JSON|UTF|SKU|ID|URL|HTTPS?|VAT|ERP|CRM|SQLite|PostgreSQL|English|Ctrl|Alt|Shift|Enter|Esc|Tab|Space|Delete|F\d{1,2}|[A-Z]{3}|[A-Z])\b/g;
/** Chinese that belongs in an English window: the name of the other language, for who reads only that. */
const chineseInEnglish = new Set(['简体中文', '中文', '行囊']);

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{-?\s*([\w.]+)[^}]*\}\}|<\/?(\d+)\/?>/g)].map((match) => match[1] ?? `<${match[2]}>`);
const asSet = (names: readonly string[]): string => [...new Set(names)].sort().join(', ') || 'none';
const hasWords = (text: string): boolean =>
  /\p{L}/u.test(text.replace(/\{\{[^}]*\}\}|<[^>]*>|\$t\([^)]*\)/g, '').replace(sharedWords, ''));

function* checkAlone(locale: Locale): Iterable<Breach> {
  const { source } = locale;
  for (const error of source.errors) yield breachAt(14, source, { start: 0 }, `is no JSON: ${error}`);
  const seen = new Set<string>();
  for (const { key, text, node } of locale.entries) {
    if (seen.has(key)) yield breachAt(14, source, node, `${key} stands twice`);
    seen.add(key);
    if (text === null) yield breachAt(14, source, node, `${key} is no text`);
    else if (text.trim() === '') yield breachAt(14, source, node, `${key} is empty`);
  }
}

function* checkPair(english: Locale, chinese: Locale): Iterable<Breach> {
  const englishTexts = new Map(english.entries.map(({ key, text }) => [key, text ?? '']));
  const chineseTexts = new Map(chinese.entries.map(({ key, text }) => [key, text ?? '']));

  for (const { key, text, node } of english.entries) {
    const { base, form } = splitPlural(key);
    const partner = form === null ? key : `${base}_other`;
    const other = chineseTexts.get(partner);
    if (other === undefined)
      yield breachAt(
        14,
        english.source,
        node,
        `${key} is missing in ${chinese.path}${partner === key ? '' : ` (as ${partner})`}`,
      );
    if (form === 'one' && !englishTexts.has(`${base}_other`))
      yield breachAt(14, english.source, node, `${key} has no ${base}_other beside it`);
    if (form === 'other' && !englishTexts.has(`${base}_one`))
      yield breachAt(14, english.source, node, `${key} has no ${base}_one beside it`);
    if (/\p{Script=Han}/u.test(text ?? '') && !chineseInEnglish.has(text ?? ''))
      yield breachAt(14, english.source, node, `${key} has Chinese in English`);
    if (other === undefined || text === null) continue;
    const expected = placeholders(other);
    const found = placeholders(text);
    const fits = form === 'one' ? found.every((name) => expected.includes(name)) : asSet(found) === asSet(expected);
    if (!fits)
      yield breachAt(
        14,
        english.source,
        node,
        `${key} has the placeholders ${asSet(found)}, in Chinese ${asSet(expected)}`,
      );
    if (text === other && hasWords(text) && !chineseInEnglish.has(text))
      yield breachAt(14, english.source, node, `${key} is the same in both languages: "${text}"`);
  }
  for (const { key, node } of chinese.entries) {
    const { base, form } = splitPlural(key);
    if (form !== null && form !== 'other')
      yield breachAt(14, chinese.source, node, `${key}: Chinese has one form, ${base}_other`);
    else if (!englishTexts.has(key)) yield breachAt(14, chinese.source, node, `${key} is missing in ${english.path}`);
  }
}

/** A key of one language that two folders give. Compared by their bases: plural forms of one key belong together. */
function* checkAcross(read: readonly Locale[]): Iterable<Breach> {
  const homes = new Map<string, string>();
  for (const { path, source, entries } of read) {
    const language = path.slice(path.lastIndexOf('/') + 1);
    for (const { key, node } of entries) {
      const place = `${language} ${splitPlural(key).base}`;
      const home = homes.get(place) ?? path;
      homes.set(place, home);
      if (home !== path) yield breachAt(14, source, node, `${key} stands in ${home} too: keep it in one place`);
    }
  }
}

export const locales: Rule = {
  number: 14,
  name: 'both languages say everything',
  *check(tree) {
    const read: Locale[] = [];
    const folders = new Set(tree.paths.filter(isLocale).map((path) => path.slice(0, path.lastIndexOf('/'))));
    for (const folder of folders) {
      const pair: Locale[] = [];
      for (const language of ['en', 'zh']) {
        const path = `${folder}/${language}.json`;
        if (tree.has(path)) pair.push(readLocale(tree, path));
        else yield { path, line: 1, column: 1, rule: 14, message: 'is missing: every text is in both languages' };
      }
      for (const locale of pair) yield* checkAlone(locale);
      read.push(...pair);
      const [english, chinese] = pair;
      if (english && chinese) yield* checkPair(english, chinese);
    }
    yield* checkAcross(read);
  },
};
