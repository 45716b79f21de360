/**
 * What a push holds against what the server has of the device. Guards:
 * - a device's commands have no gap, and each is chained to the one before;
 * - a command that the server knows, by its id, gets its stored answer and never runs again;
 * - a copied or restored database is found by number and hash before anything of it runs.
 */
import type { Id } from '#shared/kernel/ids.ts';
import { type CommandEnvelope, chainHash } from '#shared/protocol/envelope.ts';
import type { CommandAnswer } from '#shared/protocol/sync.ts';
import { HttpRefusal } from '../http/http-refusal.ts';

/** The end of a device's chain, as the server has it. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** What the server stored of a command. */
export interface KnownCommand {
  readonly deviceId: Id;
  readonly incarnation: Id;
  readonly seq: number;
  readonly hash: string;
  readonly answer: CommandAnswer;
}

export interface PlannedCommand {
  readonly envelope: CommandEnvelope;
  /** The stored answer; null: it has to run. */
  readonly answer: CommandAnswer | null;
  /** It stood in this push before: its answer is the one that it got there. */
  readonly repeats: boolean;
  /** The chain's end after it. */
  readonly head: ChainHead;
}

/**
 * Says for each command whether it runs or has its answer.
 * @throws HttpRefusal `sync.sequenceGap` with `expected`, or `sync.historyDiverged`
 */
export function planPush(
  device: { readonly id: Id; readonly incarnation: Id },
  head: ChainHead,
  envelopes: readonly CommandEnvelope[],
  known: ReadonlyMap<Id, KnownCommand>,
): PlannedCommand[] {
  const planned: PlannedCommand[] = [];
  const before = new Map<Id, CommandEnvelope>();
  let end = head;
  for (const envelope of envelopes) {
    const first = before.get(envelope.id);
    if (first) {
      if (first.seq !== envelope.seq || first.hash !== envelope.hash) throw diverged(envelope);
      planned.push({ envelope, answer: null, repeats: true, head: end });
      continue;
    }
    before.set(envelope.id, envelope);
    const stored = known.get(envelope.id);
    if (stored && stored.deviceId !== device.id) throw diverged(envelope);
    if (stored && stored.incarnation === device.incarnation) {
      if (stored.seq !== envelope.seq || stored.hash !== envelope.hash) throw diverged(envelope);
    } else if (envelope.seq <= end.seq) {
      // Known under an earlier incarnation and sent again in this one: its answer is all that there is to say.
      if (!stored) throw diverged(envelope);
    } else {
      if (envelope.seq !== end.seq + 1) throw new HttpRefusal('sync.sequenceGap', { expected: end.seq + 1 });
      if (chainHash(end.hash, envelope) !== envelope.hash) throw diverged(envelope);
      end = { seq: envelope.seq, hash: envelope.hash };
    }
    planned.push({
      envelope,
      answer: stored ? { ...stored.answer, seq: envelope.seq } : null,
      repeats: false,
      head: end,
    });
  }
  return planned;
}

function diverged(envelope: CommandEnvelope): HttpRefusal {
  return new HttpRefusal('sync.historyDiverged', { seq: envelope.seq });
}
