/** What people do at their laptops: commands of all domains as the rows there suggest, and what needs their attention. */
import type { CommandGenerator, GeneratorView } from '#shared/kernel/simulation.ts';
import type { CommandReply } from '#shared/protocol/bridge.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import type { Laptop } from './laptop.ts';
import { listGenerators } from './list-generators.ts';
import type { Scene } from './scene.ts';
import { streamOf } from './streams.ts';
import { testGenerators } from './test-generators.ts';

const LEDGER_PAGE_ROWS = 100;

let found: Promise<readonly CommandGenerator[]> | null = null;

/** Everything that domains, workflows and tests bring, in one order. */
export function findGenerators(): Promise<readonly CommandGenerator[]> {
  found ??= listGenerators().then((listed) => [...listed, ...testGenerators]);
  return found;
}

/** Does something at the laptop that the generators think of. @returns null when nothing came to mind, or it died */
export async function doSomething(scene: Scene, laptop: Laptop): Promise<CommandReply | null> {
  const generators = await findGenerators();
  for (let tries = 0; tries < 3; tries += 1) {
    const generator = pick(scene, generators);
    if (!generator) return null;
    const command = await think(scene, laptop, generator);
    if (command) return scene.issue(laptop, command.name, command.args);
    if (!laptop.running) return null;
  }
  return null;
}

/** Makes a generator's command without issuing it. */
export async function think(scene: Scene, laptop: Laptop, generator: CommandGenerator) {
  const { running } = laptop;
  const reader = laptop.observe();
  if (!running || !reader) return null;
  const state = await scene.during(laptop, () => running.device.session.state());
  if (state?.state !== 'signedIn') return null;
  const { user } = state;
  if (generator.roles && !generator.roles.includes(user.roleCode)) return null;
  const status = await scene.during(laptop, () => running.device.sync.status());
  if (status === null) return null;
  const view: GeneratorView = {
    random: scene.random,
    newId: running.newId,
    nextNumber: async (series) => {
      const number = await scene.during(laptop, () => running.device.nextNumber(series));
      // Nobody is there any more who could say it; the command comes to nothing.
      return number ?? '';
    },
    db: reader,
    now: scene.simulation.now() + laptop.skewMs + status.clockOffsetMs,
    person: { userId: user.id, roleCode: user.roleCode, permissions: new Set(user.permissions) },
  };
  try {
    return await generator.make(view);
  } catch (error) {
    // A full disk gives no number; the person tries again later.
    if (laptop.isFull || !laptop.running) return null;
    throw error;
  }
}

function pick(scene: Scene, generators: readonly CommandGenerator[]): CommandGenerator | undefined {
  const total = generators.reduce((sum, { weight }) => sum + weight, 0);
  let left = scene.random.next() * total;
  for (const generator of generators) {
    left -= generator.weight;
    if (left < 0) return generator;
  }
  return generators.at(-1);
}

/** Looks through what needs a person. */
export async function lookAtAttention(scene: Scene, laptop: Laptop): Promise<void> {
  const { running } = laptop;
  if (!running) return;
  const { sync } = running.device;
  let beforeSequence: number | null = null;
  do {
    const page: LedgerPage = { beforeSequence, limitRows: LEDGER_PAGE_ROWS };
    const entries = (await scene.during(laptop, () => sync.ledger(page))) ?? [];
    for (const entry of entries.filter(({ needsAttention }) => needsAttention)) await lookAt(scene, laptop, entry);
    beforeSequence = entries.length < LEDGER_PAGE_ROWS ? null : (entries.at(-1)?.sequence ?? null);
  } while (beforeSequence !== null);
}

interface LedgerPage {
  readonly beforeSequence: number | null;
  readonly limitRows: number;
}

async function lookAt(scene: Scene, laptop: Laptop, { commandId }: LedgerEntry): Promise<void> {
  const reply = await scene.during(laptop, async () => laptop.running?.device.sync.markSeen(commandId) ?? null);
  if (!reply?.ok) return;
  const atMs = scene.simulation.now();
  scene.auditor.personActed({ device: laptop.key, commandId, act: 'seen', by: null, atMs });
}

/** A stream of its own for what a fault does at one laptop. */
export const streamAt = (scene: Scene, laptop: Laptop, use: string) => streamOf(scene.seed, `${use} ${laptop.key}`);
