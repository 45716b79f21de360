/**
 * Serves files of the company under `satchel://app/files/<hash>`. Guards:
 * - only a hash is an address, and only the device's disk answers: nobody waits for the network;
 * - the page may show a file as a picture and nothing else (guard-page.ts asks here): no frame, no script, no request of
 *   the page's own reads it, and what an SVG holds neither runs nor loads anything;
 * - nothing of it is kept in clear on the disk by the browser.
 */

import type { DeviceFile } from '../device/file-cache.ts';
import { FILES_ADDRESS } from '../preload/channels.ts';

/** Whether an address is one of files, of whatever name. */
export function isFileAddress(address: string): boolean {
  return URL.canParse(address) && new URL(address).href.startsWith(FILES_ADDRESS);
}

/** Answers one request for a file. @param readFile from the device's disk */
export async function serveFile(
  readFile: (hash: string) => Promise<DeviceFile | null>,
  method: string,
  address: string,
): Promise<Response> {
  const headers = {
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  const hash = /^[0-9a-f]{64}$/.exec(address.slice(FILES_ADDRESS.length))?.[0];
  const missing = new Response(null, { status: 404, headers });
  if (method !== 'GET' || !isFileAddress(address) || hash === undefined) return missing;
  try {
    const file = await readFile(hash);
    if (!file) return missing;
    return new Response(new Uint8Array(file.bytes), { headers: { ...headers, 'content-type': file.mediaType } });
  } catch {
    // The device thread has ended: it is started again, and the page asks again.
    return missing;
  }
}
