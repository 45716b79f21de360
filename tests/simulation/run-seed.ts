/**
 * One seed: a company, its laptops, people who work, and what befalls them; then everything heals, and everything must
 * hold. Guards:
 * - the same seed does the same, everywhere: all that is drawn comes from it, all time is the simulation's.
 */

import { serverBug } from '../support/test-commands.ts';
import { tellBeginning } from './administrator.ts';
import { makeAuditor } from './audit/auditor.ts';
import type { Finding, RunSeed, SeedOptions, SeedResult } from './contract.ts';
import { allFaults, askedFaults } from './faults/all.ts';
import { someRunning, startLaptop } from './faults/choose.ts';
import type { Fault } from './faults/fault.ts';
import { heal } from './heal.ts';
import { calm, type Weather } from './network.ts';
import { doSomething, lookAtAttention, takeBack } from './people.ts';
import { openScene, type Scene } from './scene.ts';
import { type LaptopKey, laptopOwners, theTemplate } from './template.ts';

const DAY_MS = 86_400_000;
const STEPS = { least: 6, most: 12 };
/** Commands that a person makes in a row: what costs is the exchange after them. */
const BURST = { least: 1, most: 27 };
/** Laptops by seed: somebody alone, many small companies, and some in which each person and the second device of one take part. */
const CASTS: readonly (readonly LaptopKey[])[] = [
  ['north', 'boss'],
  ['north', 'boss', 'office'],
  ['north', 'boss'],
  ['north', 'boss', 'south', 'stock'],
  ['boss', 'office'],
  ['north', 'boss', 'south'],
  ['north', 'office'],
  ['north', 'boss', 'office', 'south', 'stock', 'north tablet'],
  ['north', 'boss'],
  ['north'],
  ['north', 'boss'],
  ['boss', 'office'],
  ['boss'],
  ['north', 'office'],
  ['north', 'boss', 'south'],
  ['office'],
  ['boss'],
  ['north'],
  ['north', 'office'],
  ['north', 'boss'],
];
const STEPS_BETWEEN_CHECKS = 4;
const pauses = [10, 200, 2_000, 30_000, 200_000] as const;

export const runSeed: RunSeed = async (seed, options = {}) => {
  const template = await theTemplate();
  const { say = () => {}, wanted = new Set() } = options;
  const asked = options.devices === undefined ? undefined : laptopOwners.slice(0, options.devices);
  const cast = asked?.map(({ key }) => key) ?? CASTS[seed % CASTS.length] ?? [];
  serverBug.isThere = false;
  const scene = await openScene({ template, seed, cast, makeAuditor, say, wanted });
  const startMs = scene.simulation.now();
  let findings: readonly Finding[] = [];
  try {
    findings = await play(scene, options);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    findings = [{ verdict: 'broken', invariant: 0, text, atMs: scene.simulation.now() }];
  } finally {
    scene.close();
  }
  return resultOf(scene, findings, startMs);
};

function resultOf(scene: Scene, findings: readonly Finding[], startMs: number): SeedResult {
  const days = (scene.simulation.now() - startMs) / DAY_MS;
  return {
    seed: scene.seed,
    commands: scene.counts.commands,
    taken: Object.fromEntries([...scene.counts.taken].sort()),
    faults: Object.fromEntries([...scene.counts.faults].sort()),
    scenery: Object.fromEntries([...scene.counts.scenery].sort()),
    deviceDays: days * scene.laptops.length,
    findings,
    digest: scene.digest(),
  };
}

async function play(scene: Scene, options: SeedOptions): Promise<readonly Finding[]> {
  const { random } = scene;
  const { faults: asked } = options;
  const faults = asked ? [...allFaults, ...askedFaults].filter(({ name }) => asked.includes(name)) : allFaults;
  await tellBeginning(scene);
  for (const laptop of scene.laptops) await startLaptop(scene, laptop);
  await scene.simulation.advance(5_000);
  const weather = drawWeather(scene, options);
  for (const laptop of scene.laptops) laptop.weather = weather;
  const steps = random.between(STEPS.least, STEPS.most);
  for (let step = 0; step < steps; step += 1) {
    await takeStep(scene, faults);
    for (const laptop of scene.laptops) laptop.weather = weather;
    if ((step + 1) % STEPS_BETWEEN_CHECKS !== 0) continue;
    const findings = await scene.check('running');
    if (findings.length > 0) return findings;
  }
  return heal(scene);
}

async function takeStep(scene: Scene, faults: readonly Fault[]): Promise<void> {
  const { random } = scene;
  const draw = random.between(1, 100);
  if (draw <= 54) {
    const laptop = someRunning(scene, random);
    for (let turns = random.between(BURST.least, BURST.most); laptop?.running && turns > 0; turns -= 1)
      await doSomething(scene, laptop);
    // Two commands never have one time, nor a copy and a command.
    await scene.simulation.advance(1);
  } else if (draw <= 60) await scene.simulation.advance(random.oneOf(pauses));
  else if (draw <= 64) {
    const laptop = someRunning(scene, random);
    if (laptop && random.chance(70)) await lookAtAttention(scene, laptop);
    else if (laptop) await takeBack(scene, laptop);
  } else await pickFault(scene, faults)?.inject(scene, random);
}

function pickFault(scene: Scene, faults: readonly Fault[]): Fault | undefined {
  const total = faults.reduce((sum, { weight }) => sum + weight, 0);
  let left = scene.random.next() * total;
  for (const fault of faults) {
    left -= fault.weight;
    if (left < 0) return fault;
  }
  return faults.at(-1);
}

/** Good, bad or terrible for the whole seed. */
function drawWeather({ random }: Scene, options: SeedOptions): Weather {
  const wanted = (name: keyof Weather, most: number): number =>
    !options.faults || options.faults.includes(name) ? random.next() * most : 0;
  const strength = random.oneOf([0, 8, 10]);
  if (strength === 0) return calm;
  return {
    cutBeforeSend: wanted('cutBeforeSend', strength * 4),
    cutAfterSend: wanted('cutAfterSend', strength * 3),
    cutInAnswer: wanted('cutInAnswer', strength * 3),
    requestLost: wanted('requestLost', strength),
    requestTwice: wanted('requestTwice', strength * 4),
    answerLate: wanted('answerLate', strength * 2),
    requestOutOfOrder: wanted('requestOutOfOrder', strength * 2),
    otherAnswers: wanted('otherAnswers', strength),
    requestHangs: wanted('requestHangs', strength),
  };
}
