/** The auditor is shown histories that were tampered with: each verdict must come, and name the invariant. */
import { expect, it } from 'vitest';
import { orderArgs } from '../../support/simulated-device.ts';
import type { AuditedDevice, AuditedScene, Auditor, Finding } from '../contract.ts';
import { lookAt, openSmallScene } from './small-scene.ts';

type Small = Awaited<ReturnType<typeof openSmallScene>>;

async function takeOrder({ scene, auditor }: Small, product = 0): Promise<string> {
  const device = scene.devices.north;
  const args = await orderArgs(scene.company, device, { customer: 0, product, pieces: 2 });
  const reply = await device.run('sales.confirmOrder', args);
  const commandId = reply.state === 'rejected' ? null : reply.commandId;
  const issued = { device: 'north', userId: scene.company.users.north, name: 'sales.confirmOrder', args };
  auditor.issued({ ...issued, atMs: scene.simulation.now(), reply, commandId });
  await scene.simulation.advance(60_000);
  return commandId ?? '';
}

async function tamper(
  what: (small: Small, commandId: string) => Promise<unknown> | unknown,
  change: (device: AuditedDevice) => Partial<AuditedDevice> = () => ({}),
): Promise<readonly Finding[]> {
  const small = await openSmallScene(1);
  const commandId = await takeOrder(small);
  await what(small, commandId);
  const seen = lookAt(small.scene);
  const devices = seen.devices.map((device) => ({ ...device, ...change(device) }));
  const findings = await small.auditor.check({ ...seen, devices } satisfies AuditedScene, 'quiet');
  await small.scene.close();
  return findings;
}

/** Writes past all commands, as a mistake of sync would. */
async function writeBehind({ scene }: Small, table: 'orders' | 'stockBalances', change: object): Promise<void> {
  const { kysely } = scene.company.database;
  await kysely.updateTable('txContext').set({ mode: 'apply' }).where('id', '=', 1).execute();
  await kysely
    .updateTable(table)
    .set(change as never)
    .execute();
  await kysely.updateTable('txContext').set({ mode: 'idle' }).where('id', '=', 1).execute();
}

const issueAgain = ({ scene, auditor }: Small, change: object) => {
  const event = {
    device: 'north',
    userId: scene.company.users.north,
    name: 'sales.confirmOrder',
    args: { orderId: 'a', number: 'SO-A1-000001' },
    atMs: scene.simulation.now(),
    reply: { state: 'applied', result: null, commandId: 'x', sequence: 9 } as const,
    commandId: 'x',
    ...change,
  };
  (auditor as Auditor).issued(event);
};

const answer = (commandId: string, change: object = {}) => ({
  commandId,
  seq: 1,
  state: 'applied' as const,
  reasons: [],
  version: 1,
  answeredAt: 1,
  ...change,
});

const tell = ({ auditor }: Small, ...answers: ReturnType<typeof answer>[]) => {
  for (const each of answers) {
    const response = { timeline: '', answers: [each], serverTime: 1 };
    auditor.answered({ device: 'north', request: {} as never, response, delivered: true, atMs: 1 });
  }
};

it('nothing was tampered with', async () => {
  expect(await tamper(() => {})).toEqual([]);
});

it.each<[string, Finding['verdict'], number, Parameters<typeof tamper>[0]]>([
  ['a command that never came to the server', 'lost', 2, (small) => issueAgain(small, {})],
  ['an answer that the server has no word of', 'lost', 2, (small) => tell(small, answer('nobody'))],
  [
    'a command that the log has lost',
    'lost',
    2,
    async (small, id) => {
      await small.auditor.check(lookAt(small.scene), 'running');
      await small.scene.company.database.kysely.deleteFrom('commandLog').where('commandId', '=', id).execute();
    },
  ],
  [
    'a number that was given to two documents',
    'duplicated',
    7,
    (small) => {
      issueAgain(small, { commandId: 'x' });
      issueAgain(small, { commandId: 'y', args: { orderId: 'b', number: 'SO-A1-000001' } });
    },
  ],
  [
    'an order of another amount than its lines',
    'diverged',
    3,
    (small) => writeBehind(small, 'orders', { netMinor: 1 }),
  ],
  [
    'a balance that is not the sum of its movements',
    'diverged',
    5,
    (small) => writeBehind(small, 'stockBalances', { onHand: 1 }),
  ],
  [
    'two answers to one command',
    'broken',
    3,
    (small, id) => tell(small, answer(id), answer(id, { state: 'rejected' as const })),
  ],
  [
    'a log whose chain was broken',
    'broken',
    3,
    async ({ scene }) => {
      await scene.company.database.kysely
        .updateTable('commandLog')
        .set({ hash: 'f'.repeat(64) })
        .execute();
    },
  ],
])('finds %s: %s (%i)', async (_what, verdict, invariant, work) => {
  expect(await tamper(work)).toContainEqual(expect.objectContaining({ verdict, invariant }));
});

it.each<[string, Finding['verdict'], number, (device: AuditedDevice) => Partial<AuditedDevice>]>([
  [
    'a device that is healed and does not go on',
    'stalled',
    8,
    (device) => ({
      status: async () => {
        const status = await device.status();
        return status && { ...status, waiting: 1 };
      },
    }),
  ],
  ['something that broke in a device', 'broken', 0, () => ({ takeProblems: () => ['sync: Error: no'] })],
  ['a device that holds what its person does not see', 'diverged', 6, () => ({ userId: 'nobody' })],
])('finds %s: %s (%i)', async (_what, verdict, invariant, change) => {
  const findings = await tamper(() => {}, change);
  expect(findings).toContainEqual(expect.objectContaining({ verdict, invariant }));
});
