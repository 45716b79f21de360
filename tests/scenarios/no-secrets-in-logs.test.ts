/**
 * What a server writes down while people join, sign in, work, recover and fail, at every level of its log: no password, no
 * token, no one-time code, no key, and nothing that people wrote. The real program; each secret is a word that is nowhere
 * else.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashCode, writeCode } from '#shared/kernel/one-time-code.ts';
import { signInResponseSchema } from '#shared/protocol/auth.ts';
import { newTestId, refusedWith, rowsOf, send, TestDevice } from '../support/server.ts';
import { admin, endOf, folder, inFolderOfEachTest, makeCompany, place, start } from '../support/server-programs.ts';

inFolderOfEachTest();

const secrets = {
  password: 'sentinel pass phrase one',
  wrongPassword: 'sentinel pass phrase wrong',
  chosenPassword: 'sentinel pass phrase chosen',
  setPassword: 'sentinel pass phrase set',
  code: 'SENTYNEL23',
  wrongCode: 'SENTYNEL99',
  customer: 'sentinel customer',
  reason: 'sentinel of nobody',
};

it.each(['debug', 'info', 'error'])('at level %s no secret is in the log', { timeout: 240_000 }, async (level) => {
  await makeCompany();
  const user = ['create-user', '--login', 'ada', '--name', 'Ada', '--role', 'administrator', '--password-stdin'];
  expect(await admin([...user, ...place()], `${secrets.password}\n`)).toMatchObject({ code: 0 });
  const backups = join(folder, 'backups');
  const server = await start([...place(), '--port', '0', '--log-level', level, '--backup-folder', backups]);
  const url = server.listening.listening;
  // Signing in, wrongly and rightly; a body that is none; a token that is none.
  const ada = new TestDevice(url);
  const wrong = await refusedWith(ada.signIn('ada', secrets.wrongPassword));
  expect(wrong.code).toBe('auth.wrongPassword');
  const signedIn = await ada.signIn('ada', secrets.password);
  for (const body of [`{"password":"${secrets.password}"`, `{"login":"ada","password":"${secrets.password}","x":1}`]) {
    const headers = { 'content-type': 'application/json' };
    expect((await send(`${url}/v1/auth/sign-in`, { method: 'POST', headers, body })).status).toBe(400);
  }
  const bearer = { authorization: `Bearer ${'sentinel-token-'.repeat(3)}`, 'content-type': 'application/json' };
  await send(`${url}/v1/sync/pull`, { method: 'POST', headers: bearer, body: '{}' });
  await send(`${url}/v1/sync/pull?token=${ada.token}`, { method: 'POST', headers: bearer, body: '{}' });

  // A new colleague by a one-time code: made, mistyped, taken.
  const [userId, invitationId] = [newTestId(), newTestId()];
  const roleId = String(rowsOf(await ada.pullAll(), 'roles').find(({ code }) => code === 'rep')?.id);
  // With the time of now: a code is good for days.
  const issue = (name: string, args: Parameters<typeof ada.issue>[1]) =>
    ada.issue(name, args, { issuedAt: Date.now() });
  const made = await ada.push(
    issue('admin.addPerson', { userId, login: 'bo', name: 'Bo', roleId, phone: null, email: null, scopes: [] }),
    issue('admin.invitePerson', { invitationId, userId, codeHash: hashCode(secrets.code) }),
  );
  expect(made.answers).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
  const bo = new TestDevice(url);
  const device = { id: bo.id, incarnation: bo.incarnation, name: 'laptop of Bo', appVersion: '0.1.0' };
  const joining = (code: string) => bo.post('/v1/auth/join', { code, password: secrets.chosenPassword, device });
  expect((await refusedWith(joining(secrets.wrongCode))).code).toBe('auth.badInvitation');
  const joined = signInResponseSchema.parse(await joining(writeCode(secrets.code)));

  // Work with words of people in it, refused and broken too; arguments that no command takes.
  const bad = ada.issue('sales.cancelOrder', { orderId: newTestId(), note: secrets.customer });
  const none = ada.issue('sales.cancelOrder', { orderId: newTestId() });
  expect((await ada.push(bad, none)).answers).toMatchObject([{ state: 'rejected' }, { state: 'rejected' }]);
  const newer = ada.issue('sales.neverHeardOf', { reason: secrets.reason });
  expect((await refusedWith(ada.push(newer))).code).toBe('sync.commandTooNew');

  // A lost key: made, sealed, taken, opened; a password set at the server.
  const keyFile = join(folder, 'recovery.key');
  expect(await admin(['make-recovery-key', '--out', keyFile, ...place()])).toMatchObject({ code: 0 });
  const set = await admin(
    ['set-password', '--login', 'ada', '--password-stdin', ...place()],
    `${secrets.setPassword}\n`,
  );
  expect(set).toMatchObject({ code: 0 });
  expect((await refusedWith(ada.pull())).code).toBe('auth.passwordChanged');
  writeFileSync(join(folder, 'not-sealed.json'), '{}');
  const recovery = await admin([
    'open-recovery',
    '--sealed',
    join(folder, 'not-sealed.json'),
    '--key',
    keyFile,
    '--out',
    'x',
  ]);
  expect(recovery.code).toBe(1);

  server.child.kill('SIGTERM');
  expect(await endOf(server.child)).toBe(0);
  const log = server.log();
  const tokens = [signedIn.token, signedIn.pushToken, joined.token, joined.pushToken];
  const keys = [readFileSync(keyFile, 'utf8').trim(), readFileSync(join(folder, 'company.key'), 'utf8').trim()];
  for (const text of [log, set.out, set.error, recovery.out, recovery.error]) {
    expect(text).not.toMatch(/sentinel/i);
    const codes = [secrets.code, secrets.wrongCode, writeCode(secrets.code), hashCode(secrets.code)];
    for (const secret of [...tokens, ...keys, ...codes]) expect(text).not.toContain(secret);
  }
  if (level !== 'error') expect(log).toContain('stopping');
});
