/** Everything of one seed: the server, the laptops, the people's doings, and the auditor who watches. */
import { createHash, type Hash } from 'node:crypto';
import type { SeededRandom } from '#shared/kernel/demo.ts';
import type { CommandOptions, CommandReply } from '#shared/protocol/bridge.ts';
import { simulationRegistry } from '../support/simulated-company.ts';
import { makeSimulation, type Simulation } from '../support/simulated-world.ts';
import type { AuditedScene, Auditor, Finding, Happening, MakeAuditor } from './contract.ts';
import { scenery } from './faults/scenery.ts';
import { type Laptop, makeLaptop } from './laptop.ts';
import { makeServerProcess, type ServerProcess } from './server-process.ts';
import { fillSlot, freeSlots, takeSlot } from './slots.ts';
import { streamOf } from './streams.ts';
import { type CompanyFacts, type LaptopKey, laptopOwners, type Template } from './template.ts';

const HOUR_MS = 3_600_000;
/**
 * Rows of a page, by seed. With the fewest an order does not fit: pulls are cut between and within versions, and are
 * staged; some commands fit on the next, and then there are pages that go in as they came.
 */
const PAGE_ROWS = [12, 40, 200] as const;

/** Of one seed, for whoever wants to know what it tried. */
export interface SceneCounts {
  /** Commands that devices took: what was refused at once, or died with its laptop, is none. */
  commands: number;
  readonly taken: Map<string, number>;
  /** By kind; what is scenery (faults/scenery.ts) is apart. */
  readonly faults: Map<string, number>;
  readonly scenery: Map<string, number>;
}

export interface Scene {
  readonly seed: number;
  readonly wanted: ReadonlySet<string>;
  readonly random: SeededRandom;
  readonly simulation: Simulation;
  readonly facts: CompanyFacts;
  readonly server: ServerProcess;
  readonly laptops: readonly Laptop[];
  readonly auditor: Auditor;
  readonly counts: SceneCounts;
  /** Ids of devices that were closed, for whoever runs what they handed over. */
  readonly closedDevices: Set<string>;
  say(line: string): void;
  /** Counts a fault, and tells the auditor. */
  fault(name: string, laptop: Laptop | null, detail?: unknown): void;
  /** Counts a command that a device took. */
  took(name: string): void;
  tell(event: Happening): void;
  /** A person's command, with all that can come of it. @returns null when the device died over it */
  issue(laptop: Laptop, name: string, args: unknown, options?: CommandOptions): Promise<CommandReply | null>;
  /** Runs the work while time passes; null when the laptop's process dies over it. */
  during<T>(laptop: Laptop, work: () => Promise<T>): Promise<T | null>;
  /** A laptop more, with files that are somewhere. */
  addLaptop(laptop: { key: string; login: string; folder: string }): Laptop;
  check(moment: 'running' | 'quiet'): Promise<readonly Finding[]>;
  digest(): string;
  /** Lets go of everything. */
  close(): void;
}

export interface SceneParts {
  readonly template: Template;
  readonly seed: number;
  /** Whose laptops there are. */
  readonly cast: readonly LaptopKey[];
  readonly makeAuditor: MakeAuditor;
  readonly say: (line: string) => void;
  /** Commands that people think of first; empty: none before others. */
  readonly wanted: ReadonlySet<string>;
}

