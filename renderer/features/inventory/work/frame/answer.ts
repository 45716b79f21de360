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

/** Digits of an article number in groups, as they are printed below the bars. */
export function codeText(code: string): string {
  return /^\d{8}$|^\d{12,14}$/.test(code) ? code.replace(/(\d{4})(?=\d)/g, '$1 ') : code.replaceAll('\u001d', ' ');
}
