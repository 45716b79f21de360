/** A laptop's clock is years off, or goes back while it works. */
import { someRunning } from './choose.ts';
import type { Fault } from './fault.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

export const yearsOff: Fault = {
  name: 'clockYearsOff',
  weight: 5,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    laptop.skewMs = (random.chance(50) ? 1 : -1) * random.between(1, 20) * YEAR_MS;
    scene.fault('clockYearsOff', laptop, { skewMs: laptop.skewMs });
  },
};

export const goesBack: Fault = {
  name: 'clockGoesBack',
  weight: 5,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    laptop.skewMs -= random.between(1_000, 3 * DAY_MS);
    scene.fault('clockGoesBack', laptop, { skewMs: laptop.skewMs });
  },
};
