/** Letters that Unicode does not take apart. */
const letterFolds: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/** Lower case, half width, without accents: what is typed and what is stored are compared like this. */
export function fold(value: string): string {
  // Codes and numbers, of which a search compares thousands.
  if (/^[ -~]*$/.test(value)) return value.toLowerCase();
  return value
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßøæœđðłþı]/g, (letter) => letterFolds[letter] ?? letter);
}

/** A code as it is compared: folded, without the blanks around it. */
export function foldCode(code: string): string {
  return fold(code).trim();
}

/** Letters and digits of a code alone: `SO-K7-000123` and `so k7 000123` are one. */
export function compactCode(code: string): string {
  return compactFolded(fold(code));
}

/** The same of a code that is folded already. */
export function compactFolded(folded: string): string {
  return folded.replace(/[^\p{L}\p{N}]+/gu, '');
}
