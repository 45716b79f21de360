/** A server's process that comes back at the same address after each kill. */
import { createServer } from 'node:net';
import type { DatabasePlace } from '../../server/read-options.ts';
import { type Programs, type Running, run } from './programs.ts';

const START_TIMEOUT_MS = 60_000;

export interface ServerProcess {
  readonly url: string;
  /** Starts it; tries again while what it needs is not there yet. */
  start(): Promise<void>;
  kill(): Promise<void>;
  readonly pid: number;
  log(): string;
}

export async function makeServerProcess(programs: Programs, place: DatabasePlace): Promise<ServerProcess> {
  const port = await freePort();
  const database =
    place.kind === 'sqlite'
      ? ['--database', `sqlite:${place.path}`, '--key-file', place.keyFile]
      : ['--database', place.connectionString, '--schema', place.schema];
  const args = [...database, '--files', place.filesFolder, '--port', String(port), '--log-level', 'warn'];
  let running: Running | null = null;
  let isWanted = false;

  /** @returns whether it listens; it may end before, killed or because its database is not there */
  function startOnce(): Promise<boolean> {
    return new Promise((resolve) => {
      const started = run(programs.server, args, () => resolve(true));
      running = started;
      void started.gone.then(() => resolve(false));
    });
  }

  return {
    url: `http://127.0.0.1:${port}`,
    get pid() {
      return running?.child.pid ?? 0;
    },
    log: () => running?.log() ?? '',
    async start() {
      isWanted = true;
      const until = performance.now() + START_TIMEOUT_MS;
      while (isWanted && !(await startOnce())) {
        if (performance.now() > until) throw new Error(`the server does not start:\n${running?.log()}`);
        if (isWanted) await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async kill() {
      isWanted = false;
      await running?.kill();
    },
  };
}

/** A port of the loopback interface that nobody has at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      probe.close(() => resolve(address.port));
    });
  });
}
