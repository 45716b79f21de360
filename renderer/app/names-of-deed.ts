import { i18n } from './i18n.ts';

/** The commands whose words (`commands.<name>`) in a language hold what was typed, as far as the ledger asks for them. */
export function namesOfDeed(typed: string, language: string): readonly string[] {
  const letters = typed.trim().toLowerCase();
  return letters === '' ? [] : namesIn(i18n.getResource(language, 'translation', 'commands'), [], letters);
}

function namesIn(words: unknown, path: readonly string[], letters: string): string[] {
  if (typeof words === 'string') return words.toLowerCase().includes(letters) ? [path.join('.')] : [];
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([key, value]) => namesIn(value, [...path, key], letters));
}
