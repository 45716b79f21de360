import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { type Poke, pokeSchema } from '#shared/protocol/sync.ts';
import { Refused } from './server.ts';

export interface LiveStream {
  /** The next poke; waits for it. */
  next(): Promise<Poke>;
  /** Settles when the stream has ended. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Opens the live stream as a device does; returns when the server has begun to answer. */
export async function openLive(url: string, token: string): Promise<LiveStream> {
  const abort = new AbortController();
  const response = await fetch(`${url}/v1/sync/live`, {
    headers: { authorization: `Bearer ${token}` },
    signal: abort.signal,
  });
  if (!response.ok || !response.body) {
    throw new Refused({ status: response.status, headers: response.headers, json: await response.json() });
  }
  const pokes: Poke[] = [];
  const waiting: ((poke: Poke) => void)[] = [];
  const parser = createParser({
    onEvent(event: EventSourceMessage) {
      if (event.event !== 'moved') throw new Error(`an event ${event.event}`);
      const poke = pokeSchema.parse(JSON.parse(event.data));
      const first = waiting.shift();
      if (first) first(poke);
      else pokes.push(poke);
    },
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const read = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(value);
    }
  };
  const ended = read().catch(() => undefined);
  return {
    next: () => {
      const poke = pokes.shift();
      return poke ? Promise.resolve(poke) : new Promise((resolve) => waiting.push(resolve));
    },
    ended,
    async close() {
      abort.abort();
      await ended;
    },
  };
}
