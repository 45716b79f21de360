import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// A screen is loaded when it is first opened; on a busy machine that takes longer than the library waits by itself.
configure({ asyncUtilTimeout: 15_000 });

// What antd asks of a browser and jsdom does not have: media queries (none match) and element sizes (none change).

class StillResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

function matchNothing(media: string): MediaQueryList {
  const target = new EventTarget();
  return Object.assign(target, {
    matches: false,
    media,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
  }) as MediaQueryList;
}

globalThis.ResizeObserver = StillResizeObserver;
globalThis.matchMedia = matchNothing;
Element.prototype.scrollIntoView = () => {};
Element.prototype.scrollTo = () => {};
// The people of the tests are not new: the welcome tour has a test of its own.
localStorage.setItem('satchel.tour', JSON.stringify({ isOff: true, seen: [] }));

// Each test begins with an empty page.
afterEach(cleanup);
