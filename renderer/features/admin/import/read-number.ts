import type { ImportFieldKind } from '#shared/kernel/import-fields.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { Separator } from './sheet.ts';

const numeric: readonly ImportFieldKind[] = ['decimal', 'percentage', 'amount', 'integer'];

/**
 * A number's text with a decimal point and no grouping, before `readCell` takes it. "9,80" must never become 980: files
 * separated by semicolons come from where the comma is the decimal sign; elsewhere a comma that does not part groups of
 * three is refused.
 */
export function readNumber(
  kind: ImportFieldKind,
  cell: string,
  separator: Separator | null,
): { text: string } | { problem: Reason } {
  const typed = cell.trim();
  const unsigned = typed.replace(/^[-−]/, '').replace(/%$/, '').replace(/\s/g, '').replace(/，/g, ',');
  if (!numeric.includes(kind) || !/^[\d.,]+$/.test(unsigned)) return { text: cell };
  const commaIsDecimal = separator === ';';
  const ambiguous = { problem: { code: 'import.ambiguousNumber', params: { cell: typed.slice(0, 40) } } };
  if (!unsigned.includes(',')) {
    return commaIsDecimal && /^\d{1,3}(\.\d{3})+$/.test(unsigned) ? ambiguous : { text: cell };
  }
  if (commaIsDecimal && /^\d{1,3}(\.?\d{3})*,\d+$/.test(unsigned)) {
    return { text: typed.replace(/\./g, '').replace(/[,，]/g, '.') };
  }
  if (!commaIsDecimal && /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(unsigned)) return { text: cell };
  return ambiguous;
}
