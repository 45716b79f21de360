/** A USB scanner for the desktop tests: key strokes with the times that a scanner's have, however busy the machine is. */
import type { CDPSession, Page } from '@playwright/test';

/** Between two characters; cheap scanners are twice as slow, good ones five times as fast. */
const GAP_SECONDS = 0.006;
/** Between two scans of a hand that is quick. */
const PAUSE_SECONDS = 0.02;

/** An Enter sooner than this after a scan is the scanner's own. */
const AFTER_MS = 150;

const strokeOf = (character: string) => ({
  key: character,
  text: character,
  unmodifiedText: character,
  windowsVirtualKeyCode: character.toUpperCase().charCodeAt(0),
});
const enter = { key: 'Enter', code: 'Enter', text: '\r', unmodifiedText: '\r', windowsVirtualKeyCode: 13 };

export interface Scanner {
  /** One scan after the other, without waiting for what the screen says. */
  scan(...texts: readonly string[]): Promise<void>;
}

/** Plugs a scanner into a window. */
export async function plugScanner(page: Page): Promise<Scanner> {
  const session: CDPSession = await page.context().newCDPSession(page);
  return {
    async scan(...texts) {
      let timestamp = Date.now() / 1_000;
      const sent: Promise<unknown>[] = [];
      for (const text of texts) {
        for (const stroke of [...[...text].map(strokeOf), enter]) {
          timestamp += GAP_SECONDS;
          sent.push(session.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp, ...stroke }));
          sent.push(session.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp, key: stroke.key }));
        }
        timestamp += PAUSE_SECONDS;
      }
      await Promise.all(sent);
      // The strokes have the times that a scanner gives them: what a hand does next comes after the last of them.
      await page.waitForTimeout(Math.max(0, timestamp * 1_000 - Date.now()) + AFTER_MS);
    },
  };
}
