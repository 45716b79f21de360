/** What pages do while they are started, and when: their moments are ms of the machine's clock. */
import { PASSWORD } from '../support/password.ts';
import type { StartedApp } from './started-app.ts';

/** Page code: waits for an element and gives it; for two frames; for the first paint of any content; the clock. */
const words = `const appeared = (selector) => new Promise((found) => {
  const look = () => {
    const element = document.querySelector(selector);
    if (element) found(element);
    else requestAnimationFrame(look);
  };
  look();
});
const twoFrames = () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
const painted = () => new Promise((drawn) => {
  new PerformanceObserver((entries, observer) => {
    if (entries.getEntriesByName('first-contentful-paint').length === 0) return;
    observer.disconnect();
    drawn();
  }).observe({ type: 'paint', buffered: true });
});
const now = () => performance.timeOrigin + performance.now();`;

const emptyPage = `(async () => { ${words}
  if (location.protocol !== 'file:') return null;
  await appeared('p');
  await painted();
  await window.empty.ask();
  await twoFrames();
  return { ready: now() };
})()`;

const satchelPage = (opens: boolean): string => `(async () => { ${words}
  if (location.protocol !== 'satchel:') return null;
  const password = await appeared('#sign-in-password');
  const signIn = now();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(password, ${JSON.stringify(PASSWORD)});
  password.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((next) => setTimeout(next));
  password.form.requestSubmit();
  await appeared('.shell');
  const signedIn = now();
  if (${opens}) [...document.querySelectorAll('.shell-side button')].find((item) => item.textContent === 'Customers').click();
  await appeared('.data-table .data-row');
  await twoFrames();
  return { signIn, signedIn, ready: now() };
})()`;

export interface ListMoments {
  /** The sign-in screen is there. */
  readonly signIn: number;
  /** The shell is there. */
  readonly signedIn: number;
  /** Rows of the customer list, and two frames after them. */
  readonly ready: number;
}

/** Waits for the empty window's page to be painted and to have had an answer from main, and two frames. */
export const waitForEmptyPage = (app: StartedApp): Promise<{ readonly ready: number }> => waitFor(app, emptyPage);

/**
 * Signs in at once, and waits for the rows of the customer list.
 * @param opens whether the list is opened from the menu; else it is there from last time
 */
export const waitForList = (app: StartedApp, opens: boolean): Promise<ListMoments> => waitFor(app, satchelPage(opens));

const TIMEOUT_MS = 60_000;

/** Asks the page until it is the one that counts: a window begins with another one. */
async function waitFor<Moments>(app: StartedApp, expression: string): Promise<Moments> {
  const end = performance.now() + TIMEOUT_MS;
  while (performance.now() < end) {
    const moments = await Promise.race([
      app.page.evaluate<Moments | null>(expression).catch(() => null),
      new Promise<null>((give) => setTimeout(() => give(null), TIMEOUT_MS).unref()),
    ]);
    if (moments) return moments;
    await new Promise((next) => setTimeout(next, 5));
  }
  throw new Error('the page did not come to its end');
}