export async function openScene({ template, seed, cast, makeAuditor, say, wanted }: SceneParts): Promise<Scene> {
  const startMs = template.endMs + HOUR_MS;
  const simulation = makeSimulation(seed + 1, startMs);
  const auditor = makeAuditor({ registry: simulationRegistry, startMs });
  const server = makeServerProcess(simulation, template.serverFolder, streamOf(seed, 'pages').oneOf(PAGE_ROWS));
  const laptops: Laptop[] = [];
  const counts: SceneCounts = { commands: 0, taken: new Map(), faults: new Map(), scenery: new Map() };
  const wire: Hash = createHash('sha256');
  const at = (): string => new Date(simulation.now()).toISOString().slice(5, 23);
  const usersByLogin = template.facts.users as Readonly<Record<string, string>>;

  const scene: Scene = {
    seed,
    wanted,
    random: streamOf(seed, 'driver'),
    simulation,
    facts: template.facts,
    server,
    laptops,
    auditor,
    counts,
    closedDevices: new Set(),
    say: (line) => say(`${at()} ${line}`),
    fault(name, laptop, detail) {
      const kind = scenery.has(name) ? counts.scenery : counts.faults;
      kind.set(name, (kind.get(name) ?? 0) + 1);
      wire.update(`fault ${name} ${laptop?.key ?? ''}\n`);
      scene.say(`  ! ${name} ${laptop?.key ?? ''} ${detail === undefined ? '' : JSON.stringify(detail)}`);
      scene.tell({ what: 'fault', fault: name, device: laptop?.key ?? null, detail });
    },
    took(name) {
      counts.commands += 1;
      counts.taken.set(name, (counts.taken.get(name) ?? 0) + 1);
    },
    tell: (event) => auditor.happened(event, simulation.now()),
    async issue(laptop, name, args, options) {
      const { key: device, userId } = laptop.desk;
      const issued = { device, userId, name, args };
      const { running } = laptop;
      if (!running) return null;
      const reply = await scene.during(laptop, () => running.device.command(name, args, options));
      const atMs = simulation.now();
      scene.say(`${device} ${name} → ${describe(reply)}`);
      wire.update(`${device} ${name} ${describe(reply)}\n`);
      if (reply === null) auditor.uncertain({ ...issued, atMs });
      else {
        const commandId = reply.state === 'rejected' ? null : reply.commandId;
        if (commandId !== null) scene.took(name);
        auditor.issued({ ...issued, reply, commandId, atMs });
      }
      return reply;
    },
    async during(laptop, work) {
      const { running } = laptop;
      if (!running) return null;
      const { life } = running;
      const worked = work().catch((error: unknown) => {
        if (life.isDead) return null;
        throw error;
      });
      const result = await simulation.finish(Promise.race([worked, life.died.then(() => null)]));
      return life.isDead ? null : result;
    },
    addLaptop({ key, login, folder }) {
      const laptop = makeLaptop({
        key,
        login,
        userId: usersByLogin[login] ?? '',
        folder,
        simulation,
        server,
        auditor,
        random: streamOf(seed, `network ${key}`),
        happened: (fault) => scene.fault(fault, laptop),
        crossed(line) {
          wire.update(`${line}\n`);
          scene.say(`    ${line}`);
        },
      });
      laptops.push(laptop);
      return laptop;
    },
    check: (moment) => auditor.check(audited(scene), moment),
    digest: () => wire.copy().digest('hex'),
    close() {
      for (const laptop of laptops) laptop.drop();
      server.drop();
      freeSlots();
    },
  };

  await server.start();
  for (const { key, login } of laptopOwners.filter((owner) => cast.includes(owner.key))) {
    const folder = takeSlot(key);
    fillSlot(template.laptopFolder(key), folder);
    scene.addLaptop({ key, login, folder });
  }
  return scene;
}

function describe(reply: CommandReply | null): string {
  if (reply === null) return 'died';
  if (reply.state === 'rejected') return `rejected ${reply.reason.code}`;
  return `${reply.state} #${reply.sequence}`;
}

function audited(scene: Scene): AuditedScene {
  return {
    nowMs: scene.simulation.now(),
    registry: simulationRegistry,
    server: scene.server.observe(),
    devices: scene.laptops
      .filter((laptop) => !laptop.isLost)
      .map((laptop) => ({
        key: laptop.desk.key,
        userId: laptop.desk.userId,
        isOff: laptop.running === null,
        isRevoked: laptop.isRevoked,
        async read(work) {
          const database = laptop.observe();
          return database === null ? null : work(database);
        },
        status: async () => scene.during(laptop, async () => laptop.running?.device.sync.status() ?? null),
        takeProblems: () => laptop.takeProblems(),
      })),
  };
}
