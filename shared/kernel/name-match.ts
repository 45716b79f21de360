/** Where what was typed stands in a name: as it is written, or as its hanzi are spoken, in pinyin or initials. */
import { pinyin } from 'pinyin-pro';
import { fold } from './fold.ts';

/** Places in a text as `slice` takes them. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Up to so many hanzi, a name may be a person's, whose first one may be read as a surname (单 shàn). */
const LONGEST_PERSON_NAME = 4;
const han = /\p{Script=Han}/u;
const letter = /[\p{L}\p{N}]/u;

/** One character of a name and where it stands. */
interface Character extends Span {
  readonly text: string;
}

/** What to mark in a name for what was typed: the whole of it, or else each word that is found; by place, apart. */
export function nameSpans(name: string, typed: string): Span[] {
  const whole = spanOf(name, typed);
  if (whole) return [whole];
  const found = typed.split(/\s+/).flatMap((word) => spanOf(name, word) ?? []);
  found.sort((left, right) => left.from - right.from || right.to - left.to);
  return found.filter((span, at) => found.slice(0, at).every((before) => before.to <= span.from));
}

/** Whether a name begins with what was typed, written or spoken (each hanzi in any of its ways). */
export function nameBegins(name: string, typed: string): boolean {
  const wanted = fold(typed).trim();
  if (wanted === '') return false;
  if (fold(name).trimStart().startsWith(wanted)) return true;
  const letters = lettersOf(wanted);
  if (letters === null) return false;
  // A syllable has a letter at least: more characters than letters cannot be spoken in them.
  const head = [...name.trimStart()].slice(0, letters.length);
  if (!han.test(head[0] ?? '')) return false;
  const hanzi = head.filter((character) => han.test(character)).map(readingsOfOne);
  return (
    speaks(hanzi, letters) ||
    (hanzi.length === letters.length &&
      hanzi.every((readings, at) => readings.some((reading) => reading.startsWith(letters.charAt(at)))))
  );
}

/** Whether letters are what the hanzi sound like from the first on, the last one perhaps in part. */
function speaks(hanzi: readonly (readonly string[])[], letters: string, from = 0): boolean {
  const readings = hanzi[from];
  if (readings === undefined) return false;
  return readings.some(
    (reading) =>
      reading.startsWith(letters) ||
      (letters.startsWith(reading) && speaks(hanzi, letters.slice(reading.length), from + 1)),
  );
}

const readingsByHanzi = new Map<string, readonly string[]>();

/**
 * Every way in which one hanzi is spoken, whatever stands beside it; ü as v and as u. Finding out takes some 20 µs and a
 * search asks it of thousands, so it is kept: there are some thousand hanzi in names.
 */
function readingsOfOne(hanzi: string): readonly string[] {
  const known = readingsByHanzi.get(hanzi);
  if (known) return known;
  const spoken = pinyin(hanzi, { toneType: 'none', type: 'array', v: true, multiple: true }).map((each) =>
    each.toLowerCase(),
  );
  const readings = [...new Set([...spoken, ...spoken.map((each) => each.replaceAll('v', 'u'))])];
  readingsByHanzi.set(hanzi, readings);
  return readings;
}

/** The letters of what may be pinyin or initials, else null. */
function lettersOf(wanted: string): string | null {
  const letters = wanted.replace(/[\s']+/g, '');
  return /^[a-z]+$/.test(letters) ? letters : null;
}

function spanOf(name: string, typed: string): Span | null {
  const wanted = fold(typed).trim();
  if (wanted === '') return null;
  const characters = charactersOf(name);
  return writtenSpan(characters, wanted) ?? spokenSpan(characters, wanted);
}

function charactersOf(text: string): Character[] {
  const characters: Character[] = [];
  let from = 0;
  for (const each of text) {
    characters.push({ text: each, from, to: from + each.length });
    from += each.length;
  }
  return characters;
}

/** At the start of a word rather than within one, as the search finds it. */
function writtenSpan(characters: readonly Character[], wanted: string): Span | null {
  let folded = '';
  const owners: Character[] = [];
  for (const character of characters) {
    const part = fold(character.text);
    folded += part;
    for (let unit = 0; unit < part.length; unit += 1) owners.push(character);
  }
  const places: number[] = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) places.push(at);
  const startsWord = (at: number) => at === 0 || !letter.test(folded.charAt(at - 1));
  const at = places.find(startsWord) ?? places[0];
  return at === undefined ? null : spanBetween(owners[at], owners[at + wanted.length - 1]);
}

function spokenSpan(characters: readonly Character[], wanted: string): Span | null {
  const letters = lettersOf(wanted);
  if (letters === null) return null;
  const hanzi = characters.filter(({ text }) => han.test(text));
  if (hanzi.length === 0) return null;
  for (const syllables of readingsOf(hanzi.map(({ text }) => text).join(''))) {
    for (let from = 0; from < syllables.length; from += 1) {
      const count = syllablesOf(syllables.slice(from), letters);
      if (count > 0) return spanBetween(hanzi[from], hanzi[from + count - 1]);
    }
  }
  return null;
}

/** The ways in which a run of hanzi is typed, a syllable for each; ü is typed as v or as u. */
function readingsOf(hanzi: string): string[][] {
  const options = { toneType: 'none', type: 'array', v: true } as const;
  const readings = [pinyin(hanzi, options)];
  if ([...hanzi].length <= LONGEST_PERSON_NAME) readings.push(pinyin(hanzi, { ...options, surname: 'head' }));
  return readings.flatMap((reading) => {
    const syllables = reading.map((syllable) => syllable.toLowerCase());
    const withU = syllables.map((syllable) => syllable.replaceAll('v', 'u'));
    return [syllables, withU, syllables.map((syllable) => syllable.charAt(0))];
  });
}

/** How many syllables from the first on what was typed reaches into; 0 when it is none of them. */
function syllablesOf(syllables: readonly string[], letters: string): number {
  let spoken = '';
  for (const [at, syllable] of syllables.entries()) {
    spoken += syllable;
    if (spoken.startsWith(letters)) return at + 1;
    if (!letters.startsWith(spoken)) return 0;
  }
  return 0;
}

function spanBetween(first: Character | undefined, last: Character | undefined): Span | null {
  return first && last ? { from: first.from, to: last.to } : null;
}
