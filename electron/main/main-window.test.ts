import type { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeDoors, openMainWindow } from './main-window.ts';

interface Fake {
  options: { webPreferences: Record<string, unknown> };
  webContents: EventEmitter & { openHandler?: (details: { url: string }) => unknown };
  /** What guarded the page when it was loaded. */
  guardsAtLoad: unknown[];
  loaded: string;
}
interface Doors {
  request?: (contents: unknown, permission: string, answer: (granted: boolean) => void) => void;
  check?: (contents: unknown, permission: string) => boolean;
  before?: (details: { url: string; resourceType: string }, answer: (response: { cancel?: boolean }) => void) => void;
}
const electron = vi.hoisted(() => ({ windows: [] as unknown[], doors: {} as Record<string, unknown> }));
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  class BrowserWindow extends EventEmitter {
    guardsAtLoad: unknown[] = [];
    loaded = '';
    webContents = Object.assign(new EventEmitter(), {
      openHandler: null as unknown,
      setWindowOpenHandler(handler: unknown) {
        this.openHandler = handler;
      },
    });
    options: unknown;
    constructor(options: unknown) {
      super();
      this.options = options;
      electron.windows.push(this);
    }
    async loadURL(url: string) {
      this.loaded = url;
      this.guardsAtLoad = [this.webContents.openHandler !== null, ...this.webContents.eventNames()];
    }
  }
  const display = { workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } };
  return {
    BrowserWindow,
    screen: { getPrimaryDisplay: () => display, getAllDisplays: () => [display] },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: unknown) => (electron.doors.request = handler),
        setPermissionCheckHandler: (handler: unknown) => (electron.doors.check = handler),
        setSpellCheckerEnabled: () => undefined,
        webRequest: { onBeforeRequest: (handler: unknown) => (electron.doors.before = handler) },
      },
    },
    protocol: {},
    net: {},
  };
});

const built = { origin: 'satchel://app', isDevelopment: false };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-window-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function openFake(): Fake {
  openMainWindow(join(folder, 'window.json'), '/preload.cjs', built);
  return electron.windows.at(-1) as Fake;
}

it('the page is sandboxed and isolated, and guarded before it is loaded', () => {
  const window = openFake();
  expect(window.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  });
  expect(window.loaded).toBe('satchel://app/');
  expect(window.guardsAtLoad).toEqual([true, 'will-navigate', 'will-redirect', 'will-attach-webview']);
});

it('no window is opened, whatever the address', () => {
  const { webContents } = openFake();
  for (const url of ['https://example.com/', 'satchel://app/', 'about:blank']) {
    expect(webContents.openHandler?.({ url })).toEqual({ action: 'deny' });
  }
});

it.each(['will-navigate', 'will-redirect', 'will-attach-webview'])('%s is prevented', (event) => {
  const preventDefault = vi.fn();
  openFake().webContents.emit(event, { preventDefault, url: 'https://example.com/' });
  expect(preventDefault).toHaveBeenCalledOnce();
});

it.each([
  ['satchel://app/index.html', false, true],
  ['data:image/png;base64,AAAA', false, true],
  ['https://example.com/track.gif', false, false],
  ['http://localhost:5173/main.tsx', false, false],
  ['file:///etc/passwd', false, false],
  ['wss://example.com/', false, false],
  ['http://localhost:5173/main.tsx', true, true],
  ['ws://localhost:5173/', true, true],
  ['http://localhost:9999/', true, false],
  ['https://example.com/', true, false],
])('loading %s, in development %s: %s', (url, isDevelopment, isAllowed) => {
  closeDoors(isDevelopment ? { origin: 'http://localhost:5173', isDevelopment } : built);
  const answer = vi.fn();
  (electron.doors as Doors).before?.({ url, resourceType: 'script' }, answer);
  expect(answer.mock.calls).toEqual([[{ cancel: !isAllowed }]]);
});

it.each([
  ['image', true],
  ['mainFrame', false],
  ['subFrame', false],
  ['object', false],
  ['script', false],
  ['stylesheet', false],
  ['xhr', false],
  ['media', false],
])('a file of the company is loaded as %s: %s', (resourceType, isAllowed) => {
  closeDoors(built);
  const answer = vi.fn();
  (electron.doors as Doors).before?.({ url: `satchel://app/files/${'a1'.repeat(32)}`, resourceType }, answer);
  expect(answer.mock.calls).toEqual([[{ cancel: !isAllowed }]]);
});

it('no permission is given', () => {
  closeDoors(built);
  const doors = electron.doors as Doors;
  const answer = vi.fn();
  doors.request?.(null, 'media', answer);
  expect(answer.mock.calls).toEqual([[false]]);
  expect(doors.check?.(null, 'clipboard-read')).toBe(false);
});
