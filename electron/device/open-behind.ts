/**
 * A database whose person is not at the desk, open for what it has to send. Guards: it is held under its lease, and
 * given up only when what writes in it has finished.
 */
import type { Instant } from '#shared/kernel/instants.ts';
import type { World } from '#shared/kernel/world.ts';
import type { Registry } from '#shared/registry.ts';
import { claimDatabase } from './claim-database.ts';
import type { DeviceContext } from './device-context.ts';
import { type OpenedDatabase, openDatabase } from './open-database.ts';
import { databasePath, type Person, type PersonFolder } from './profile.ts';
import { replayAfterUpgrade } from './rebase.ts';
import { readState } from './sync-state.ts';
import { makeWriteLock, type WriteLock } from './write-lock.ts';

interface BehindParts {
  readonly world: World;
  readonly registry: Registry;
  problem(where: string, error: unknown): void;
}

/** Somebody's database, open for what it has to send. */
export interface Held {
  readonly context: DeviceContext;
  /** A connection has bytes of these commands: the ledger says when. */
  left(ids: readonly string[]): void;
  close(): Promise<void>;
}

/**
 * Opens a person's database while they are not here.
 * @throws Refusal where another process has it, DatabaseUnreadable; it is left as it is then
 */
export async function openBehind(parts: BehindParts, folder: PersonFolder, key: Uint8Array): Promise<Held> {
  const { person } = folder;
  const database = await openDatabase({ path: databasePath(folder), key, owner: person, registry: parts.registry });
  const lock = makeWriteLock();
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= lock.hold('person', () => database.close());
    return closing;
  };
  try {
    const sentAt = new Map<string, Instant>();
    const context = { ...(await contextOf(parts, person, database, lock)), sentAt };
    await claimDatabase(context, person);
    await replayAfterUpgrade(context);
    return {
      context,
      close,
      left(ids) {
        for (const id of ids) sentAt.set(id, context.now());
      },
    };
  } catch (error) {
    await Promise.allSettled([close()]);
    throw error;
  }
}

async function contextOf(
  { world, registry, problem }: BehindParts,
  person: Person,
  { writer, reader }: OpenedDatabase,
  lock: WriteLock,
): Promise<Omit<DeviceContext, 'sentAt'>> {
  const offsetMs = (await readState(reader.kysely, 'clockOffsetMs')) ?? 0;
  const { deviceId, incarnation, deviceCode, formerCodes, userId } = person;
  const permissions: ReadonlySet<string> = new Set(person.permissions);
  return {
    ...{ world, registry, writer, reader, lock, deviceId, incarnation, deviceCode, formerCodes, userId },
    permissions: () => permissions,
    now: () => Math.max(0, world.clock.now() + offsetMs),
    changed: () => {},
    finishing: () => {},
    problem,
  };
}
