import type { Quantity } from '#shared/kernel/money.ts';
import { looksLikeCode, parseQuantity } from './entry-text.ts';

/** What is to be done with keys that were typed while a product was looked up. */
export interface AfterTake {
  /** Typed in full behind the product; null leaves the line as it is. */
  readonly quantity: Quantity | null;
  /** The quantity's field gets the cursor, with these keys in it; null when the next line does. */
  readonly quantityKeys: string | null;
  /** Keys for the field of the next line. */
  readonly nextKeys: string;
}

/**
 * Reads keys that came early, Enter as a line break: `48⏎B-020⏎` is a quantity and the next product, a barcode is the
 * next product at once, a lone `4` is a quantity that is still being typed.
 */
export function keysAfterTake(keys: string, hasQuantity: boolean): AfterTake {
  if (hasQuantity) return { quantity: null, quantityKeys: null, nextKeys: keys };
  const end = keys.indexOf('\n');
  const first = end < 0 ? keys : keys.slice(0, end);
  const isQuantity = parseQuantity(first) !== null && !looksLikeCode(first);
  if (end < 0) {
    return first.trim() === '' || isQuantity
      ? { quantity: null, quantityKeys: first.trim(), nextKeys: '' }
      : { quantity: null, quantityKeys: null, nextKeys: keys };
  }
  if (first.trim() === '') return { quantity: null, quantityKeys: null, nextKeys: keys.slice(end + 1) };
  if (!isQuantity) return { quantity: null, quantityKeys: null, nextKeys: keys };
  return { quantity: parseQuantity(first), quantityKeys: null, nextKeys: keys.slice(end + 1) };
}
