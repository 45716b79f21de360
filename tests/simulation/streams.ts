/** Numbers and bytes that the simulation draws from, one stream for each use, so that one use does not shift another. */

import { demoSource } from '#db/demo/seeded-random.ts';
import type { SeededRandom } from '#shared/kernel/demo.ts';

export const streamOf = (seed: number, name: string): SeededRandom => demoSource(seed, name).random;
