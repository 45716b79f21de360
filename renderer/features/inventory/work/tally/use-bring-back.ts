import { useEffect, useState } from 'react';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../../app/bridge.ts';
import { nowAtOffice } from '../../../../app/session.ts';
import { isBookedAlready, notKept, type WorkAnswer } from '../frame/answer.ts';
import type { BookedMove } from './record-tally.ts';

/** As long as any undo is offered by name (R104). */
const OFFERED_MS = 10_000;
/** As many as one command takes. */
const MOST_MOVES = 100;

interface BringBack {
  readonly isOffered: boolean;
  /** Moves everything back to where it was taken from, the last move first. */
  run(): Promise<WorkAnswer>;
}

/** Put away: what was booked a moment ago is brought back by one key, as long as nothing else was scanned (R104). */
export function useBringBack(moves: readonly BookedMove[]): BringBack {
  const [isOffered, setOffered] = useState(moves.length > 0);
  useEffect(() => {
    const timer = setTimeout(() => setOffered(false), OFFERED_MS);
    return () => clearTimeout(timer);
  }, []);
  return {
    isOffered,
    async run() {
      if (!isOffered) return isBookedAlready;
      setOffered(false);
      const refused = await moveBack(moves);
      if (refused) return notKept(refused);
      return {
        tone: 'look',
        word: { key: 'inventory.work.tally.broughtBack' },
        text: { key: 'inventory.work.tally.broughtBackText', values: { count: moves.length } },
      };
    },
  };
}

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
