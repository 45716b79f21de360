import type { Reason } from '#shared/kernel/refusal.ts';

/** How a work mode answers: `right` what was scanned counts; `look` it needs the operator's eye; `wrong` it changed nothing. */
export type AnswerTone = 'right' | 'look' | 'wrong';

/** A sentence in the language of the moment: a key of the locales, and what fills it. */
export interface Sentence {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number | null>>;
}

/** The answer to one scan or key, as the band across the window shows it. */
export interface WorkAnswer {
  readonly tone: AnswerTone;
  /** In a word or two: what happened. */
  readonly word: Sentence;
  /** What it was, or what to do. */
  readonly text: Sentence;
  /** At the right: what it changed. */
  readonly figure?: Sentence;
  /** At the right: the code itself, as it was scanned. */
  readonly code?: string;
}

/** Nothing is known yet of what may be scanned: the operator hears that this scan did not count. */
export const notYet: WorkAnswer = {
  tone: 'look',
  word: { key: 'inventory.work.tally.notYet' },
  text: { key: 'inventory.work.tally.opening' },
};

/** A question stands before the person: what is scanned meanwhile does not count. */
export const finishFirst: WorkAnswer = {
  tone: 'look',
  word: { key: 'inventory.work.finishFirst' },
  text: { key: 'inventory.work.finishFirstText' },
};

/** A pause has cut the head off a scan: what is left of it may be another code, and is none. */
export const brokenScan: WorkAnswer = {
  tone: 'wrong',
  word: { key: 'inventory.work.brokenScan' },
  text: { key: 'inventory.work.brokenScanText' },
};

/** What was scanned before is in the ledger: no key at the desk undoes it. */
export const isBookedAlready: WorkAnswer = {
  tone: 'look',
  word: { key: 'inventory.work.nothingToUndo' },
  text: { key: 'inventory.work.bookedText' },
};

export const nothingToUndo: WorkAnswer = {
  tone: 'look',
  word: { key: 'inventory.work.nothingToUndo' },
  text: { key: 'inventory.work.nothingToUndoText' },
};

/** The device could not keep it, or it was not booked: it does not count. */
export function notKept(reason: Reason): WorkAnswer {
  return {
    tone: 'wrong',
    word: { key: 'inventory.work.notKept' },
    text: { key: `refusals.${reason.code}`, values: reason.params },
  };
}

/** Digits of an article number in groups, as they are printed below the bars. */
export function codeText(code: string): string {
  return /^\d{8}$|^\d{12,14}$/.test(code) ? code.replace(/(\d{4})(?=\d)/g, '$1 ') : code.replaceAll('\u001d', ' ');
}
