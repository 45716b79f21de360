import { expect, it } from 'vitest';
import { expectLevel, openScene } from '../../tests/support/simulated-scene.ts';

const MINUTE_MS = 60_000;

it('what somebody did before he gave a right away is replayed with it (simulation seed 5000366)', async () => {
  const scene = await openScene(7, ['boss']);
  const { boss } = scene.devices;
  const roleOf = async (code: string) => {
    const roles = scene.company.database.kysely.selectFrom('roles').select('id').where('code', '=', code);
    return (await roles.executeTakeFirstOrThrow()).id;
  };
  const administrator = await roleOf('administrator');
  const { users, territories } = scene.company;
  await scene.company.write((tx, { updated }) =>
    tx
      .updateTable('users')
      .set({ roleId: administrator, ...updated })
      .where('id', 'in', [users.boss, users.south])
      .execute(),
  );
  await scene.simulation.advance(MINUTE_MS);
  boss.world.fault = (request) => (request.url.endsWith('/push') ? 'cutBefore' : 'none');
  const id = boss.newId();
  const taken = await boss.run('admin.saveTerritory', { id, code: 'E', name: 'East' });
  expect(taken).toMatchObject({ state: 'applied' });
  const roleId = await roleOf('finance');
  expect(await boss.run('admin.changePerson', { userId: users.boss, roleId })).toMatchObject({ state: 'applied' });
  await scene.simulation.advance(MINUTE_MS);
  expect(await boss.run('admin.saveTerritory', { id: boss.newId(), code: 'F', name: 'Far' })).toMatchObject({
    state: 'rejected',
  });
  await scene.company.write((tx, { updated }) =>
    tx
      .updateTable('territories')
      .set({ name: 'moved on', ...updated })
      .where('id', '=', territories[0])
      .execute(),
  );
  await scene.simulation.advance(5 * MINUTE_MS);
  const shown = await boss.rows('territories');
  expect(shown.find((row) => row.id === territories[0])).toMatchObject({ name: 'moved on' });
  expect(shown.map((row) => row.id)).toContain(id);
  boss.world.fault = () => 'none';
  await scene.simulation.advance(5 * MINUTE_MS);
  await expectLevel(scene);
  await scene.close();
});

it('R113 what has happened stays on the screen without the right, and the server records it with a word', async () => {
  const scene = await openScene(7, ['north']);
  const { north } = scene.devices;
  north.world.fault = (request) => (request.url.endsWith('/push') ? 'cutBefore' : 'none');
  const [customerId = ''] = scene.company.customers;
  const nameHere = async () => (await north.rows('customers')).find((row) => row.id === customerId)?.name;
  const visit = { customerId, name: 'visited' };
  expect(await north.run('test.noteVisit', visit)).toMatchObject({ state: 'applied' });
  await scene.company.write(async (tx) => {
    await tx
      .updateTable('rolePermissions')
      .set({ deletedAt: 1 })
      .where('permission', '=', 'sales.confirmOrder')
      .execute();
    await tx.updateTable('customers').set({ name: 'moved on' }).where('id', '=', customerId).execute();
  });
  await scene.simulation.advance(5 * MINUTE_MS);
  expect(await north.device.sync.status()).toMatchObject({ waiting: 1 });
  expect(await nameHere()).toBe('visited');
  expect(await north.run('test.noteVisit', visit)).toMatchObject({ reason: { code: 'kernel.notPermitted' } });
  north.world.fault = () => 'none';
  await scene.simulation.advance(5 * MINUTE_MS);
  expect(await nameHere()).toBe('visited');
  const [told] = await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 });
  expect(told).toMatchObject({
    ...{ name: 'test.noteVisit', state: 'adjusted', needsAttention: true, foretold: [] },
    reasons: [{ code: 'kernel.doneWithoutRight' }],
  });
  await expectLevel(scene);
  await scene.close();
});
