import { type ReactNode, useEffect } from 'react';
import { create } from 'zustand';
import type { nameSpans, Span } from '#shared/kernel/name-match.ts';

/** Its dictionary is large and nobody needs it before hanzi are found by letters: it is fetched then. */
const useSpoken = create<{ readonly spansOf: typeof nameSpans | null }>(() => ({ spansOf: null }));

async function loadSpoken(): Promise<void> {
  const { nameSpans: spansOf } = await import('#shared/kernel/name-match.ts');
  useSpoken.setState({ spansOf });
}

/** The characters that were found, marked in a text: as they were typed, or as they are spoken (`tcw` for 陶瓷碗). */
export function Found({ text, typed }: { readonly text: string; readonly typed: string }): ReactNode {
  const { spansOf } = useSpoken();
  const isSpoken = spansOf === null && /\p{Script=Han}/u.test(text) && /[a-z]/i.test(typed);
  useEffect(() => {
    if (isSpoken) void loadSpoken();
  }, [isSpoken]);
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { from, to } of (spansOf ?? writtenSpans)(text, typed)) {
    parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return [...parts, text.slice(at)];
}

function writtenSpans(text: string, typed: string): Span[] {
  const from = typed === '' ? -1 : text.toLowerCase().indexOf(typed.toLowerCase());
  return from < 0 ? [] : [{ from, to: from + typed.length }];
}
