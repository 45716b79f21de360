/**
 * What an administrator does by hand when a device is closed or its key is lost, by the programs as they are shipped and
 * beside a working server. Guards that each task does what it says on real files, and that a second try harms nothing.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { publicSealing } from '#db/keys/recovery-seal.ts';
import { purposeOf, recoveredKeySchema } from '#shared/protocol/recovery-copy.ts';
import { newTestId, rowsOf, TestDevice } from '../support/server.ts';
import { admin, folder, inFolderOfEachTest, makeCompany, password, place, start } from '../support/server-programs.ts';

inFolderOfEachTest();

/** A task as it is typed; its result is JSON on standard output. */
async function task(...args: string[]): Promise<unknown> {
  const { code, out, error } = await admin([...args, ...place()]);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  return JSON.parse(out);
}

async function signedIn(url: string): Promise<{ device: TestDevice; code: string; companyId: string }> {
  const device = new TestDevice(url);
  const { deviceCode: code, companyId } = await device.signIn('rep', password);
  return { device, code, companyId };
}

it('what closed devices hand over is looked through, run or put aside', async () => {
  await makeCompany();
  const { listening } = await start([...place(), '--port', '0']);
  const kept = await signedIn(listening.listening);
  const left = await signedIn(listening.listening);
  for (const { device, code } of [kept, left]) {
    const command = device.issue('sales.cancelOrder', { orderId: newTestId() });
    await task('revoke-device', '--code', code);
    expect(
      await device.post('/v1/sync/quarantine', {
        ...{ deviceId: device.id, incarnation: device.incarnation, commands: [command] },
        holds: [command.id],
      }),
    ).toMatchObject({ mayDestroy: true });
  }
  const listed = { login: 'rep', seq: 1, command: expect.stringMatching(/^sales\.cancelOrder@/), chained: true };
  const rows = (await task('list-quarantine')) as unknown[];
  expect(rows).toHaveLength(2);
  expect(rows).toEqual(
    expect.arrayContaining([kept, left].map(({ code }) => expect.objectContaining({ ...listed, code }))),
  );
  const { ran } = (await task('run-quarantine', '--device', kept.code)) as { ran: unknown };
  expect(JSON.stringify(ran)).toContain('rejected');
  const { discarded } = (await task('discard-quarantine', '--device', left.code)) as { discarded: unknown };
  expect(discarded).toBe(1);
  expect(await task('list-quarantine')).toEqual([]);
  expect(await admin(['discard-quarantine', '--device', 'ZZ', ...place()])).not.toMatchObject({ code: 0 });
});

it('what is typed wrongly ends with the usage, and help with nothing wrong', async () => {
  for (const args of [['--help'], ['help'], ['-h']]) {
    expect(await admin(args)).toMatchObject({ code: 0, error: '', out: expect.stringContaining('lock-device --code') });
  }
  for (const args of [
    ['lock-device', '--help'],
    ['help', 'lock-device'],
  ]) {
    const { out, code } = await admin(args);
    expect({ code, hasOther: out.includes('list-quarantine') }).toEqual({ code: 0, hasOther: false });
    expect(out).toContain('[--reason <text>]');
  }
  for (const args of [
    [],
    ['lock-device'],
    ['list-devices', '--to', 'x'],
    ['lock-device', '--colour', 'red'],
    ['two', 'tasks'],
  ]) {
    const { out, code, error } = await admin(args);
    expect({ args, code, out }).toEqual({ args, code: 2, out: '' });
    expect(error).toContain('satchel admin <task>');
    expect(error).not.toMatch(/^\s+at /m);
  }
  const nowhere = ['--database', `sqlite:${join(folder, 'none', 'company.sqlite')}`];
  const { code, error } = await admin(['list-devices', ...nowhere]);
  expect(code).toBe(1);
  expect(error).not.toMatch(/^\s+at /m);
});

it('a chain that was doctored ends the check with 1', async () => {
  await makeCompany();
  const checked = await admin(['check-chain', ...place()]);
  expect(checked).toMatchObject({ code: 0, error: '' });
  const { lastSeal } = JSON.parse(checked.out) as { lastSeal: string };
  expect(await admin(['check-chain', '--known', lastSeal, ...place()])).toMatchObject({ code: 0 });
  const other = lastSeal.replace(/:.*/, `:${'0'.repeat(64)}`);
  const wrong = await admin(['check-chain', '--known', other, ...place()]);
  expect({ code: wrong.code, whole: (JSON.parse(wrong.out) as { whole: boolean }).whole }).toEqual({
    code: 1,
    whole: false,
  });
});

it('a database’s key that a device sealed to the recovery key is opened with the file that only its owner may read', async () => {
  await makeCompany();
  const { listening } = await start([...place(), '--port', '0']);
  const { device, companyId } = await signedIn(listening.listening);
  const keyFile = join(folder, 'recovery.key');
  expect(await task('make-recovery-key', '--out', keyFile)).toEqual({ privateKeyFile: keyFile });
  expect(statSync(keyFile).mode & 0o077).toBe(0);
  const settings = rowsOf(await device.pullAll(), 'settings');
  const publicKey = String(settings.find((row) => row.id === 'security.recoveryKey')?.value);

  const databaseKey = new Uint8Array(32).fill(7);
  const owner = { companyId, userId: device.userId, deviceId: device.id };
  const sealedBy = publicSealing.seal(Buffer.from(publicKey, 'base64'), databaseKey, purposeOf(owner));
  const sealed = join(folder, 'recovery.json');
  const copy = { version: 1, ...owner, name: 'A Rep', keyId: 'k', keyMark: 'm' };
  writeFileSync(sealed, JSON.stringify({ ...copy, sealed: Buffer.from(sealedBy).toString('base64') }));
  const out = join(folder, 'device-key.json');
  const open = (to: string, key = keyFile) => admin(['open-recovery', '--sealed', sealed, '--key', key, '--out', to]);
  expect(await open(out)).toMatchObject({ code: 0, error: '' });
  const recovered = recoveredKeySchema.parse(JSON.parse(readFileSync(out, 'utf8')));
  expect(recovered).toMatchObject(owner);
  expect(Buffer.from(recovered.key, 'base64')).toEqual(Buffer.from(databaseKey));

  expect((await open(out)).code).not.toBe(0);
  const otherKey = join(folder, 'other.key');
  await task('make-recovery-key', '--out', otherKey);
  const refused = await open(join(folder, 'never.json'), otherKey);
  expect(refused.code).not.toBe(0);
  expect(refused.error).toContain('does not open that file');
});
