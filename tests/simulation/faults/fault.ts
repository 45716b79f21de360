import type { SeededRandom } from '#shared/kernel/demo.ts';
import type { Scene } from '../scene.ts';

/** Something that befalls the scene; each file of this folder exports one or some, `all.ts` lists them. */
export interface Fault {
  /** As it is counted: several where one file has several ways. */
  readonly name: string;
  /** How often, beside the others. */
  readonly weight: number;
  /** Does it where it can be done now; counts it by `scene.fault` in the moment that it happens. */
  inject(scene: Scene, random: SeededRandom): Promise<void>;
}
