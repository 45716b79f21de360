import { searchTerms, type TermKind } from './terms.ts';

/** SQL functions that the device's writing connection needs: the search triggers call them. Readers need none. */
export const searchFunctions = {
  satchel_search_terms: (kind: string | number | bigint | null, value: string | number | bigint | null): string =>
    searchTerms(kind as TermKind, value === null ? null : String(value)),
} as const;
