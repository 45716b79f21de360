import type { KeyboardEvent } from 'react';

/**
 * Keys that come before they can be used, with one more: Enter is a line break, Backspace takes the last one back.
 * @returns null: the key is none to be kept
 */
export function addKey(
  held: string,
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === 'Enter') return `${held}\n`;
  if (event.key === 'Backspace') return held === '' ? null : held.slice(0, -1);
  return event.key.length === 1 ? held + event.key : null;
}
