/**
 * A live stream of server-sent events. Guards:
 * - it ends when its token does, and follows the user's scopes as they change;
 * - a connection that reads nothing is cut rather than kept in memory;
 * - a token has only a few streams: one more ends its oldest, so that a device that comes back is always heard.
 */
import type { FastifyReply } from 'fastify';
import type { Poke } from '#shared/protocol/sync.ts';
import { openSession, type Session } from '../auth/access-token.ts';
import type { House } from '../house.ts';
import { readScopes } from '../sync/scopes.ts';

/** A comment this often keeps proxies from ending the stream, and shows the device that it lives. */
export const HEARTBEAT_MS = 20_000;
const LIMIT_UNREAD_BYTES = 256 * 1024;

/** Streams of one token at the same time: a device has one, and others that it has not noticed the end of. */
export const LIMIT_STREAMS = 4;

/** Keeps the number of streams of a token. @returns what counts one in, and gives what counts it out */
export function makeStreamLimit(): (token: string, end: () => void) => () => void {
  const endsByToken = new Map<string, Set<() => void>>();
  return (token, end) => {
    const ends = endsByToken.get(token) ?? new Set();
    endsByToken.set(token, ends);
    const [oldest] = ends;
    if (oldest && ends.size >= LIMIT_STREAMS) {
      ends.delete(oldest);
      oldest();
    }
    ends.add(end);
    return () => {
      ends.delete(end);
      if (ends.size === 0 && endsByToken.get(token) === ends) endsByToken.delete(token);
    };
  };
}

/** Takes over the reply and pokes it until either side ends it. */
export async function serveLive(
  house: House,
  session: Session,
  token: string,
  reply: FastifyReply,
  countIn: ReturnType<typeof makeStreamLimit>,
): Promise<void> {
  const scopes = await readScopes(house.database.kysely, session.userId);
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
  });
  const send = (text: string): void => {
    if (raw.destroyed || raw.writableEnded) return;
    raw.write(text);
    if (raw.writableLength > LIMIT_UNREAD_BYTES) raw.destroy();
  };
  const onPoke = (poke: Poke): void => {
    send(`event: moved\ndata: ${JSON.stringify(poke)}\n\n`);
    // Rights are company rows: what this user sees may be something else now.
    if (poke.scopes.includes('company')) void renew();
  };
  let unsubscribe = house.pokes.subscribe(scopes, onPoke);
  let stopHeartbeat = (): void => {};
  const renew = async (): Promise<void> => {
    try {
      await openSession(house.database, house.world, token);
      const now = await readScopes(house.database.kysely, session.userId);
      if (raw.destroyed) return;
      unsubscribe();
      unsubscribe = house.pokes.subscribe(now, onPoke);
    } catch (error) {
      // The token has ended, or the database does not answer: the device connects again when it can.
      house.logger.debug({ err: error }, 'live stream ended');
      raw.end();
    }
  };
  const beat = (): void => {
    stopHeartbeat = house.world.timers.after(HEARTBEAT_MS, () => {
      send(': still here\n\n');
      void renew().then(() => {
        if (!raw.destroyed) beat();
      });
    });
  };
  house.metrics.add('satchel_live_connections', 1);
  const countOut = countIn(token, () => raw.destroy());
  raw.once('close', () => {
    countOut();
    stopHeartbeat();
    unsubscribe();
    house.metrics.add('satchel_live_connections', -1);
  });
  send(': open\n\n');
  beat();
}
