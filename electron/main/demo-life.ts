/**
 * The demo company's server: one for this computer, started by the first window that wants it. Guards:
 * - a second window attaches to the living server instead of opening its database twice;
 * - the server ends with the application that started it; whoever still works then starts it again;
 * - a reset makes the new company beside the old one, so that a reset that fails leaves the old one as it was; whoever
 *   holds the old server finds the new notice and ends it;
 * - two windows that start or reset at the same time come to one server: the company's lease says whose, the other
 *   window waits for its notice;
 * - looking and resetting never overlap.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '#shared/kernel/refusal.ts';
import type { DemoState, Language } from '#shared/protocol/desktop-bridge.ts';
import type { Demo } from '../device/device-messages.ts';
import {
  CompanyHeld,
  type DemoNotice,
  demoOf,
  findCompanyFolder,
  hasCompany,
  isAlive,
  nextCompanyFolder,
  type OwnServer,
  readNotice,
  removeOlderCompanies,
  startDemoServer,
  writeNotice,
} from './demo-server.ts';

/** How long someone who works in the demo is without its server at most, before it is looked for. */
const LOOK_EVERY_MS = 5_000;

/** How long another window's server is waited for before it is taken for gone, and how often it is looked for. */
const OTHER_WAIT_MS = 3_000;
const OTHER_LOOK_MS = 250;

const isOwn = (server: OwnServer | DemoNotice): server is OwnServer => 'stop' in server;

export interface DemoLifeParts {
  /** Folder of the demo, the same for all profiles. */
  readonly home: string;
  readonly serverFile: string;
  /** Called with each server that is not the one of before. */
  found(demo: Demo): void;
  stateChanged(state: DemoState): void;
  problem(where: string, error: unknown): void;
}

export interface DemoLife {
  readonly state: DemoState;
  /** Begins to look for the server and to start it. @param language of the company where it has to be made */
  start(language: Language): void;
  endLooking(): void;
  /** Ends looking, and the server if it is ours. */
  stop(): Promise<void>;
  /** A new company in place of the old. @throws Refusal `start.demoFailed`: the old one is still there */
  reset(language: Language): Promise<Demo>;
  /** The demo company of this computer, whether its server lives or not. */
  companyId(): string | null;
}

export function makeDemoLife(parts: DemoLifeParts): DemoLife {
  const { home, serverFile } = parts;
  let state: DemoState = { state: 'off' };
  let language: Language = 'en';
  let isFollowing = false;
  let own: OwnServer | null = null;
  let last = '';
  let timer: NodeJS.Timeout | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = turn.then(work, work);
    turn = next.catch(() => {});
    return next;
  }

  function set(next: DemoState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    parts.stateChanged(state);
  }

  function use(notice: DemoNotice): void {
    const demo = demoOf(notice);
    const text = JSON.stringify(demo);
    if (text !== last) parts.found(demo);
    last = text;
    removeOlderCompanies(home, notice.folder);
    set({ state: 'ready' });
  }

  async function stopOwn(): Promise<void> {
    const stopping = own;
    own = null;
    await stopping?.stop();
  }

  async function look(): Promise<void> {
    if (!isFollowing) return;
    try {
      const notice = readNotice(home);
      // Another window made a new company, or another server for this one.
      if (own && notice && notice.listening !== own.notice.listening) await stopOwn();
      if (notice && (await isAlive(notice))) use(notice);
      else await bringBack(notice);
    } catch (error) {
      parts.problem('demo server', error);
      if (isFollowing) set({ state: 'failed', reason: { code: 'start.demoFailed', params: {} } });
    }
    lookLater();
  }

  function lookLater(): void {
    if (timer) clearTimeout(timer);
    timer = isFollowing ? setTimeout(() => void inTurn(look), LOOK_EVERY_MS) : null;
  }

  /** The port of last time first, so that devices find the demo again; any other when it is taken. */
  async function bringBack(notice: DemoNotice | null): Promise<void> {
    await stopOwn();
    const folder = notice && hasCompany(home, notice.folder) ? notice.folder : findCompanyFolder(home);
    if (isFollowing) set({ state: hasCompany(home, folder) ? 'starting' : 'building' });
    let found: OwnServer | DemoNotice | null;
    try {
      found = await startOrJoin(folder, notice ? new URL(notice.listening).port : '0');
    } catch (error) {
      if (notice === null) throw error;
      found = await startOrJoin(folder, '0');
    }
    if (found === null) return;
    if (!isOwn(found)) {
      if (isFollowing) use(found);
      return;
    }
    own = found;
    writeNotice(home, found.notice);
    if (isFollowing) use(found.notice);
    else await stopOwn();
  }

  /** Our server of the company, another window's that has it already, or null when nobody wants one any more. */
  async function startOrJoin(folder: string, port: string): Promise<OwnServer | DemoNotice | null> {
    while (isFollowing) {
      try {
        return await startDemoServer({
          ...{ home, folder, serverFile, port, language },
          complained: (line) => parts.problem('demo server', line),
        });
      } catch (error) {
        if (!(error instanceof CompanyHeld)) throw error;
        const other = await otherServer(folder);
        if (other) return other;
      }
    }
    return null;
  }

  /** Whoever had the company may end without a word: then it is ours to start. */
  async function otherServer(folder: string): Promise<DemoNotice | null> {
    for (let waited = 0; isFollowing && waited < OTHER_WAIT_MS; waited += OTHER_LOOK_MS) {
      const notice = readNotice(home);
      if (notice?.folder === folder && (await isAlive(notice))) return notice;
      await sleep(OTHER_LOOK_MS);
    }
    return null;
  }

  const removeFolder = (folder: string): void => rmSync(join(home, folder), { recursive: true, force: true });

  async function makeAnew(): Promise<DemoNotice> {
    const folder = nextCompanyFolder(home, readNotice(home));
    const made = await startOrJoin(folder, '0').catch((error: unknown) => {
      removeFolder(folder);
      throw error;
    });
    if (made === null) throw new Error('the demo was left meanwhile');
    if (!isOwn(made)) {
      await stopOwn();
      return made;
    }
    try {
      writeNotice(home, made.notice);
    } catch (error) {
      await made.stop();
      removeFolder(folder);
      throw error;
    }
    const old = own;
    own = made;
    await old?.stop();
    return made.notice;
  }

  function endLooking(): void {
    isFollowing = false;
    lookLater();
  }

  return {
    get state() {
      return state;
    },
    start(chosen) {
      language = chosen;
      if (isFollowing) return;
      isFollowing = true;
      last = '';
      set({ state: hasCompany(home, findCompanyFolder(home)) ? 'starting' : 'building' });
      void inTurn(look);
    },
    endLooking,
    async stop() {
      endLooking();
      set({ state: 'off' });
      await inTurn(async () => {
        // It may have been wanted again meanwhile.
        if (!isFollowing) await stopOwn();
      });
    },
    reset: (chosen) =>
      inTurn(async () => {
        language = chosen;
        set({ state: 'building' });
        try {
          const notice = await makeAnew();
          use(notice);
          return demoOf(notice);
        } catch (error) {
          parts.problem('reset of the demo', error);
          void inTurn(look);
          throw new Refusal('start.demoFailed');
        }
      }),
    companyId: () => readNotice(home)?.companyId ?? null,
  };
}
