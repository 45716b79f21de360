/**
 * One server of the demo company, and the notice by which every window of this computer finds it:
 *
 *     demo/server.json    where it listens, and the folder of its company
 *     demo/company-<n>/   the company; a higher number after each reset
 *
 * Guards: only a server that answers with the company of the notice is taken for it; a company that another server has
 * is never built or opened a second time.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { utilityProcess } from 'electron';
import { z } from 'zod';
import type { Language } from '#shared/protocol/desktop-bridge.ts';
import { COMPANY_IN_USE_EXIT_CODE } from '#shared/protocol/exit-codes.ts';
import { type Demo, demoPersonSchema } from '../device/device-messages.ts';
import { readJsonFile, writeJsonFile } from '../device/files.ts';

const START_TIMEOUT_MS = 120_000;
const HEALTH_TIMEOUT_MS = 2_000;
const FOLDER = /^company-([1-9][0-9]{0,8})$/;

/** The line that the server prints when it listens. */
const listeningSchema = z.object({
  listening: z.url(),
  companyId: z.string(),
  demoPeople: z.array(demoPersonSchema),
});
const noticeSchema = listeningSchema.extend({ folder: z.string().regex(FOLDER) });
/** Where the demo's server listens, and which folder its company lies in. */
export type DemoNotice = z.infer<typeof noticeSchema>;

const healthSchema = z.object({ companyId: z.string() });

/** A server that this process started. */
export interface OwnServer {
  readonly notice: DemoNotice;
  /** Lets it finish and waits for its end. */
  stop(): Promise<void>;
}

/** The notice of the demo's server, or null when there is none that can be read. @param home the demo's folder */
export function readNotice(home: string): DemoNotice | null {
  const notice = readJsonFile(join(home, 'server.json'), noticeSchema);
  return notice === 'damaged' ? null : notice;
}

export function writeNotice(home: string, notice: DemoNotice): void {
  writeJsonFile(join(home, 'server.json'), notice);
}

export const demoOf = ({ listening, companyId, demoPeople }: DemoNotice): Demo => ({
  server: listening,
  companyId,
  people: demoPeople,
});

/** Whether the server of the notice answers, with its own company. */
export async function isAlive({ listening, companyId }: DemoNotice): Promise<boolean> {
  try {
    const answer = await fetch(`${listening}/v1/health`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    return answer.ok && healthSchema.parse(await answer.json()).companyId === companyId;
  } catch {
    return false;
  }
}

/** The newest folder that holds a company, or the first one to be made. */
export function findCompanyFolder(home: string): string {
  const made = companyFolders(home).filter((name) => hasCompany(home, name));
  return made.at(-1) ?? 'company-1';
}

/** Where the next company comes; the same for all windows that make one at the same time, so that they make one. */
export function nextCompanyFolder(home: string, notice: DemoNotice | null): string {
  const last = notice ? notice.folder : companyFolders(home).at(-1);
  return `company-${last === undefined ? 1 : numberOf(last) + 1}`;
}

/** Whether the company has been made; else the server makes it, which takes several seconds. */
export const hasCompany = (home: string, folder: string): boolean => existsSync(join(home, folder, 'company.sqlite'));

/** Removes companies that were there before this one; what a server still holds is left for the next time. */
export function removeOlderCompanies(home: string, folder: string): void {
  for (const name of companyFolders(home)) {
    if (numberOf(name) >= numberOf(folder)) continue;
    try {
      rmSync(join(home, name), { recursive: true, force: true });
    } catch {
      // In use on a system that locks open files.
    }
  }
}

/** Oldest first. */
function companyFolders(home: string): string[] {
  if (!existsSync(home)) return [];
  const names = readdirSync(home).filter((name) => FOLDER.test(name));
  return names.sort((a, b) => numberOf(a) - numberOf(b));
}

const numberOf = (name: string): number => Number(FOLDER.exec(name)?.[1] ?? 0);

export interface DemoServerParts {
  readonly home: string;
  readonly folder: string;
  /** The built server. */
  readonly serverFile: string;
  /** `0`: any. */
  readonly port: string;
  /** Of the company's data, where it has to be made. */
  readonly language: Language;
  /** What it complains about while it runs: errors of its log. */
  complained(line: string): void;
}

/** Another window's server has the company, or builds it; its notice comes when it listens. */
export class CompanyHeld extends Error {}

/** Starts the demo's server and waits until it listens. @throws CompanyHeld, or when it ends or does not listen in time */
export function startDemoServer(parts: DemoServerParts): Promise<OwnServer> {
  const { folder, language, port } = parts;
  const path = join(parts.home, folder);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return new Promise((resolve, reject) => {
    const args = ['--demo', path, '--demo-language', language, '--port', port, '--exit-with-parent'];
    const server = utilityProcess.fork(parts.serverFile, args, { stdio: 'pipe', serviceName: 'Satchel demo server' });
    const ended = new Promise<void>((end) => server.once('exit', () => end()));
    const complaints: string[] = [];
    const timer = setTimeout(() => {
      server.kill();
      reject(new Error('the demo server did not start in time'));
    }, START_TIMEOUT_MS);
    server.on('exit', (code) => {
      clearTimeout(timer);
      const said = `the demo server ended with code ${code}: ${complaints.join('\n')}`;
      reject(code === COMPANY_IN_USE_EXIT_CODE ? new CompanyHeld(said) : new Error(said));
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
        if (!listening) {
          const complaint = complaintOf(line);
          if (complaint !== null) parts.complained(complaint);
          return;
        }
        clearTimeout(timer);
        resolve({
          notice: { ...listening, folder },
          async stop() {
            server.kill();
            await ended;
          },
        });
      });
    }
  });
}

/** From this level on a line of the server's log is an error. */
const ERROR_LEVEL = 50;
const complaintSchema = z.looseObject({
  level: z.number().min(ERROR_LEVEL),
  msg: z.string(),
  errorId: z.string().optional(),
  err: z.object({ message: z.string().optional(), stack: z.string().optional() }).optional(),
});

/** An error of the server's log in one text, with the id that a person is told; null for any other line. */
export function complaintOf(line: string): string | null {
  const read = (): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      return null;
    }
  };
  const complaint = complaintSchema.safeParse(read());
  if (!complaint.success) return null;
  const { msg, errorId, err } = complaint.data;
  return [msg, errorId, err?.stack ?? err?.message].filter((part) => part !== undefined).join(' ');
}

function parseLine(line: string): z.infer<typeof listeningSchema> | null {
  try {
    const parsed = listeningSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
