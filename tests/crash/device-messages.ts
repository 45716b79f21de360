/** What a crash run and a device's program say to each other: one JSON object a line, on standard input and output. */
import type { Id } from '#shared/kernel/ids.ts';
import type { ActionReply, SyncStatus } from '#shared/protocol/bridge.ts';
import type { CrashCompany } from './company.ts';

/** How a device's program is started, as its only argument. */
export interface DeviceStart {
  readonly profileFolder: string;
  readonly server: string;
  readonly login: string;
  readonly company: CrashCompany;
  /** Begins to take orders as soon as its person is signed in. */
  readonly works: boolean;
  /** For tests of the network: nobody wakes the device, it takes as many orders as it is told, and says every status. */
  readonly isLeftAlone?: boolean;
}

export type ToDevice =
  /** Takes orders from now on, as fast as it may. */
  | { readonly order: 'work' }
  /** Takes so many orders. */
  | { readonly order: 'take'; readonly count: number }
  /** Takes no more orders, and says when all are answered and the device is level. */
  | { readonly order: 'drain' };

/** Where the log of the database stood when a command was acknowledged: all of it was on the disk by then. */
export interface LogMark {
  /** Of the log's header: another log has others. */
  readonly salts: string;
  readonly frames: number;
}

export type FromDevice =
  | { readonly said: 'opened'; readonly path: string; readonly key: string }
  /** The person was shown that the command is done: from here on it is a promise. */
  | {
      readonly said: 'done';
      readonly commandId: Id;
      readonly name: string;
      readonly orderId: Id;
      readonly log: LogMark;
    }
  /** The person was told that it could not be done, and why. */
  | { readonly said: 'refused'; readonly code: string }
  /** While it drains, and when it is left alone. */
  | { readonly said: 'status'; readonly status: SyncStatus }
  | { readonly said: 'notLevel'; readonly reply: ActionReply; readonly status: SyncStatus }
  | { readonly said: 'drained'; readonly status: SyncStatus }
  /** What the sign-in screen says about a database that was set aside or has lost something. */
  | { readonly said: 'notice'; readonly code: string; readonly params: Readonly<Record<string, unknown>> }
  | { readonly said: 'problem'; readonly where: string; readonly message: string };
