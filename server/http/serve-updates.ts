/**
 * The update feed: files of one folder, as `npm run dist` made them. Guards:
 * - only plain files that lie in the folder itself, under names that a feed or an installer has: no folders, nothing
 *   hidden, no link out of it, no key that was left beside them;
 * - nothing that is no plain file is waited for;
 * - a download that broke off goes on where it was (one range; several at once get the whole file, as HTTP allows);
 * - nothing on the way keeps an old feed.
 * Who may fetch: anybody. Installers hold no secret, and a device must be able to mend itself while nobody is signed in.
 * That a file is the maker's is checked on the device, by signature.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpRefusal } from './http-refusal.ts';
import { UPDATE_PATH } from './open-api.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.yml': 'text/yaml; charset=utf-8',
  '.sig': 'text/plain; charset=utf-8',
};

/** What `npm run dist` makes: the feed, its signature, installers, and the maps for fetching only what differs. */
const feedName = /^[A-Za-z0-9][\w.+~ -]{0,199}\.(?:yml|yml\.sig|deb|AppImage|exe|dmg|zip|blockmap)$/;

/** Windows knows neither flag. A pipe of that name would hold its reader. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Adds the route. @param folder of the administrator, or null: there are no updates here */
export function addUpdateRoute(app: FastifyInstance, folder: string | null): void {
  // Nobody asks by HEAD, and Fastify would read the whole file for it.
  const options = { exposeHeadRoute: false };
  app.get<{ Params: { name: string } }>(UPDATE_PATH, options, async (request, reply) => {
    const { name } = request.params;
    if (folder === null || !feedName.test(name)) throw new HttpRefusal('updates.unknown');
    return serveFile(join(folder, name), request, reply);
  });
}

async function serveFile(path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const file = await open(path, OPEN_FLAGS).catch(() => null);
  if (!file) throw new HttpRefusal('updates.unknown');
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new HttpRefusal('updates.unknown');
    const { size } = stat;
    // A package that was replaced under its name must not be glued to the rest of the old one.
    const etag = `"${size.toString(36)}-${Math.round(stat.mtimeMs).toString(36)}"`;
    reply.header('accept-ranges', 'bytes').header('etag', etag).header('cache-control', 'no-cache');
    reply.type(mediaTypes[extname(path)] ?? 'application/octet-stream');
    const ifRange = request.headers['if-range'];
    const mayResume = ifRange === undefined || ifRange === etag;
    const range = mayResume ? readRange(request.headers.range, size) : null;
    if (range === 'beyond') {
      await file.close();
      return reply.status(416).header('content-range', `bytes */${size}`).send();
    }
    const { start, end } = range ?? { start: 0, end: size - 1 };
    if (range) reply.status(206).header('content-range', `bytes ${start}-${end}/${size}`);
    reply.header('content-length', end - start + 1);
    if (size === 0) {
      await file.close();
      return reply.send();
    }
    // The stream closes the file, also when the client goes.
    return reply.send(file.createReadStream({ start, end }));
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** One range of a `Range` header; null where there is none that is understood: then the whole file is the answer. */
function readRange(header: string | undefined, size: number): { start: number; end: number } | 'beyond' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match) return null;
  const [, from = '', to = ''] = match;
  if (from === '') {
    if (to === '') return null;
    const length = Math.min(Number(to), size);
    return length === 0 ? 'beyond' : { start: size - length, end: size - 1 };
  }
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start >= size) return 'beyond';
  return end < start ? null : { start, end };
}
