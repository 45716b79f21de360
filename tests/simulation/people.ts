/** What people do at their laptops: commands of all domains as the rows there suggest, and what needs their attention. */
import type { CommandGenerator, GeneratorView } from '#shared/kernel/simulation.ts';
import type { CommandReply, SessionState } from '#shared/protocol/bridge.ts';
import type { LedgerEntry, LedgerPage } from '#shared/protocol/ledger-bridge.ts';
import type { PersonAct } from './contract.ts';
import type { Laptop, RunningDevice } from './laptop.ts';
import { listGenerators } from './list-generators.ts';
import type { Scene } from './scene.ts';
import { testGenerators } from './test-generators.ts';

const LEDGER_PAGE_ROWS = 100;
/** Of a hundred rejected commands so many are amended, and so many more dropped. */
const AMENDS = 35;
const DROPS = 65;
const others = ['rep', 'manager', 'warehouse'];

let found: Promise<readonly CommandGenerator[]> | null = null;

/** Everything that domains, workflows and tests bring, in one order. */
export function findGenerators(): Promise<readonly CommandGenerator[]> {
  found ??= listGenerators().then((listed) => [...listed, ...testGenerators]);
  return found;
}

/** Does something at the laptop that the generators think of. @returns null when nothing came to mind, or it died */
export async function doSomething(scene: Scene, laptop: Laptop): Promise<CommandReply | null> {
  const generators = generatorsOf(await findGenerators(), laptop.desk.login);
  for (let tries = 0; tries < 3; tries += 1) {
    const generator = pick(scene, generators);
    if (!generator) return null;
    const command = await think(scene, laptop, generator);
    if (command) return scene.issue(laptop, command.name, command.args);
    if (!laptop.running) return null;
  }
  return null;
}

/** Roles change; what somebody tries is mostly that of the one that he began with. */
const beginsAs: Readonly<Record<string, string>> = {
  north: 'rep',
  south: 'rep',
  boss: 'manager',
  stock: 'warehouse',
  office: 'administrator',
};
const byLogin = new Map<string, readonly CommandGenerator[]>();

/** What an administrator alone does is nothing that anybody else thinks of, unless he has become one. */
function generatorsOf(all: readonly CommandGenerator[], login: string): readonly CommandGenerator[] {
  const known = byLogin.get(login);
  if (known) return known;
  const role = beginsAs[login] ?? '';
  const near = role === 'administrator' ? [role] : others;
  const own = all.filter(({ roles }) => !roles || roles.some((each) => near.includes(each)));
  byLogin.set(login, own);
  return own;
}

