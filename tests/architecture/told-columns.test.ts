// What is told of a row has its words in both languages, beside the screens of its domain.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { registry } from '#shared/registry.ts';

interface Texts {
  readonly [key: string]: string | Texts;
}

function toldTexts(language: 'en' | 'zh'): Record<string, Texts> {
  const found: Record<string, Texts> = {};
  for (const feature of readdirSync('renderer/features')) {
    const path = `renderer/features/${feature}/locales/${language}.json`;
    try {
      const texts = JSON.parse(readFileSync(path, 'utf8')) as { told?: Record<string, Texts> };
      Object.assign(found, texts.told);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return found;
}

it.each(['en', 'zh'] as const)(
  'every told column, its row and its words are named in %s, and nothing else',
  (language) => {
    const asked = Object.fromEntries(
      registry.tables.flatMap(({ name, told, columns }) => {
        if (!told) return [];
        const words = Object.entries(told.fields).flatMap(([field, kind]) =>
          kind === 'word' ? (columns[field]?.values ?? []).map((value) => `words.${value}`) : [],
        );
        return [[name, ['row', ...Object.keys(told.fields), ...words].sort()]];
      }),
    );
    const named = Object.fromEntries(
      Object.entries(toldTexts(language)).map(([table, texts]) => [
        table,
        Object.entries(texts)
          .flatMap(([key, text]) =>
            typeof text === 'string' ? key : Object.keys(text).map((word) => `${key}.${word}`),
          )
          .sort(),
      ]),
    );
    expect(named).toEqual(asked);
    expect(Object.keys(asked)).toContain('orders');
  },
);
