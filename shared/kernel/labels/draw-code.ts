/** What a code of a label becomes: bars for paper, a text below them, the string that a scanner sends. */
import { code128Bars, FNC1_CHARACTER } from './code128.ts';
import { ean13Bars } from './ean13.ts';
import type { LabelCode, LabelElement } from './label.ts';

/** Elements as a scanner sends them: each of variable length is ended by FNC1, but for the last. */
export function elementString(elements: readonly LabelElement[]): string {
  return elements
    .map(({ ai, value, isFixed }, index) => {
      const isLast = index === elements.length - 1;
      return ai + value + (isFixed || isLast ? '' : FNC1_CHARACTER);
    })
    .join('');
}

/** As printed below the bars: (01)06901234567892(10)L-23. */
export const elementText = (elements: readonly LabelElement[]): string =>
  elements.map(({ ai, value }) => `(${ai})${value}`).join('');

/** What people read of a code, and may type. */
export function codeText(code: LabelCode): string {
  if (code.kind === 'ean13') return code.digits;
  return code.kind === 'code128' ? code.text : elementText(code.elements);
}

/** The modules of a code, `1` for a bar, without quiet zones; null: it cannot be drawn. */
export function codeBars(code: LabelCode): string | null {
  if (code.kind === 'ean13') return ean13Bars(code.digits);
  return code.kind === 'code128' ? code128Bars(code.text) : code128Bars(elementString(code.elements), true);
}
