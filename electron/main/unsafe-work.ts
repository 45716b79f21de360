/**
 * What a restart for an update would cost. Guards:
 * - a first load that goes on is not thrown away, and no backup, restore or reset of the demo is cut off;
 * - a sync under way (a push, a pull with its rebase) comes to its end first, for as long as a person would wait.
 * Commands that wait are no reason: they are in the database, and an upgraded device replays them (SYNC.md, App upgrade).
 * What a screen holds that is not in the database yet (a draft's last letters, the rest of an import) only the screen
 * knows: it asks itself before it asks for the restart (renderer/app/shell/update-store.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import type { DesktopCallName } from './check-call.ts';
import type { DeviceClient } from './device-client.ts';
import type { DesktopCalls } from './ipc.ts';

const LOOKS = 20;
const BETWEEN_LOOKS_MS = 250;

const longCalls = ['backup.save', 'backup.restore', 'start.resetDemo'] as const satisfies readonly DesktopCallName[];
type LongCalls = Pick<DesktopCalls, (typeof longCalls)[number]>;

/** The same calls, with an eye on those that must not be cut off. */
export function watchLongCalls<Calls extends LongCalls>(calls: Calls): { calls: Calls; isAnyOpen: () => boolean } {
  let open = 0;
  const watched = longCalls.map((name) => [
    name,
    async (...args: readonly unknown[]) => {
      open += 1;
      try {
        return await calls[name](...args);
      } finally {
        open -= 1;
      }
    },
  ]);
  return { calls: { ...calls, ...Object.fromEntries(watched) }, isAnyOpen: () => open > 0 };
}

/** Why the application must not end now, or null. @param betweenMs how long to wait before looking again */
export async function findUnsafeWork(
  device: Pick<DeviceClient, 'call'>,
  isLongCallOpen: () => boolean,
  betweenMs = BETWEEN_LOOKS_MS,
): Promise<Reason | null> {
  for (let look = 1; ; look += 1) {
    if (isLongCallOpen()) return { code: 'updates.longWork', params: {} };
    const { firstLoad, network } = (await device.call('sync.status', [])) as SyncStatus;
    if (network !== 'syncing') return null;
    if (firstLoad) return { code: 'updates.firstLoad', params: { rows: firstLoad.rows } };
    if (look === LOOKS) return { code: 'updates.syncing', params: {} };
    await sleep(betweenMs);
  }
}
