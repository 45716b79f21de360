/**
 * What our page may do, whatever runs in it. Guards:
 * - it loads nothing from elsewhere and gets no permission; files of the company it shows as pictures, and no other way;
 * - it goes nowhere else, opens no window and embeds none.
 */
import type { Session, WebContents } from 'electron';
import { isFileAddress } from './serve-file.ts';
import { APP_SCHEME } from './serve-renderer.ts';

export interface PageSource {
  /** Where the page is served from: our own scheme, or the development server. */
  readonly origin: string;
  readonly isDevelopment: boolean;
}

const ownProtocols: ReadonlySet<string> = new Set([`${APP_SCHEME}:`, 'devtools:', 'data:', 'blob:']);

/** Whether the page may load an address. @param as what the page takes it for, in Electron's words */
export function mayLoad(address: string, as: string, source: PageSource): boolean {
  if (isFileAddress(address)) return as === 'image';
  const url = new URL(address);
  if (ownProtocols.has(url.protocol)) return true;
  return source.isDevelopment && url.host === new URL(source.origin).host;
}

/** Shuts a session's doors; before its first page. */
export function guardSession(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setSpellCheckerEnabled' | 'webRequest'
  >,
  source: PageSource,
): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !mayLoad(details.url, details.resourceType, source) }),
  );
}

/** Keeps a page where it is; before it is loaded. */
export function guardContents(contents: Pick<WebContents, 'setWindowOpenHandler' | 'on'>): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
