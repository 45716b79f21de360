/**
 * How wide a text is where no font is at hand: widths of a usual sans-serif, rather too wide than too narrow, in parts of
 * its size (em). Chinese characters are as wide as they are high.
 */

/** Chinese, Japanese, Korean, and full-width forms. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;
const BOLD = 1.06;
const ELLIPSIS = '…';

function characterEm(character: string): number {
  if (wide.test(character) || character.length > 1) return 1;
  if (/[0-9]/.test(character)) return 0.58;
  if (/[A-Z&%@MW…—]/.test(character)) return /[MW%@…—]/.test(character) ? 0.95 : 0.7;
  if (/[ijl.,:;'|!]/.test(character)) return 0.32;
  if (/[ ()\-[\]ftr/]/.test(character)) return 0.38;
  return /[mw]/.test(character) ? 0.87 : 0.58;
}

/** The width of a text in one line, in em. */
export function textWidthEm(text: string, isBold = false): number {
  let sum = 0;
  for (const character of text) sum += characterEm(character);
  return isBold ? sum * BOLD : sum;
}

/** The text, or as much of its beginning as has room, with an ellipsis. */
export function cutText(text: string, roomEm: number, isBold = false): string {
  if (textWidthEm(text, isBold) <= roomEm) return text;
  let kept = '';
  for (const character of text) {
    if (textWidthEm(kept + character + ELLIPSIS, isBold) > roomEm) break;
    kept += character;
  }
  return `${kept.trimEnd()}${ELLIPSIS}`;
}

/**
 * The text in lines: broken between words, and between Chinese characters anywhere; a word longer than a line is broken
 * too. What has no room in the last line ends with an ellipsis.
 */
export function wrapText(text: string, roomEm: number, mostLines: number, isBold = false): string[] {
  const pieces = text.trim().replace(/\s+/g, ' ').match(piecePattern) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const [index, piece] of pieces.entries()) {
    if (textWidthEm(line + piece.trimEnd(), isBold) <= roomEm) {
      line += piece;
      continue;
    }
    if (lines.length === mostLines - 1) {
      return [...lines, cutText(line + pieces.slice(index).join(''), roomEm, isBold)];
    }
    if (line !== '') lines.push(line.trimEnd());
    line = piece;
    while (textWidthEm(line.trimEnd(), isBold) > roomEm && lines.length < mostLines - 1) {
      const head = headOf(line, roomEm, isBold);
      lines.push(head);
      line = line.slice(head.length);
    }
    if (textWidthEm(line.trimEnd(), isBold) > roomEm) {
      return [...lines, cutText(line + pieces.slice(index + 1).join(''), roomEm, isBold)];
    }
  }
  return line === '' ? lines : [...lines, line.trimEnd()];
}

/** A word with the space behind it, or one wide character with what must not begin a line. */
const piecePattern =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60][，。、；：！？）】》」]* ?|[^ \u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]+ ?| /gu;

/** As many characters as fit, but at least one. */
function headOf(text: string, roomEm: number, isBold: boolean): string {
  let head = '';
  for (const character of text) {
    if (head !== '' && textWidthEm(head + character, isBold) > roomEm) break;
    head += character;
  }
  return head;
}
