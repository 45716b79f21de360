/**
 * Keys of the menu: arrows, Home and End lead through it, left and right fold and open its groups, and letters lead to
 * the next line that begins with them, hanzi by pinyin or initials. Guards: letters are the menu's only while it is
 * walked by keys; after a click they are the keys of the screen, as everywhere.
 */
import { type KeyboardEvent, useRef } from 'react';

const LINES = '.side-item, .side-heading';
/** After so long the next letter begins a new word. */
const WORD_MS = 800;

/** Where each key leads among so many lines; they go round. */
const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

interface Walk {
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  /** Letters are the menu's from now on. */
  readonly begin: () => void;
  readonly end: () => void;
}

/** The heading of a line's group, or of the group whose heading the line is. */
const headingOf = (line: Element) =>
  line.closest('.side-group')?.querySelector<HTMLElement>('.side-heading[aria-expanded]') ?? null;

/** Left folds the group, or leads to its heading; right opens it, or leads into it. */
function foldByKey(line: HTMLElement, isLeft: boolean): void {
  const heading = headingOf(line);
  if (!heading) return;
  const isOpen = heading.getAttribute('aria-expanded') === 'true';
  if (line !== heading) {
    if (isLeft) heading.focus();
  } else if (isOpen === isLeft) heading.click();
  else if (isOpen) line.closest('.side-group')?.querySelector<HTMLElement>('.side-item')?.focus();
}

export function useWalk(): Walk {
  const walks = useRef(false);
  const typed = useRef({ word: '', at: 0 });
  const begin = () => {
    walks.current = true;
    // What reads hanzi is large, and wanted from the first letter on.
    void import('#shared/kernel/name-match.ts');
  };
  const find = async (lines: readonly HTMLElement[], at: number, word: string) => {
    const { nameBegins } = await import('#shared/kernel/name-match.ts');
    const fits = (line: HTMLElement) => nameBegins(line.dataset.name ?? '', word);
    // A first letter leads on; more of them may be for the line that they led to.
    const from = word.length === 1 ? at + 1 : at;
    [...lines.slice(from), ...lines.slice(0, from)].find(fits)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const lines = [...event.currentTarget.querySelectorAll<HTMLElement>(LINES)];
    const at = lines.indexOf(document.activeElement as HTMLElement);
    const line = lines[at];
    if (!line) return;
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      begin();
      lines[step(at, lines.length)]?.focus();
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      begin();
      foldByKey(line, event.key === 'ArrowLeft');
    } else if (walks.current && /^[\p{L}\p{N}]$/u.test(event.key)) {
      event.preventDefault();
      const goesOn = event.timeStamp - typed.current.at < WORD_MS;
      typed.current = { word: goesOn ? typed.current.word + event.key : event.key, at: event.timeStamp };
      void find(lines, at, typed.current.word);
    }
  };
  return {
    onKeyDown,
    begin,
    end: () => {
      walks.current = false;
    },
  };
}
