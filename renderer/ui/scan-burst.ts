/**
 * A USB scanner is a keyboard: its scans are told from typing by their speed and their ending. Guards:
 * - a scan is a run of characters, each soon after the one before, that Enter or Tab ends as soon; nothing else is one:
 *   not a key held down, not a word typed fast without its end;
 * - the tail of a scan that a pause has broken is no code of its own: it is told as broken, and never as a scan. What a
 *   person pressed is no head of it: a key that did something (`settle`), an ending, or a key without a character;
 * - what a person types arrives where it was going, in its order.
 * Times are those of the key strokes themselves, not of when this thread came to them: a busy window mistakes nothing.
 */

/** The longest gap within a scan; slow scanners over radio send a character every 30 to 40 ms. */
const GAP_MS = 60;
/** On the whole a scan is faster than that; of people nobody is, over so many keys. */
const MEAN_GAP_MS = 40;
const LEAST_CHARACTERS = 3;
/** A run that begins so soon behind one that had no ending is its tail: by hand nobody lays down keys for a scanner so fast. */
const BROKEN_MS = 500;
/** So many characters, as fast as a scan's and not all alike, nobody has typed. */
const SURE_CHARACTERS = 6;
const SURE_DIFFERENT = 3;
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
 * What a stroke is to the scanner: `part` of a run that may become a scan (`isFirst`: the first of it; `isTail`: what was
 * dropped before it was a scanner's for sure), the `end` of one with its text, the end of a `broken` one, `echo` of a scan
 * that has just ended (its second ending), or none of its business (`other`).
 */
export type BurstStep =
  | { readonly kind: 'part'; readonly isFirst: boolean; readonly isTail?: true }
  | { readonly kind: 'end'; readonly text: string }
  | { readonly kind: 'broken' }
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
  /** What was pressed until now did what it does: it was a person's, and no head of a scan. */
  settle(): void;
}

/** Recognises scans in a run of key strokes. */
export function makeScanBurst(): ScanBurst {
  let text = '';
  let startedAt = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let endedAt = Number.NEGATIVE_INFINITY;
  /** When the last character came of a run that had no ending. */
  let droppedAt = Number.NEGATIVE_INFINITY;
  /** It was a scanner's for sure. */
  let isSure = false;
  /** The run under way began behind such a run. */
  let isBehind = false;
  /** What is under way did what it does: a person pressed it. */
  let isMeant = false;

  const drop = (): void => {
    if (text === '') return;
    if (isMeant) {
      forget();
      return;
    }
    const { length } = text;
    const isFast = length > 1 && (lastAt - startedAt) / (length - 1) <= MEAN_GAP_MS;
    const isScanners = length >= SURE_CHARACTERS && isFast && new Set(text).size >= SURE_DIFFERENT;
    // The middle of a scan that is broken twice is its head's.
    isSure = isScanners || (isBehind && isSure);
    droppedAt = lastAt;
    text = '';
  };
  const forget = (): void => {
    text = '';
    droppedAt = Number.NEGATIVE_INFINITY;
    isSure = false;
    isBehind = false;
    isMeant = false;
  };
  const begin = (character: string, at: number): BurstStep => {
    drop();
    isBehind = at - droppedAt <= BROKEN_MS;
    if (!isBehind) isSure = false;
    text = character;
    startedAt = at;
    lastAt = at;
    return isBehind && isSure ? { kind: 'part', isFirst: true, isTail: true } : { kind: 'part', isFirst: true };
  };

  const end = (at: number): BurstStep => {
    const length = [...text].length;
    const scanned = text;
    const isFast = length > 0 && at - lastAt <= GAP_MS && (at - startedAt) / length <= MEAN_GAP_MS;
    const isScan = length >= LEAST_CHARACTERS && isFast;
    // Behind what was a scanner's for sure one character and its ending are the rest of it.
    const isBroken = isBehind && isFast && (isScan || isSure);
    forget();
    if (isBroken || isScan) {
      endedAt = at;
      return isBroken ? { kind: 'broken' } : { kind: 'end', text: scanned };
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
        // An accent that waits for its letter cuts a scan as a pause does.
        if (key === 'Dead' && !repeat) drop();
        else forget();
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
    settle() {
      isMeant = true;
      droppedAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** How long a key is held back until it is clear that no scan begins with it. */
export const HOLD_MS = GAP_MS;
