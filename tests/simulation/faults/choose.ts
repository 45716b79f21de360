import type { SeededRandom } from '#shared/kernel/demo.ts';
import type { Laptop } from '../laptop.ts';
import type { Scene } from '../scene.ts';

/** One of the laptops that work now; null when none does. */
export function someRunning(scene: Scene, random: SeededRandom): Laptop | null {
  const [found] = random.some(
    scene.laptops.filter((laptop) => laptop.running !== null && !laptop.isLost && !laptop.isRevoked),
    1,
  );
  return found ?? null;
}

/** Starts the application of a laptop and tells of it. */
export async function startLaptop(scene: Scene, laptop: Laptop): Promise<void> {
  const reply = await laptop.start();
  scene.say(`${laptop.key} starts ${reply.ok ? '' : reply.reason.code}`);
  scene.tell({ what: 'deviceStarted', device: laptop.key, userId: laptop.userId });
}
