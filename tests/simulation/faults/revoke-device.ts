/** A laptop is reported stolen: the administrator closes it. At its next contact it hands over what the server has not. */
import type { SeededRandom } from '#shared/kernel/demo.ts';
import { revokeDevice } from '../../../server/admin/devices.ts';
import type { Laptop } from '../laptop.ts';
import { doSomething } from '../people.ts';
import type { Scene } from '../scene.ts';
import { someRunning } from './choose.ts';
import type { Fault } from './fault.ts';

/** A company that has lost all of its laptops has other troubles. */
const KEPT_AT_LEAST = 1;

export const closeDevice: Fault = {
  name: 'deviceRevoked',
  weight: 1,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    if (!(await closeLaptop(scene, random, laptop, random.chance(50)))) return;
    await scene.simulation.advance(random.between(0, 60_000));
    laptop.isCut = false;
  },
};

/**
 * Closes a laptop over the work of its person.
 * @param isCut whether it has no network in that moment
 * @returns whether it was
 */
export async function closeLaptop(
  scene: Scene,
  random: SeededRandom,
  laptop: Laptop,
  isCut: boolean,
): Promise<boolean> {
  const state = await scene.during(laptop, async () => laptop.running?.device.session.state() ?? null);
  if (!scene.server.house || state?.state !== 'signedIn') return false;
  const closing = scene.laptops.filter((other) => isSameDevice(laptop, other));
  if (scene.laptops.filter((other) => !other.isRevoked).length - closing.length < KEPT_AT_LEAST) return false;
  laptop.isCut = isCut;
  if (random.chance(70)) await doSomething(scene, laptop);
  const { house } = scene.server;
  // A server that was put back may not know it any more.
  const device = await house?.database.kysely
    .selectFrom('devices')
    .select('id')
    .where('code', '=', state.deviceCode)
    .executeTakeFirst();
  if (!house || !device) return false;
  const said = { code: state.deviceCode, reason: null, by: null, account: 'simulation' };
  await scene.simulation.finish(revokeDevice(house, said));
  scene.fault('deviceRevoked', laptop);
  for (const one of closing) {
    one.isRevoked = true;
    scene.tell({ what: 'deviceRevoked', device: one.key });
  }
  scene.closedDevices.add(device.id);
  return true;
}

/** A copy is the same device as far as the server knows. */
function isSameDevice(one: Laptop, other: Laptop): boolean {
  const plain = (key: string): string => key.replace(/( copy)+$/, '');
  return plain(one.key) === plain(other.key);
}
