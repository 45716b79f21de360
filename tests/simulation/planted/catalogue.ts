import type { PlantedBug } from '../contract.ts';
import { deviceBugs } from './device-bugs.ts';
import { serverBugs } from './server-bugs.ts';
import { warehouseBugs } from './warehouse-bugs.ts';

/** Every mistake that the simulation must find. */
export const plantedBugs: readonly PlantedBug[] = [...serverBugs, ...deviceBugs, ...warehouseBugs];
