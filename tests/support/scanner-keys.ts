/** A scanner and a keyboard before the whole window, for tests of the work modes. Each stroke has a time of its own. */
import { act, screen, waitFor } from '@testing-library/react';
import { expect } from 'vitest';

/** So long after the last stroke no key belongs to a scan. */
const PAUSE_MS = 200;
let clock = 10_000;

export function press(key: string, gapMs = PAUSE_MS, change: KeyboardEventInit = {}): void {
  clock += gapMs;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...change });
  Object.defineProperty(event, 'timeStamp', { value: clock });
  act(() => void (document.activeElement ?? document.body).dispatchEvent(event));
}

/** As a scanner types: five milliseconds a key, and fifty between two codes. */
export function scan(...texts: string[]): void {
  clock += PAUSE_MS;
  for (const text of texts) {
    for (const key of [...text, 'Enter']) press(key, 5);
    clock += 50;
  }
}

/** Another test, or somebody else, much later. */
export function pass(ms = 10_000): void {
  clock += ms;
}

/** What the band across the window says. */
export const saysBand = (words: RegExp): Promise<void> =>
  waitFor(() => expect(document.querySelector('.work-band')?.textContent).toMatch(words));

/** Enter shows what would be booked, and once more books it. */
export async function book(): Promise<void> {
  press('Enter');
  await screen.findByRole('dialog');
  press('Enter');
}
