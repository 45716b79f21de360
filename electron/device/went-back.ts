/**
 * A server that was put back from a backup, as a pull meets it. Guards:
 * - what could not be sent again is owed until it was, also after a restart: the device stands on the server's new history
 *   then, and by that alone would count as heard.
 */
import type { DivergedHistory } from '#shared/protocol/sync.ts';
import type { DeviceContext } from './device-context.ts';
import type { LostHistory } from './find-lost.ts';
import { clearState, readState, writeState } from './sync-state.ts';

/** It knows less of this device than it once answered. */
export class ServerWentBack extends Error {
  readonly lost: readonly LostHistory[];

  constructor(lost: readonly LostHistory[]) {
    super('the server was put back');
    this.lost = lost;
  }
}

/** It has another copy's commands where this device was answered. */
export class HistoryDiverged extends Error {
  readonly diverged: readonly DivergedHistory[];
  /** The device stands on the server's history already, and what changes there is no less its own. */
  readonly mayGoOn: boolean;

  constructor(diverged: readonly DivergedHistory[], mayGoOn: boolean) {
    super('the server has another copy’s commands under these numbers');
    this.diverged = diverged;
    this.mayGoOn = mayGoOn;
  }
}

/** Whether something is owed to the server. */
export async function owesLost({ reader }: DeviceContext): Promise<boolean> {
  return (await readState(reader.kysely, 'owesLost')) === true;
}

export async function noteOwed(context: DeviceContext, owes: boolean): Promise<void> {
  await context.lock.hold('sync', () =>
    owes ? writeState(context.writer.kysely, 'owesLost', true) : clearState(context.writer.kysely, 'owesLost'),
  );
}