/** Makes a generator's command without issuing it. */
export async function think(scene: Scene, laptop: Laptop, generator: CommandGenerator) {
  const { running } = laptop;
  const reader = laptop.observe();
  if (!running || !reader) return null;
  const seen = await lookAtScreen(scene, laptop);
  if (seen === null) return null;
  const { user, clockOffsetMs } = seen;
  if (generator.roles && !generator.roles.includes(user.roleCode)) return null;
  const view: GeneratorView = {
    random: scene.random,
    newId: running.newId,
    nextNumber: async (series) => {
      const number = await scene.during(laptop, () => running.device.nextNumber(series));
      // Nobody is there any more who could say it; the command comes to nothing.
      return number ?? '';
    },
    db: reader,
    now: scene.simulation.now() + laptop.skewMs + clockOffsetMs,
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

interface Screen {
  readonly atMs: number;
  readonly user: Extract<SessionState, { state: 'signedIn' }>['user'];
  readonly clockOffsetMs: number;
}

const screens = new WeakMap<RunningDevice, Screen>();

/** Who sits there, and what the screen's clock says: looked at once in a moment, however much is done in it. */
async function lookAtScreen(scene: Scene, laptop: Laptop): Promise<Screen | null> {
  const { running } = laptop;
  if (!running) return null;
  const atMs = scene.simulation.now();
  const known = screens.get(running);
  if (known?.atMs === atMs && known.user.id === laptop.desk.userId) return known;
  const state = await scene.during(laptop, () => running.device.session.state());
  if (state?.state !== 'signedIn') return null;
  const status = await scene.during(laptop, () => running.device.sync.status());
  if (status === null) return null;
  const screen = { atMs, user: state.user, clockOffsetMs: status.clockOffsetMs };
  screens.set(running, screen);
  return screen;
}

function pick(scene: Scene, all: readonly CommandGenerator[]): CommandGenerator | undefined {
  const first = scene.wanted.size === 0 ? [] : all.filter(({ name }) => scene.wanted.has(name));
  const generators = first.length > 0 && scene.random.chance(50) ? first : all;
  const total = generators.reduce((sum, { weight }) => sum + weight, 0);
  let left = scene.random.next() * total;
  for (const generator of generators) {
    left -= generator.weight;
    if (left < 0) return generator;
  }
  return generators.at(-1);
}

/** Looks through what needs a person. @param amends how many of a hundred rejected commands are said in another way */
export async function lookAtAttention(scene: Scene, laptop: Laptop, amends = AMENDS): Promise<void> {
  const { running } = laptop;
  if (!running || !(await isSignedIn(scene, laptop))) return;
  const { sync } = running.device;
  let beforeSequence: number | null = null;
  do {
    const page: LedgerPage = { beforeSequence, limitRows: LEDGER_PAGE_ROWS };
    const entries = (await scene.during(laptop, () => sync.ledger(page))) ?? [];
    for (const entry of entries.filter(({ needsAttention }) => needsAttention))
      await lookAt(scene, laptop, entry, amends);
    beforeSequence = entries.length < LEDGER_PAGE_ROWS ? null : (entries.at(-1)?.sequence ?? null);
  } while (beforeSequence !== null);
  // And what was rejected on another device of theirs: it is let go of or seen, for both.
  const needing: LedgerPage = { state: 'needYou', beforeSequence: null, limitRows: LEDGER_PAGE_ROWS };
  const elsewhere = (await scene.during(laptop, () => sync.ledger(needing))) ?? [];
  for (const entry of elsewhere.filter(({ otherDevice }) => otherDevice)) await lookAt(scene, laptop, entry, 0);
}

/** Reads it and lets it be, lets go of it, or says it in another way. */
async function lookAt(scene: Scene, laptop: Laptop, entry: LedgerEntry, amends: number): Promise<void> {
  const { commandId, name } = entry;
  const tell = (act: PersonAct, by: string | null): void =>
    scene.auditor.personActed({ device: laptop.desk.key, commandId, act, by, atMs: scene.simulation.now() });
  const draw = scene.random.between(1, 100);
  if (entry.state === 'rejected' && draw <= amends) {
    const generators = (await findGenerators()).filter((generator) => generator.name.startsWith(name));
    const [generator] = scene.random.some(generators, 1);
    const command = generator && (await think(scene, laptop, generator));
    const reply = command && (await scene.issue(laptop, command.name, command.args, { replaces: commandId }));
    if (reply && reply.state !== 'rejected') return tell('amended', reply.commandId);
  }
  const { sync } = laptop.running?.device ?? {};
  if (!sync) return;
  const isDropped = entry.state === 'rejected' && draw <= DROPS;
  const done = await scene.during(laptop, () => (isDropped ? sync.drop(commandId) : sync.markSeen(commandId)));
  if (done?.ok) tell(isDropped ? 'dropped' : 'seen', null);
}

/** Takes back something that has not been sent, where there is something. @returns whether it did */
export async function takeBack(scene: Scene, laptop: Laptop): Promise<boolean> {
  const { sync } = laptop.running?.device ?? {};
  if (!sync || !(await isSignedIn(scene, laptop))) return false;
  const waiting = (await scene.during(laptop, () => sync.ledger({ beforeSequence: null, limitRows: 5 }))) ?? [];
  const [entry] = scene.random.some(
    waiting.filter(({ state }) => state === 'waiting'),
    1,
  );
  if (!entry) return false;
  const done = await scene.during(laptop, () => sync.withdraw(entry.commandId));
  if (!done?.ok) return false;
  const [newest] = (await scene.during(laptop, () => sync.ledger({ beforeSequence: null, limitRows: 1 }))) ?? [];
  if (!newest || newest.sequence <= entry.sequence) return false;
  const { commandId, name, args, sequence } = newest;
  const atMs = scene.simulation.now();
  const reply = { state: 'applied', result: null, commandId, sequence } as const;
  scene.say(`${laptop.key} takes ${entry.name} #${entry.sequence} back by ${name} #${sequence}`);
  const { key: device, userId } = laptop.desk;
  scene.took(name);
  scene.auditor.issued({ device, userId, name, args, reply, commandId, atMs });
  scene.auditor.personActed({ device, commandId: entry.commandId, act: 'withdrawn', by: commandId, atMs });
  return true;
}

async function isSignedIn(scene: Scene, laptop: Laptop): Promise<boolean> {
  const state = await scene.during(laptop, async () => laptop.running?.device.session.state() ?? null);
  return state?.state === 'signedIn';
}
