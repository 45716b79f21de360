/** Bars of the numbers on goods, EAN-13 (ISO/IEC 15420): drawn here because it is one small table. */

/** The left half's digits, odd parity; even parity is its mirror image reversed, the right half its complement. */
const odd = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
] as const;
/** Which parity the left half's six digits have tells the first digit. */
const parities = [
  'OOOOOO',
  'OOEOEE',
  'OOEEOE',
  'OOEEEO',
  'OEOOEE',
  'OEEOOE',
  'OEEEOO',
  'OEOEOE',
  'OEOEEO',
  'OEEOEO',
] as const;

const complement = (bits: string) => [...bits].map((bit) => (bit === '0' ? '1' : '0')).join('');
const reversed = (bits: string) => [...bits].toReversed().join('');

/** The 95 modules of an EAN-13, `1` for a bar; null for what is none: other lengths, letters, a wrong check digit. */
export function ean13Bars(value: string): string | null {
  if (!/^\d{13}$/.test(value)) return null;
  const digits = [...value].map(Number);
  const sum = digits.reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 1 : 3), 0);
  if (sum % 10 !== 0) return null;
  const [first = 0, ...rest] = digits;
  const parity = parities[first] ?? '';
  const code = (digit: number) => odd[digit] ?? '';
  const left = rest
    .slice(0, 6)
    .map((digit, place) => (parity[place] === 'O' ? code(digit) : reversed(complement(code(digit)))));
  const right = rest.slice(6).map((digit) => complement(code(digit)));
  return `101${left.join('')}01010${right.join('')}101`;
}
