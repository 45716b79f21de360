import { searchTerms, type TermKind } from './terms.ts';

/** Texts whose words are kept, twice: those asked lately, and those asked before them. */
const KEPT_TEXTS = 2_000;
/** Longer ones seldom come again. */
const KEPT_LENGTH = 100;
let recent = new Map<string, string>();
let earlier = new Map<string, string>();

/**
 * The words of a value. A customer's name comes again with each order, and all orders that wait are run again by a
 * rebase: to find the readings of its hanzi takes 40 µs.
 */
function keptTerms(kind: TermKind, value: string): string {
  if (value.length > KEPT_LENGTH) return searchTerms(kind, value);
  const key = `${kind} ${value}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  const terms = earlier.get(key) ?? searchTerms(kind, value);
  if (recent.size >= KEPT_TEXTS) {
    earlier = recent;
    recent = new Map();
  }
  recent.set(key, terms);
  return terms;
}

/** SQL functions that the device's writing connection needs: the search triggers call them. Readers need none. */
export const searchFunctions = {
  satchel_search_terms: (kind: string | number | bigint | null, value: string | number | bigint | null): string =>
    value === null ? '' : keptTerms(kind as TermKind, String(value)),
} as const;
