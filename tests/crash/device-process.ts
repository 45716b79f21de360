/** A device's process that is killed and started again over one profile folder, and what it has promised to its person. */
import type { Id } from '#shared/kernel/ids.ts';
import type { DeviceStart, FromDevice, LogMark } from './device-messages.ts';
import { type Programs, type Running, run } from './programs.ts';
import { cutLog, durableFramesSince, type LogCut } from './wal-log.ts';

const LONGEST_START_MS = 5_000;

export interface DeviceProcess {
  readonly login: string;
  /** Ids of the commands that the person was shown as done, over all lives of the process. */
  readonly promised: ReadonlySet<Id>;
  /** What the person was refused, by code. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly notices: readonly string[];
  readonly problems: string[];
  /** File and key of its database, once it was opened. */
  readonly database: { readonly path: string; readonly key: Uint8Array } | null;
  start(works: boolean): void;
  work(): void;
  /** Until its person was shown that something is done or refused, in this life of the process; a few seconds at most. */
  untilItActs(): Promise<void>;
  /** Until that happens again, or for a few seconds at most. */
  nextAct(): Promise<void>;
  /**
   * Stops taking orders and waits until all are answered.
   * @returns false when it said nothing new for `silentMs`, or was not done after `wholeMs`: the machine may be slow
   */
  drain(silentMs: number, wholeMs: number): Promise<boolean>;
  kill(): Promise<void>;
  /** After a kill: takes away what a power cut could have taken. */
  cutPower(random: () => number): LogCut | null;
  readonly pid: number;
  /** Why it was not level when it last tried, and its error output. */
  log(): string;
}

export function makeDeviceProcess(programs: Programs, start: Omit<DeviceStart, 'works'>): DeviceProcess {
  const promised = new Set<Id>();
  const refusals = new Map<string, number>();
  const notices: string[] = [];
  const problems: string[] = [];
  let database: { path: string; key: Uint8Array } | null = null;
  let running: Running | null = null;
  let acknowledged: LogMark | null = null;
  let onDrained = (): void => {};
  let lastWord = '';
  let onWord = (): void => {};
  const onAct: (() => void)[] = [];
  let acts = false;

  function hear(line: string): void {
    const message: FromDevice = JSON.parse(line);
    if (message.said === 'done' || message.said === 'refused') {
      acts = true;
      for (const tell of onAct.splice(0)) tell();
    }
    if (message.said === 'opened') {
      database = { path: message.path, key: Buffer.from(message.key, 'hex') };
    } else if (message.said === 'done') {
      promised.add(message.commandId);
      acknowledged = message.log;
    } else if (message.said === 'refused') refusals.set(message.code, (refusals.get(message.code) ?? 0) + 1);
    else if (message.said === 'drained') onDrained();
    else if (message.said === 'notLevel' || message.said === 'status') {
      lastWord = line;
      onWord();
    } else if (message.said === 'notice') notices.push(`${message.code} ${JSON.stringify(message.params)}`);
    else problems.push(`${message.where}: ${message.message}`);
  }

  function nextAct(): Promise<void> {
    return new Promise((resolve) => {
      onAct.push(resolve);
      setTimeout(resolve, LONGEST_START_MS);
    });
  }

  return {
    login: start.login,
    promised,
    refusals,
    notices,
    problems,
    get database() {
      return database;
    },
    start(works) {
      acts = false;
      running = run(programs.device, [JSON.stringify({ ...start, works } satisfies DeviceStart)], hear);
    },
    work: () => running?.tell({ order: 'work' }),
    untilItActs: () => (acts ? Promise.resolve() : nextAct()),
    nextAct,
    async drain(silentMs, wholeMs) {
      let silent: NodeJS.Timeout | undefined;
      let whole: NodeJS.Timeout | undefined;
      const drained = new Promise<boolean>((resolve) => {
        onDrained = () => resolve(true);
        onWord = () => {
          clearTimeout(silent);
          silent = setTimeout(() => resolve(false), silentMs);
        };
        onWord();
        whole = setTimeout(() => resolve(false), wholeMs);
      });
      running?.tell({ order: 'drain' });
      const isDrained = await drained;
      clearTimeout(silent);
      clearTimeout(whole);
      return isDrained;
    },
    async kill() {
      await running?.kill();
    },
    cutPower(random) {
      if (!database) return null;
      return cutLog(database.path, durableFramesSince(database.path, acknowledged), random);
    },
    get pid() {
      return running?.child.pid ?? 0;
    },
    log: () => `${lastWord}\n${running?.log() ?? ''}`,
  };
}
