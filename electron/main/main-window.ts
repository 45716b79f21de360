/**
 * The window. Guards:
 * - the page is sandboxed and isolated, without Node, and guarded before it is loaded (guard-page.ts);
 * - the window comes back as it was left, where it can be seen.
 */
import { join } from 'node:path';
import { BrowserWindow, screen, session } from 'electron';
import { guardContents, guardSession, type PageSource } from './guard-page.ts';
import { APP_ORIGIN } from './serve-renderer.ts';
import { fitToScreens, readWindowState, saveWindowState, type WindowState } from './window-state.ts';

/** The page's source: the built screens, or the development server where the tool says so. */
export function findPageSource(isPackaged: boolean): PageSource {
  const development = isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
  if (!development) return { origin: APP_ORIGIN, isDevelopment: false };
  return { origin: new URL(development).origin, isDevelopment: true };
}

/** Shuts the doors of the default session; call once, before the first window. */
export function closeDoors(source: PageSource): void {
  guardSession(session.defaultSession, source);
}

/** Opens the window. @param statePath where its place is kept @param preloadFile the built preload */
export function openMainWindow(statePath: string, preloadFile: string, source: PageSource): BrowserWindow {
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
  const kept = fitToScreens(readWindowState(statePath), areas);
  const window = new BrowserWindow({
    show: false,
    ...(kept.x !== null && kept.y !== null ? { x: kept.x, y: kept.y } : { center: true }),
    width: kept.width,
    height: kept.height,
    minWidth: 800,
    minHeight: 560,
    title: 'Satchel',
    autoHideMenuBar: true,
    backgroundColor: '#f6f7f9',
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (kept.maximised) window.maximize();
  window.once('ready-to-show', () => {
    window.webContents.setZoomLevel(kept.zoomLevel);
    window.show();
  });
  guardContents(window.webContents);
  keepState(window, statePath);
  void window.loadURL(`${source.origin}/`);
  return window;
}

function keepState(window: BrowserWindow, statePath: string): void {
  let timer: NodeJS.Timeout | null = null;
  const save = (): void => {
    if (window.isDestroyed()) return;
    const { x, y, width, height } = window.getNormalBounds();
    const { language } = readWindowState(statePath);
    const zoomLevel = Math.min(5, Math.max(-5, window.webContents.getZoomLevel()));
    const state: WindowState = { x, y, width, height, maximised: window.isMaximized(), zoomLevel, language };
    saveWindowState(statePath, state);
  };
  const saveSoon = (): void => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(save, 400);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
}

export const preloadFileIn = (outFolder: string): string => join(outFolder, 'preload', 'index.cjs');
