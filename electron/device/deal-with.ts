/**
 * What a person does about a command of the ledger: has seen it, lets go of it, takes it back. Guards:
 * - only what the office rejected is dropped, and what hangs on it and was rejected too goes with it; all of it stays in
 *   the ledger;
 * - what has not been sent is taken back by a command of its own: seq and hash stay whole, and nothing vanishes;
 * - what was rejected on another device of this person is dealt with here as there, once for all of them;
 * - what hangs on a command is found by the ids that it made, in the arguments of later ones.
 */
import type { Handle } from '#db/database.ts';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import { canonicalArgs } from '#shared/protocol/envelope.ts';
import type { LedgerDetail } from '#shared/protocol/ledger-bridge.ts';
import type { Registry } from '#shared/registry.ts';
import type { DeviceContext } from './device-context.ts';
import { madeBy, names, withdrawalOf } from './end-rejected.ts';
import { type OnTheWay, readEntries } from './ledger.ts';
import { findElsewhere, seeElsewhere } from './rejected-elsewhere.ts';
import { inTransaction, type Store } from './store.ts';

/** Later commands that are looked through for what hangs on one. */
const LATER_LIMIT_COMMANDS = 5_000;
const READ_BATCH_COMMANDS = 250;
const LIMIT_DEPENDANTS = 100;

interface Found {
  readonly seq: number;
  readonly commandId: string;
  readonly name: string;
  readonly version: number;
  readonly args: string;
}
const foundColumns = ['seq', 'commandId', 'name', 'version', 'args'] as const;

/** A command with everything that hangs on it; null when this device does not hold it, nor was told of it. */
export async function readDetail(
  db: Handle,
  { registry, incarnation }: Pick<DeviceContext, 'registry' | 'incarnation'>,
  commandId: string,
  way: OnTheWay,
): Promise<LedgerDetail | null> {
  const [entry] = await readEntries(db, [commandId], way);
  const queued = await db
    .selectFrom('outbox')
    .select([...foundColumns, 'hash', 'answerVersion'])
    .where('commandId', '=', commandId)
    .executeTakeFirst();
  const row: (Found & { hash: string; answerVersion: number | null; incarnation?: string }) | undefined =
    queued ??
    (await db
      .selectFrom('commandJournal')
      .select([...foundColumns, 'hash', 'answerVersion', 'incarnation'])
      .where('commandId', '=', commandId)
      .executeTakeFirst());
  if (!entry || !row) return findElsewhere(db, commandId);
  const taking = await findTaking(db, registry, row);
  const hanging = await findDependants(db, registry, row);
  const isNamed = taking !== null && hanging.some((each) => each.commandId === taking.commandId);
  const dependants = taking === null || isNamed ? hanging : [...hanging, taking];
  const taken = withdrawalOf(registry, row);
  const isHere = entry.state === 'waiting' || entry.state === 'sent';
  return {
    entry,
    proof: {
      hash: row.hash,
      incarnation: row.incarnation ?? incarnation,
      companyVersion: row.answerVersion,
    },
    dependants: (
      await readEntries(
        db,
        dependants.map((each) => each.commandId),
        way,
      )
    ).reverse(),
    withdrawal: taking
      ? 'done'
      : !isHere
        ? 'sent'
        : taken === null
          ? 'none'
          : entry.unshown === null
            ? 'can'
            : 'unshown',
  };
}

/** The later command that takes one back; what it took back is not always named by an id that was made. */
async function findTaking(db: Handle, registry: Registry, root: Found): Promise<Found | null> {
  const taken = withdrawalOf(registry, root);
  if (!taken) return null;
  for (const table of ['commandJournal', 'outbox'] as const) {
    const found = await db
      .selectFrom(table)
      .select(foundColumns)
      .where('seq', '>', root.seq)
      .where('name', '=', taken.name)
      .where('args', '=', canonicalArgs(taken.args))
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst();
    if (found) return found;
  }
  return null;
}

/** Later commands that name what this one made, and those that name what they made, oldest first. */
async function findDependants(db: Handle, registry: Registry, root: Found): Promise<Found[]> {
  const made = new Set(madeBy(registry, root));
  const found: Found[] = [];
  if (made.size === 0) return found;
  let after = root.seq;
  for (let read = 0; read < LATER_LIMIT_COMMANDS && found.length < LIMIT_DEPENDANTS; ) {
    const later = await readLater(db, after);
    for (const command of later) {
      if (!names(command, made)) continue;
      found.push(command);
      for (const id of madeBy(registry, command)) made.add(id);
    }
    after = later.at(-1)?.seq ?? after;
    read += later.length;
    if (later.length < READ_BATCH_COMMANDS) break;
  }
  return found.slice(0, LIMIT_DEPENDANTS);
}

async function readLater(db: Handle, after: number): Promise<Found[]> {
  const read = (table: 'outbox' | 'commandJournal'): Promise<Found[]> =>
    db
      .selectFrom(table)
      .select(foundColumns)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(READ_BATCH_COMMANDS)
      .execute();
  const rows = [...(await read('commandJournal')), ...(await read('outbox'))];
  return rows.sort((a, b) => a.seq - b.seq).slice(0, READ_BATCH_COMMANDS);
}

export interface Dealings {
  markSeen(commandId: string): Promise<ActionReply>;
  drop(commandId: string): Promise<ActionReply>;
  withdraw(commandId: string): Promise<ActionReply>;
}

/** @param done called after each change of the ledger */
export function makeDealings(context: DeviceContext, store: Store, way: () => OnTheWay, done: () => void): Dealings {
  const { lock, reader, registry } = context;
  const detailOf = (commandId: string) => readDetail(reader.kysely, context, commandId, way());
  return {
    async markSeen(commandId) {
      await lock.hold('person', () =>
        inTransaction(context, async (tx) => {
          for (const table of ['commandJournal', 'outbox'] as const)
            await tx.updateTable(table).set({ needsAttention: 0 }).where('commandId', '=', commandId).execute();
          await seeElsewhere(tx, commandId);
        }),
      );
      done();
      return { ok: true };
    },
    async drop(commandId) {
      const detail = await detailOf(commandId);
      if (detail?.entry.state !== 'rejected') return { ok: false, reason: { code: 'ledger.notRejected', params: {} } };
      const withIt = detail.dependants.filter((each) => each.state === 'rejected').map((each) => each.commandId);
      await lock.hold('person', () =>
        inTransaction(context, async (tx) => {
          await tx
            .updateTable('commandJournal')
            .set({ droppedAt: context.now(), needsAttention: 0 })
            .where('commandId', 'in', [commandId, ...withIt])
            .where('answerState', '=', 'rejected')
            .where('droppedAt', 'is', null)
            .where('replacedBy', 'is', null)
            .execute();
          await seeElsewhere(tx, commandId);
        }),
      );
      done();
      return { ok: true };
    },
    async withdraw(commandId) {
      const detail = await detailOf(commandId);
      if (detail?.withdrawal !== 'can') return { ok: false, reason: { code: 'ledger.notWithdrawable', params: {} } };
      const { entry } = detail;
      const taken = withdrawalOf(registry, { ...entry, args: JSON.stringify(entry.args) });
      if (!taken) return { ok: false, reason: { code: 'ledger.notWithdrawable', params: {} } };
      const reply = await store.run(taken.name, taken.args);
      return reply.state === 'rejected' ? { ok: false, reason: reply.reason } : { ok: true };
    },
  };
}
