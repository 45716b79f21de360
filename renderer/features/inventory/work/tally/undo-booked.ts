/** What was booked a moment ago is taken back by one key, as long as nothing else was scanned (R104). */
import { useEffect, useState } from 'react';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../../app/bridge.ts';
import { nowAtOffice } from '../../../../app/session.ts';
import { isBookedAlready, notKept, type WorkAnswer } from '../frame/answer.ts';
import type { BookedMove } from './record-tally.ts';

/** As long as any undo is offered by name. */
const OFFERED_MS = 10_000;
/** As many as one command takes. */
const MOST_MOVES = 100;

/** What a tally has booked, as far as there is a way back. */
export interface JustBooked {
  /** By this window's clock. */
  readonly at: number;
  /** Put away. */
  readonly moves: readonly BookedMove[];
  /** Receive. */
  readonly receiptIds: readonly string[];
}

interface UndoBooked {
  readonly isOffered: boolean;
  /** Once. The last of it comes first. @param note why, for a paper that is reversed */
  run(note: string): Promise<WorkAnswer>;
}

export function useUndoBooked(booked: JustBooked | null): UndoBooked {
  const [endedAt, setEndedAt] = useState<number | null>(null);
  const at = booked?.at ?? null;
  const count = booked ? booked.moves.length + booked.receiptIds.length : 0;
  const isOffered = count > 0 && at !== endedAt;
  useEffect(() => {
    if (at === null) return;
    const timer = setTimeout(() => setEndedAt(at), Math.max(0, at + OFFERED_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [at]);
  return {
    isOffered,
    async run(note) {
      if (!isOffered || !booked) return isBookedAlready;
      setEndedAt(at);
      const refused = (await moveBack(booked.moves)) ?? (await reverse(booked.receiptIds, note));
      if (refused) return notKept(refused);
      const key = booked.moves.length > 0 ? 'broughtBackText' : 'reversedText';
      return {
        tone: 'look',
        word: { key: 'inventory.work.tally.broughtBack' },
        text: { key: `inventory.work.tally.${key}`, values: { count } },
      };
    },
  };
}

/** Everything goes back to where it was taken from. */
async function moveBack(moves: readonly BookedMove[]): Promise<Reason | null> {
  const rest = [...moves].reverse();
  while (rest.length > 0) {
    const part = rest.splice(0, MOST_MOVES);
    const ids = await bridge().newIds(2 * part.length);
    const back = part.map((move, index) => ({
      ...move,
      ...{ outId: ids[2 * index], inId: ids[2 * index + 1] },
      ...{ fromLocationId: move.toLocationId, toLocationId: move.fromLocationId },
      ...{ fromCondition: move.toCondition, toCondition: move.fromCondition },
    }));
    const reply = await bridge().command('inventory.moveStock', { movedAt: nowAtOffice(), number: null, moves: back });
    if (reply.state === 'rejected') return reply.reason;
  }
  return null;
}

/** A receipt stays, and its reversal beside it (R8). */
async function reverse(receiptIds: readonly string[], note: string): Promise<Reason | null> {
  for (const receiptId of [...receiptIds].reverse()) {
    const [[reversalId], number] = await Promise.all([bridge().newIds(1), bridge().nextNumber('receipt')]);
    const reply = await bridge().command('inventory.reverseReceipt', { reversalId, number, receiptId, note });
    if (reply.state === 'rejected') return reply.reason;
  }
  return null;
}
