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
