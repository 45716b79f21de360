import { i18n, languages } from '../../../app/i18n.ts';

/**
 * The columns that the history calls by what was typed, in either language, or that people call so: `price` is
 * `products.basePrice` and `floorPrice`.
 * @returns `<table>.<column>` where the table calls its column so, `<column>` where any table does
 */
export function fieldsOfWords(typed: string): string[] {
  const letters = typed.trim().toLowerCase();
  if (letters === '') return [];
  const found = new Set<string>();
  for (const language of languages) {
    const add = (key: string, before = ''): void => {
      for (const [column, words] of entriesOf(i18n.getResource(language, 'translation', key))) {
        if (typeof words === 'string' && words.toLowerCase().includes(letters)) found.add(`${before}${column}`);
      }
    };
    add('admin.audit.columns');
    add('admin.audit.alsoCalled');
    for (const [table] of entriesOf(i18n.getResource(language, 'translation', 'admin.audit.tables'))) {
      add(`told.${table}`, `${table}.`);
    }
  }
  return [...found].filter((field) => !field.endsWith('.row') && !(field.includes('.') && found.has(columnOf(field))));
}

const columnOf = (field: string): string => field.split('.')[1] ?? field;

const entriesOf = (words: unknown): [string, unknown][] =>
  typeof words === 'object' && words !== null ? Object.entries(words) : [];
