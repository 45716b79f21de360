/**
 * The demo company's server: one for this computer, started by the first application that wants it. Guards:
 * - a second profile attaches to the living server instead of opening its database twice;
 * - the server ends with the application that started it; whoever still works then starts it again;
 * - only a server that answers with the demo's own company is taken for it.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { utilityProcess } from 'electron';
import { z } from 'zod';
import { type Demo, demoPersonSchema } from '../device/device-messages.ts';

const START_TIMEOUT_MS = 60_000;
const HEALTH_TIMEOUT_MS = 2_000;
/** How long someone who works in the demo is without its server at most, before it is looked for. */
const LOOK_EVERY_MS = 5_000;

/** The line that the server prints when it listens, and the content of server.json. */
const listeningSchema = z.object({
  listening: z.url(),
  companyId: z.string(),
  demoPeople: z.array(demoPersonSchema),
});
type Listening = z.infer<typeof listeningSchema>;

const healthSchema = z.object({ companyId: z.string() });

/**
 * Attaches to the demo server or starts it, and again whenever it is gone.
 * @param found called with each server that is not the one of before
 * @returns the end of looking
 */
export function keepDemoServer(
  folder: string,
  serverFile: string,
  found: (demo: Demo) => void,
  problem: (error: unknown) => void,
): () => void {
  let timer: NodeJS.Timeout | null = null;
  let isEnded = false;
  let last = '';

  async function look(): Promise<void> {
    try {
      const demo = await findOrStartDemoServer(folder, serverFile);
      const text = JSON.stringify(demo);
      if (!isEnded && text !== last) found(demo);
      last = text;
    } catch (error) {
      problem(error);
    }
    if (!isEnded) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  }
  void look();
  return () => {
    isEnded = true;
    if (timer) clearTimeout(timer);
  };
}

/**
 * Attaches to the demo server of this computer, or starts it.
 * @param folder where the demo company lives, the same for all profiles
 * @param serverFile the built server
 * @throws when it does not listen in time
 */
async function findOrStartDemoServer(folder: string, serverFile: string): Promise<Demo> {
  mkdirSync(folder, { recursive: true });
  const notice = join(folder, 'server.json');
  const known = readNotice(notice);
  if (known && (await isAlive(known))) return toDemo(known);
  const started = await start(folder, serverFile, known);
  writeFileSync(`${notice}.new`, JSON.stringify(started));
  renameSync(`${notice}.new`, notice);
  return toDemo(started);
}

const toDemo = ({ listening, companyId, demoPeople }: Listening): Demo => ({
  server: listening,
  companyId,
  people: demoPeople,
});

function readNotice(path: string): Listening | null {
  try {
    return listeningSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

async function isAlive({ listening, companyId }: Listening): Promise<boolean> {
  try {
    const answer = await fetch(`${listening}/v1/health`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    return answer.ok && healthSchema.parse(await answer.json()).companyId === companyId;
  } catch {
    return false;
  }
}

/** The port of last time first, so that devices find the demo again; any other when it is taken. */
async function start(folder: string, serverFile: string, known: Listening | null): Promise<Listening> {
  if (!known) return startAt(folder, serverFile, '0');
  try {
    return await startAt(folder, serverFile, new URL(known.listening).port);
  } catch {
    // Another window may have been faster: then its server is the one.
    if (await isAlive(known)) return known;
    return startAt(folder, serverFile, '0');
  }
}

function startAt(folder: string, serverFile: string, port: string): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = utilityProcess.fork(serverFile, ['--demo', folder, '--port', port, '--exit-with-parent'], {
      stdio: 'pipe',
      serviceName: 'Satchel demo server',
    });
    const complaints: string[] = [];
    const timer = setTimeout(() => {
      server.kill();
      reject(new Error('the demo server did not start in time'));
    }, START_TIMEOUT_MS);
    server.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the demo server ended with code ${code}: ${complaints.join('\n')}`));
    });
    if (server.stderr) {
      createInterface({ input: server.stderr }).on('line', (line) => {
        complaints.push(line);
        if (complaints.length > 20) complaints.shift();
      });
    }
    if (server.stdout) {
      createInterface({ input: server.stdout }).on('line', (line) => {
        const listening = parseLine(line);
        if (!listening) return;
        clearTimeout(timer);
        resolve(listening);
      });
    }
  });
}

function parseLine(line: string): Listening | null {
  try {
    const parsed = listeningSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
