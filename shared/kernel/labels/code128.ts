/** Bars of Code 128 and GS1-128 (ISO/IEC 15417): drawn here because it is one table that is fixed for ever. */

/** FNC1 within a text: what parts the elements of GS1-128, as scanners send it. */
export const FNC1_CHARACTER = '\u001d';

/** Widths of bar, gap, bar, gap, bar, gap by the symbol's value; the stop has one bar more. */
const widths = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ');

const TO_C = 99;
const TO_B = 100;
const FNC1 = 102;
const START_B = 104;
const START_C = 105;
const STOP = 106;
const MODULUS = 103;
const FIRST_PRINTED = 32;
/** As many digits in a row are shorter as pairs, the change there and back included. */
const WORTH_PAIRS = 6;
/** At the beginning or the end there is one change only. */
const WORTH_PAIRS_AT_END = 4;

const digitsAt = (text: string, at: number): number => /^\d*/.exec(text.slice(at))?.[0].length ?? 0;

/** Values of the symbols from start to before the check: digits as pairs where that is shorter (set C), else letters (set B). */
function symbolsOf(text: string, isElements: boolean): number[] {
  const startsWithPairs = digitsAt(text, 0) >= WORTH_PAIRS_AT_END;
  const symbols = [startsWithPairs ? START_C : START_B, ...(isElements ? [FNC1] : [])];
  let isPairs = startsWithPairs;
  let at = 0;
  while (at < text.length) {
    const digits = digitsAt(text, at);
    const isWorth = digits >= (at + digits === text.length ? WORTH_PAIRS_AT_END : WORTH_PAIRS);
    if (text[at] === FNC1_CHARACTER) {
      symbols.push(FNC1);
      at += 1;
    } else if (isPairs && digits >= 2) {
      symbols.push(Number(text.slice(at, at + 2)));
      at += 2;
    } else if (isPairs) {
      symbols.push(TO_B);
      isPairs = false;
    } else if (isWorth && digits % 2 === 0) {
      symbols.push(TO_C);
      isPairs = true;
    } else {
      symbols.push(text.charCodeAt(at) - FIRST_PRINTED);
      at += 1;
    }
  }
  return symbols;
}

function isHeld(text: string, isElements: boolean): boolean {
  const printed = isElements ? text.replaceAll(FNC1_CHARACTER, '') : text;
  return /^[\x20-\x7e]+$/.test(printed);
}

/**
 * The modules of a text as Code 128, `1` for a bar, without quiet zones; null for what it cannot hold here: nothing, and
 * characters beyond printable ASCII.
 * @param isElements as GS1-128: FNC1 goes first, and FNC1_CHARACTER parts elements of variable length
 */
export function code128Bars(text: string, isElements = false): string | null {
  if (!isHeld(text, isElements)) return null;
  const symbols = symbolsOf(text, isElements);
  const check = symbols.reduce((sum, value, place) => sum + value * Math.max(1, place), 0) % MODULUS;
  return [...symbols, check, STOP]
    .flatMap((value) => [...(widths[value] ?? '')])
    .map((width, place) => (isBarAt(place) ? '1' : '0').repeat(Number(width)))
    .join('');
}

/** Every symbol has six widths, so bars stand at even places throughout. */
const isBarAt = (place: number): boolean => place % 2 === 0;

/** How ZPL calls what is no character in ^BC, and the three characters that it would take for a call or a command. */
const zplCalls: Readonly<Record<number, string>> = {
  [TO_C]: '>5',
  [TO_B]: '>6',
  [FNC1]: '>8',
  [START_B]: '>:',
  [START_C]: '>;',
};
const zplCharacters: Readonly<Record<string, string>> = { '>': '>0', '^': '><', '~': '>=' };

/**
 * The same symbols as data of ZPL's ^BC without a mode: the printer draws exactly the bars that `code128Bars` draws, and
 * packs nothing in its own way. Null as there.
 */
export function code128Zpl(text: string, isElements = false): string | null {
  if (!isHeld(text, isElements)) return null;
  let isPairs = false;
  return symbolsOf(text, isElements)
    .map((value) => {
      const call = value >= TO_C ? zplCalls[value] : undefined;
      if (value === START_C || value === TO_C) isPairs = true;
      if (value === START_B || value === TO_B) isPairs = false;
      if (call !== undefined) return call;
      if (isPairs) return String(value).padStart(2, '0');
      const character = String.fromCharCode(value + FIRST_PRINTED);
      return zplCharacters[character] ?? character;
    })
    .join('');
}
