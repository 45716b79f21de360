/**
 * The demo company's server: one for this computer, started by the first application that wants it. Guards:
 * - a second profile attaches to the living server instead of opening its database twice;
 * - the server ends with the application that started it.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { utilityProcess } from 'electron';
import { z } from 'zod';
import { type Demo, demoPersonSchema } from '../device/device-messages.ts';

const START_TIMEOUT_MS = 60_000;
const HEALTH_TIMEOUT_MS = 2_000;

/** The line that the server prints when it listens, and the content of server.json. */
const listeningSchema = z.object({
  listening: z.url(),
  companyId: z.string(),
  demoPeople: z.array(demoPersonSchema),
});
type Listening = z.infer<typeof listeningSchema>;

/**
 * Attaches to the demo server of this computer, or starts it.
 * @param folder where the demo company lives, the same for all profiles
 * @param serverFile the built server
 * @throws when it does not listen in time
 */
export async function findOrStartDemoServer(folder: string, serverFile: string): Promise<Demo> {
  mkdirSync(folder, { recursive: true });
  const notice = join(folder, 'server.json');
  const known = readNotice(notice);
  if (known && (await isAlive(known.listening))) return toDemo(known);
  const started = await start(folder, serverFile, known ? new URL(known.listening).port : '0');
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

async function isAlive(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/v1/health`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

/** The port of last time first, so that devices find the demo again; any other when it is taken. */
async function start(folder: string, serverFile: string, port: string): Promise<Listening> {
  try {
    return await startAt(folder, serverFile, port);
  } catch (error) {
    if (port === '0') throw error;
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
