/**
 * A USB scanner is a keyboard: its scans are told from typing by their speed and their ending. Guards:
 * - a scan is a run of characters, each soon after the one before, that Enter or Tab ends as soon; nothing else is one:
 *   not a key held down, not a word typed fast without its end;
 * - what a person types arrives where it was going, in its order.
 * Times are those of the key strokes themselves, not of when this thread came to them: a busy window mistakes nothing.
 */

/** The longest gap within a scan; slow scanners over radio send a character every 30 to 40 ms. */
const GAP_MS = 60;
/** On the whole a scan is faster than that; of people nobody is, over so many keys. */
const MEAN_GAP_MS = 40;
const LEAST_CHARACTERS = 3;
const MOST_CHARACTERS = 200;

/** FNC1 inside of a GS1 code; scanners send it as this character, or as the keys that stand for it. */
const GROUP_SEPARATOR = '\u001d';

/** What is needed of a key stroke. */
export interface Stroke {
  readonly key: string;
  readonly code: string;
  /** When it was pressed, in ms. */
  readonly at: number;
  readonly repeat: boolean;
  readonly shift: boolean;
  /** Ctrl, Alt or Cmd is held. */
  readonly modified: boolean;
}

/**
 * What a stroke is to the scanner: `part` of a run that may become a scan (`isFirst`: the first of it), the `end` of one
 * with its text, `echo` of a scan that has just ended (its second ending), or none of its business (`other`).
 */
export type BurstStep =
  | { readonly kind: 'part'; readonly isFirst: boolean }
  | { readonly kind: 'end'; readonly text: string }
  | { readonly kind: 'echo' }
  | { readonly kind: 'other' };

const other: BurstStep = { kind: 'other' };

const shiftedDigits = ')!@#$%^&*(';

/** The character of a key that an input method holds back, by its place on the keyboard that scanners pretend to be. */
function characterOfPlace({ code, shift }: Stroke): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shift ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit) return shift && code.startsWith('Digit') ? (shiftedDigits[Number(digit)] ?? null) : digit;
  if (code === 'Minus') return shift ? '_' : '-';
  if (code === 'Period') return '.';
  return code === 'Slash' ? '/' : null;
}

function characterOf(stroke: Stroke): string | null {
  if (stroke.key === GROUP_SEPARATOR || (stroke.modified && stroke.key === ']')) return GROUP_SEPARATOR;
  if (stroke.modified) return null;
  if (stroke.key === 'Process' || stroke.key === 'Unidentified') return characterOfPlace(stroke);
  return [...stroke.key].length === 1 ? stroke.key : null;
}

const isHeldAlone = (key: string): boolean => /^(Shift|Control|Alt|AltGraph|CapsLock|NumLock|Meta)$/.test(key);

export interface ScanBurst {
  /** Takes the next stroke. */
  press(stroke: Stroke): BurstStep;
  /** Whether a run is under way that the next stroke, at this time, could go on. */
  isOpen(at: number): boolean;
}

/** Recognises scans in a run of key strokes. */
export function makeScanBurst(): ScanBurst {
  let text = '';
  let startedAt = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let endedAt = Number.NEGATIVE_INFINITY;

  const begin = (character: string, at: number): BurstStep => {
    text = character;
    startedAt = at;
    lastAt = at;
    return { kind: 'part', isFirst: true };
  };

  const end = (at: number): BurstStep => {
    const length = [...text].length;
    const scanned = text;
    const isScan = length >= LEAST_CHARACTERS && at - lastAt <= GAP_MS && (at - startedAt) / length <= MEAN_GAP_MS;
    text = '';
    if (isScan) {
      endedAt = at;
      return { kind: 'end', text: scanned };
    }
    if (at - endedAt > GAP_MS) return other;
    endedAt = at;
    return { kind: 'echo' };
  };

  return {
    press(stroke) {
      const { at, key, repeat } = stroke;
      if (isHeldAlone(key)) return other;
      if (!repeat && !stroke.modified && !stroke.shift && (key === 'Enter' || key === 'Tab')) return end(at);
      const character = characterOf(stroke);
      if (character === null || repeat) {
        text = '';
        // What a person pressed meanwhile stands between: the ending that follows is the person's.
        endedAt = Number.NEGATIVE_INFINITY;
        return other;
      }
      if (text === '' || at - lastAt > GAP_MS || [...text].length >= MOST_CHARACTERS) return begin(character, at);
      text += character;
      lastAt = at;
      return { kind: 'part', isFirst: false };
    },
    isOpen: (at) => text !== '' && at - lastAt <= GAP_MS,
  };
}

/** How long a key is held back until it is clear that no scan begins with it. */
export const HOLD_MS = GAP_MS;
