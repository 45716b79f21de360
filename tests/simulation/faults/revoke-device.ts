/** A laptop is reported stolen: the administrator closes it. At its next contact it hands over what it had not sent. */
import { revokeDevice } from '../../../server/admin/devices.ts';
import type { Laptop } from '../laptop.ts';
import { doSomething } from '../people.ts';
import { someRunning } from './choose.ts';
import type { Fault } from './fault.ts';

/** A company that has lost more of its laptops has other troubles. */
const KEPT_AT_LEAST = 2;

export const closeDevice: Fault = {
  name: 'deviceRevoked',
  weight: 1,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    const { house } = scene.server;
    if (!laptop || !house) return;
    const state = await scene.during(laptop, async () => laptop.running?.device.session.state() ?? null);
    if (state?.state !== 'signedIn') return;
    const closing = scene.laptops.filter((other) => isSameDevice(laptop, other));
    if (scene.laptops.filter((other) => !other.isRevoked).length - closing.length < KEPT_AT_LEAST) return;
    laptop.isCut = random.chance(50);
    await doSomething(scene, laptop);
    if (!scene.server.house) return;
    const said = { code: state.deviceCode, reason: null, by: null, account: 'simulation' };
    await scene.simulation.finish(revokeDevice(scene.server.house, said));
    scene.fault('deviceRevoked', laptop);
    for (const one of closing) {
      one.isRevoked = true;
      scene.tell({ what: 'deviceRevoked', device: one.key });
    }
    scene.revokedCodes.push(state.deviceCode);
    await scene.simulation.advance(random.between(0, 60_000));
    laptop.isCut = false;
  },
};

/** A copy is the same device as far as the server knows. */
function isSameDevice(one: Laptop, other: Laptop): boolean {
  const plain = (key: string): string => key.replace(/( copy)+$/, '');
  return plain(one.key) === plain(other.key);
}
