// A night and the morning after: the server saves itself, its disk is lost, and it goes on from the copy with a history of
// its own. Real processes, real files.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { healthSchema } from '#shared/protocol/health.ts';
import { newTestId, refusedWith, TestDevice } from '../support/server.ts';
import {
  admin,
  endOf,
  folder,
  inFolderOfEachTest,
  makeCompany,
  password,
  place,
  start,
} from '../support/server-programs.ts';

inFolderOfEachTest();

const healthOf = async (url: string) => healthSchema.parse(await (await fetch(`${url}/v1/health`)).json());
const copies = (backups: string) => readdirSync(backups).filter((name) => /\.sqlite$/.test(name));

it('a server that lost its disk goes on from the copy that it made of itself', { timeout: 180_000 }, async () => {
  await makeCompany();
  const backups = join(folder, 'backups');
  const options = [...place(), '--port', '0', '--backup-folder', backups, '--backup-keep', '2'];
  const first = await start(options);
  const url = first.listening.listening;
  expect((await healthOf(url)).backup).toEqual({ state: 'none', lastGoodAt: null, ageSeconds: null });
  const device = new TestDevice(url);
  await device.signIn('rep', password);
  await device.pull();
  await vi.waitFor(async () => expect((await healthOf(url)).backup).toMatchObject({ state: 'good' }), {
    timeout: 120_000,
    interval: 500,
  });
  expect(copies(backups)).toHaveLength(1);
  expect(first.log()).toMatch(/backup made and read back/);
  const metrics = await (await fetch(`${url}/v1/metrics`)).text();
  expect(metrics).toMatch(/satchel_backups_total\{result="good"\} 1/);
  expect(metrics).toMatch(/satchel_backup_last_good_timestamp_seconds \d+/);
  // After the copy, and lost with the disk.
  expect(await admin(['create-territory', '--code', 'LATE', '--name', 'Late', ...place()])).toMatchObject({ code: 0 });
  await device.pull();
  first.child.kill('SIGTERM');
  expect(await endOf(first.child)).toBe(0);
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `company.sqlite${suffix}`), { force: true });

  const from = join(backups, copies(backups)[0] ?? '');
  const restored = await admin(['restore', '--from', from, ...place()]);
  expect(restored).toMatchObject({ code: 0 });
  const { companyId, timeline } = JSON.parse(restored.out) as { companyId: string; timeline: string };
  expect(companyId).toBe(first.listening.companyId);

  const second = await start(options);
  const again = second.listening.listening;
  expect(await healthOf(again)).toMatchObject({ companyId, backup: { state: 'good' } });
  // A device that comes back is told that history is another one, and loads it; its token was in the copy or it signs in.
  const back = new TestDevice(again);
  await back.signIn('rep', password);
  const page = await back.pull();
  expect(page.timeline).toBe(timeline);
  const cursor = { timeline: newTestId(), version: 1, table: '', id: '', loadedAt: 1 };
  const ask = { deviceId: back.id, incarnation: back.incarnation, cursor, schema: '' };
  expect(await refusedWith(back.post('/v1/sync/pull', ask))).toMatchObject({
    code: 'sync.otherTimeline',
    params: { timeline },
  });
  const recovery = JSON.parse((await admin(['show-recovery', ...place()])).out) as { since: number | null };
  expect(recovery.since).not.toBeNull();
});
