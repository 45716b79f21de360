/**
 * Main's end of the device thread. Guards:
 * - every call gets an answer: when the thread ends, what is open fails, and the thread is started again;
 * - a query goes to a reader thread by a door of its own, where there is one: no pull holds up what is typed;
 * - a thread that cannot stay up is not started over and over: after three ends in a row only a call starts it again,
 *   and the screens are told.
 */
import { Worker } from 'node:worker_threads';
import { Refusal } from '#shared/kernel/refusal.ts';
import type { SessionState, SyncStatus } from '#shared/protocol/bridge.ts';
import {
  type CallName,
  callSchemas,
  type Demo,
  type DeviceThreadData,
  type FromDevice,
  type MainCallName,
  type ToDevice,
} from '../device/device-messages.ts';
import type { DeviceFile } from '../device/file-cache.ts';
import { makeReaderDoors } from './reader-doors.ts';

const RESTART_LIMIT = 3;
/** A thread that lived so long is in order: its next end counts as the first. */
const STEADY_AFTER_MS = 60_000;
const CLOSE_TIMEOUT_MS = 5_000;

export interface DeviceListeners {
  changed(tables: readonly string[]): void;
  fileArrived(hash: string): void;
  sessionState(state: SessionState): void;
  syncStatus(status: SyncStatus): void;
  problem(where: string, message: string): void;
}

export interface DeviceClient {
  /** Rejects with a Refusal when the call broke or the thread ended. */
  call(name: CallName | MainCallName, args: readonly unknown[]): Promise<unknown>;
  /** A file of the company from this disk, null when it is not here. @param hash 64 hexadecimal digits */
  readFile(hash: string): Promise<DeviceFile | null>;
  /** null: this device does not work with the demo. */
  setDemo(demo: Demo | null): void;
  /** The machine woke up or got a network: sync looks at once. */
  wake(): void;
  /** Lets the thread finish and close its files. */
  close(): Promise<void>;
}

interface OpenCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const stopped = (): Refusal => new Refusal('device.stopped');

/** Starts the device thread from its built file. */
export function startDeviceClient(
  threadFile: string,
  data: DeviceThreadData,
  listeners: DeviceListeners,
  steadyAfterMs = STEADY_AFTER_MS,
): DeviceClient {
  const open = new Map<number, OpenCall>();
  const doors = makeReaderDoors();
  let lastId = 0;
  let restarts = 0;
  let demo: Demo | null | undefined;
  let closing: (() => void) | null = null;
  let isClosed = false;
  /** null while it is down because it could not stay up. */
  let worker: Worker | null = start();

  function start(): Worker {
    const started = new Worker(threadFile, { workerData: data });
    const steady = setTimeout(() => {
      restarts = 0;
    }, steadyAfterMs);
    started.on('message', receive);
    started.on('error', (error) => listeners.problem('device thread', error.stack ?? error.message));
    started.on('exit', (code) => {
      clearTimeout(steady);
      worker = null;
      doors.shut();
      for (const call of open.values()) call.reject(stopped());
      open.clear();
      if (closing) {
        isClosed = true;
        closing();
        return;
      }
      listeners.problem('device thread', `ended with code ${code}`);
      if (restarts >= RESTART_LIMIT) {
        listeners.sessionState({ state: 'failed', reason: stopped().reason });
        return;
      }
      restarts += 1;
      revive();
      void readState();
    });
    return started;
  }

  function revive(): Worker {
    const started = start();
    worker = started;
    if (demo !== undefined) started.postMessage({ kind: 'demo', demo } satisfies ToDevice);
    return started;
  }

  const post = (message: ToDevice): void => worker?.postMessage(message);

  /** After a restart nobody is signed in: the screens must hear it. */
  async function readState(): Promise<void> {
    try {
      listeners.sessionState((await call('session.state', [])) as SessionState);
    } catch (error) {
      const { reason } = error instanceof Refusal ? error : stopped();
      listeners.sessionState({ state: 'failed', reason });
    }
  }

  function receive(message: FromDevice): void {
    switch (message.kind) {
      case 'answer':
      case 'failure': {
        const call = open.get(message.id);
        open.delete(message.id);
        if (message.kind === 'answer') call?.resolve(message.value);
        else call?.reject(new Refusal(message.reason.code, message.reason.params));
        return;
      }
      case 'changed':
        listeners.changed(message.tables);
        return;
      case 'fileArrived':
        listeners.fileArrived(message.hash);
        return;
      case 'sessionState':
        listeners.sessionState(message.state);
        return;
      case 'syncStatus':
        listeners.syncStatus(message.status);
        return;
      case 'problem':
        listeners.problem(message.where, message.message);
        return;
      case 'reader':
        doors.add(message);
        return;
      case 'readersShut':
        doors.shut();
        return;
      case 'closed':
        void worker?.terminate();
    }
  }

  function ask(message: (id: number) => ToDevice): Promise<unknown> {
    if (isClosed || closing) return Promise.reject(stopped());
    const living = worker ?? revive();
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      open.set(id, { resolve, reject });
      living.postMessage(message(id));
    });
  }

  const callDevice: DeviceClient['call'] = (name, args) => ask((id) => ({ kind: 'call', id, name, args: [...args] }));

  const call: DeviceClient['call'] = async (name, args) => {
    const question = name === 'query' ? callSchemas.query.safeParse(args).data : undefined;
    return (question ? await doors.ask(...question) : null) ?? callDevice(name, args);
  };

  return {
    call,
    readFile: async (hash) => (await ask((id) => ({ kind: 'file', id, hash }))) as DeviceFile | null,
    setDemo(next) {
      demo = next;
      post({ kind: 'demo', demo: next });
    },
    wake: () => post({ kind: 'wake' }),
    close() {
      if (isClosed || !worker) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => void worker?.terminate(), CLOSE_TIMEOUT_MS);
        closing = () => {
          clearTimeout(timer);
          resolve();
        };
        post({ kind: 'close' });
      });
    },
  };
}
