/**
 * Turns what a row says of itself into the words by which it is found. All words share one FTS column; they are made of
 * letters and digits only, so a query can never be mistaken for an operator. What is typed goes through the same folding.
 * - hanzi: pairs of neighbours and the last one alone: a substring of two or more is a phrase of pairs, of one a prefix
 * - pinyin and initials of the hanzi, from each syllable on: `wuhanhengtong`, `hanhengtong` …, `whht`, `hht` …
 * - other words as they are, for prefixes
 * - codes without separators, from each part on; whole ones once more behind a mark, so that a code typed in full is
 *   looked up like a key: the row's own code behind one mark, its other codes (barcode, tax number) behind another;
 *   the first characters of the own one behind a third: among 100,000 codes, what thousands begin with is one word
 * - phone digits from each digit on, behind a mark of their own: `0713` as code is not `0713` inside a phone number
 */

import { pinyin } from 'pinyin-pro';
import { compactCode, fold } from '#shared/kernel/fold.ts';

/** Indexes that were built by another version of these rules are built anew. */
export const TERMS_VERSION = 4;

/** `key`: the row's own code. `code`: other codes by which it is known. */
export type TermKind = 'text' | 'key' | 'code' | 'phone';

export const PHONE_MARK = '☎';
export const KEY_MARK = '№';
export const CODE_MARK = '§';
export const BEGIN_MARK = '¶';
/** Beginnings of the own code up to so many characters are words; what is longer is found as a prefix of the whole. */
export const BEGIN_MOST_CHARACTERS = 5;
/** A run of phone digits shorter than this finds nothing: half the index would fit. */
export const PHONE_LEAST_DIGITS = 4;

/** What is typed is shorter; the words of one value must not grow as the square of its length. */
const LONGEST_PINYIN_SYLLABLES = 10;
const LONGEST_VALUE = 200;
/** Up to so many hanzi, a value may be a person's name, whose first one may be read as a surname (单 shàn). */
const LONGEST_PERSON_NAME = 4;

const han = /\p{Script=Han}/u;
const words = /[\p{L}\p{N}]+/gu;
/** Runs of hanzi, and runs of everything else with its separators. */
export function splitByScript(folded: string): { han: boolean; run: string }[] {
  const runs: { han: boolean; run: string }[] = [];
  for (const character of folded) {
    const isHan = han.test(character);
    const last = runs.at(-1);
    if (last && last.han === isHan) last.run += character;
    else runs.push({ han: isHan, run: character });
  }
  return runs;
}

/** The words of one value, separated by spaces; what the SQL function `satchel_search_terms` gives. */
export function searchTerms(kind: TermKind, value: string | null): string {
  if (value === null || value === '') return '';
  const folded = fold(value.slice(0, LONGEST_VALUE));
  if (kind === 'phone') return phoneTerms(folded).join(' ');
  const terms = textTerms(folded);
  if (kind === 'key' || kind === 'code') {
    const compact = compactCode(folded);
    terms.push(...codeTerms(folded), (kind === 'key' ? KEY_MARK : CODE_MARK) + compact);
    if (kind === 'key') terms.push(...beginnings(compact));
  }
  return terms.join(' ');
}

/** Neighbouring pairs, as they stand in the index; the last hanzi alone ends the run. */
export function hanPairs(run: string): string[] {
  const characters = [...run];
  return characters.slice(0, -1).map((character, at) => `${character}${characters[at + 1] ?? ''}`);
}

function textTerms(folded: string): string[] {
  const terms: string[] = [];
  let hanzi = '';
  for (const { han: isHan, run } of splitByScript(folded)) {
    if (isHan) {
      hanzi += run;
      terms.push(...hanPairs(run), [...run].at(-1) ?? '');
    } else terms.push(...(run.match(words) ?? []));
  }
  return hanzi === '' ? terms : [...terms, ...pinyinTerms(hanzi)];
}

function pinyinTerms(hanzi: string): string[] {
  const options = { toneType: 'none', type: 'array', v: true } as const;
  const readings = [pinyin(hanzi, options)];
  if ([...hanzi].length <= LONGEST_PERSON_NAME) readings.push(pinyin(hanzi, { ...options, surname: 'head' }));
  const terms = new Set<string>();
  for (const reading of readings) {
    const syllables = reading.map((syllable) => syllable.toLowerCase()).filter((syllable) => /^[a-z]+$/.test(syllable));
    syllables.forEach((_, from) => {
      const rest = syllables.slice(from, from + LONGEST_PINYIN_SYLLABLES);
      const joined = rest.join('');
      terms.add(joined);
      // ü is typed as v or as u.
      terms.add(joined.replaceAll('v', 'u'));
      terms.add(rest.map((syllable) => syllable.charAt(0)).join(''));
    });
  }
  return [...terms];
}

function codeTerms(folded: string): string[] {
  const parts = folded.match(words) ?? [];
  const terms = new Set<string>();
  parts.forEach((part, at) => {
    const rest = parts.slice(at + 1).join('');
    terms.add(part + rest);
    // SO-K7-000123 is found by 123, WH1024 by 1024: by the running number, which stands at the end, and not by a figure
    // of the device (SO-M1-000156 would be found by the 100 of A-100).
    const digits = rest === '' ? /^(.*?[^0-9])?0*([1-9][0-9]*)$/.exec(part)?.[2] : undefined;
    if (digits !== undefined) terms.add(digits);
  });
  return [...terms];
}

function beginnings(code: string): string[] {
  const characters = [...code].slice(0, BEGIN_MOST_CHARACTERS);
  return characters.map((_, at) => BEGIN_MARK + characters.slice(0, at + 1).join(''));
}

function phoneTerms(folded: string): string[] {
  const terms = new Set<string>();
  for (const number of folded.split(/[/,;、|]/)) {
    const digits = number.replace(/[^0-9]/g, '');
    for (let from = 0; from + PHONE_LEAST_DIGITS <= digits.length; from += 1)
      terms.add(PHONE_MARK + digits.slice(from));
  }
  return [...terms];
}
