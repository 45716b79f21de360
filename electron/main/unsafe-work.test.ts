import { expect, it } from 'vitest';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import { findUnsafeWork, watchLongCalls } from './unsafe-work.ts';

const idle: SyncStatus = {
  network: 'online',
  workOffline: false,
  waiting: 3,
  needsAttention: 0,
  rejected: 0,
  lastExchangeAt: 1,
  dataAsOf: 1,
  firstLoad: null,
  trouble: null,
  clockOffsetMs: 0,
  lease: null,
};
const syncing: SyncStatus = { ...idle, network: 'syncing' };

/** A device that answers one status after the other, the last one for ever. */
function find(statuses: readonly SyncStatus[], isLongCallOpen = () => false) {
  const rest = [...statuses];
  const call = async () => (rest.length > 1 ? rest.shift() : rest[0]);
  return findUnsafeWork({ call }, isLongCallOpen, 0);
}

it('commands that wait may stay: the new version replays them', async () => {
  expect(await find([idle])).toBeNull();
  expect(await find([{ ...idle, network: 'offline', waiting: 900 }])).toBeNull();
});

it('a sync under way comes to its end first, unless it takes too long', async () => {
  expect(await find([syncing, syncing, idle])).toBeNull();
  expect(await find([syncing])).toEqual({ code: 'updates.syncing', params: {} });
});

it('a first load is not thrown away while it goes on; one that has no network does not hold the update up', async () => {
  const loading = { ...syncing, firstLoad: { rows: 70 } };
  expect(await find([loading])).toEqual({ code: 'updates.firstLoad', params: { rows: 70 } });
  expect(await find([{ ...loading, network: 'offline' }])).toBeNull();
});

it('a backup, a restore or a reset of the demo is not cut off, and one that failed is over', async () => {
  const { calls, isAnyOpen } = watchLongCalls({
    'backup.save': () => new Promise<unknown>((resolve) => setTimeout(resolve, 1)),
    'backup.restore': () => Promise.reject(new Error('no')),
    'start.resetDemo': async () => 'done',
  });
  expect(await find([idle], isAnyOpen)).toBeNull();
  const saving = calls['backup.save']();
  expect(await find([idle], isAnyOpen)).toEqual({ code: 'updates.longWork', params: {} });
  await saving;
  await expect(calls['backup.restore']()).rejects.toThrow('no');
  expect(await calls['start.resetDemo']()).toBe('done');
  expect(await find([idle], isAnyOpen)).toBeNull();
});
