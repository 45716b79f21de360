/** The server's live stream: pokes that something moved. Missing one costs only time. */
import { createParser } from 'eventsource-parser';
import type { NetworkStream, World } from '#shared/kernel/world.ts';
import { pokeSchema } from '#shared/protocol/sync.ts';

/** The server says something every 20 s, if only a comment; a stream that missed two of them is a dead one. */
const SILENCE_LIMIT_MS = 50_000;

export interface LiveStream {
  close(): void;
}

/**
 * Listens until either side ends it.
 * @param open opens the stream and hands its text over
 * @param moved told the company version that something moved to
 * @throws NetworkUnreachable when it cannot be opened
 */
export async function listenLive(
  world: World,
  open: (onText: (chunk: string) => void) => Promise<NetworkStream>,
  moved: (version: number) => void,
  ended: () => void,
): Promise<LiveStream> {
  const parser = createParser({
    onEvent(event) {
      if (event.event !== 'moved') return;
      try {
        const poke = pokeSchema.safeParse(JSON.parse(event.data));
        if (poke.success) moved(poke.data.version);
      } catch {
        // A poke that cannot be read is a missed poke.
      }
    },
  });
  let stopWatching: () => void = () => {};
  let stream: NetworkStream | null = null;
  const watch = (): void => {
    stopWatching();
    stopWatching = world.timers.after(SILENCE_LIMIT_MS, () => stream?.close());
  };
  stream = await open((chunk) => {
    watch();
    parser.feed(chunk);
  });
  watch();
  void stream.ended.then(() => {
    stopWatching();
    ended();
  });
  return { close: () => stream?.close() };
}
