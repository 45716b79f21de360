import { pinyin } from 'pinyin-pro';

export interface Searchable {
  readonly code: string;
  readonly name: string;
  readonly phone: string | null;
}

export const searchKinds = ['twoHanzi', 'threeHanzi', 'initials', 'pinyin', 'phoneMiddle', 'codePrefix'] as const;
export type SearchKind = (typeof searchKinds)[number];

/**
 * What people type to find customers: parts of real names, at any place of them, as common or as rare as they are there.
 * @param customers who are looked for, one search of each kind each; names without hanzi give their letters instead
 */
export function typedSearches(customers: readonly Searchable[]): Readonly<Record<SearchKind, readonly string[]>> {
  const found: Record<SearchKind, string[]> = {
    twoHanzi: [],
    threeHanzi: [],
    initials: [],
    pinyin: [],
    phoneMiddle: [],
    codePrefix: [],
  };
  for (const [place, { code, name, phone }] of customers.entries()) {
    const characters = [...name.replace(/[^\p{L}\p{N}]/gu, '')];
    const at = place % Math.max(1, characters.length - 3);
    const syllables = pinyin(characters.slice(at, at + 4).join(''), { toneType: 'none', type: 'array' });
    found.twoHanzi.push(characters.slice(at, at + 2).join(''));
    found.threeHanzi.push(characters.slice(at, at + 3).join(''));
    found.initials.push(
      syllables
        .map((syllable) => syllable.charAt(0))
        .join('')
        .slice(0, 2 + (place % 3)),
    );
    found.pinyin.push(syllables.slice(0, 2).join(''));
    const digits = (phone ?? '').replace(/[^0-9]/g, '');
    if (digits.length >= 8) found.phoneMiddle.push(digits.slice(3, 7));
    // From the first keys, which every code begins with, to all but the last.
    found.codePrefix.push(code.slice(0, 1 + (place % (code.length - 1))));
  }
  return found;
}
