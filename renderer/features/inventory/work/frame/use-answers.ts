import { useEffect, useMemo, useRef, useState } from 'react';
import { useScanner } from '../../../../ui/use-scanner.ts';
import type { WorkAnswer } from './answer.ts';
import { playTone } from './work-sounds.ts';

/** An answer with its turn: the same answer twice is seen twice. */
export interface ShownAnswer extends WorkAnswer {
  readonly turn: number;
}

export interface WorkAnswers {
  readonly answer: ShownAnswer | null;
  /** Shows an answer and sounds it. */
  say(answer: WorkAnswer): void;
  /** Runs a scan's or a key's work after those before it, and says what it answers; null says nothing. */
  inTurn(work: () => Promise<WorkAnswer | null>): void;
}

const broken: WorkAnswer = {
  tone: 'wrong',
  word: { key: 'inventory.work.broken' },
  text: { key: 'inventory.work.brokenText' },
};

/**
 * Answers of a work mode, one after the other: twenty scans in two seconds are taken in their order, each by what the one
 * before it left (R111).
 */
export function useAnswers(): WorkAnswers {
  const [answer, setAnswer] = useState<ShownAnswer | null>(null);
  const last = useRef<Promise<void>>(Promise.resolve());
  const turn = useRef(0);
  const actions = useMemo(() => {
    const say = (next: WorkAnswer): void => {
      turn.current += 1;
      setAnswer({ ...next, turn: turn.current });
      playTone(next.tone);
    };
    const inTurn = (work: () => Promise<WorkAnswer | null>): void => {
      last.current = last.current.then(work).then(
        (next) => {
          if (next) say(next);
        },
        () => say(broken),
      );
    };
    return { say, inTurn };
  }, []);
  return useMemo(() => ({ ...actions, answer }), [actions, answer]);
}

/** Scans anywhere in the window go to `take`, in their order. `take` may close over fresh state. */
export function useScans(answers: WorkAnswers, take: (text: string) => Promise<WorkAnswer | null>): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useScanner((text) => answers.inTurn(() => latest.current(text)));
}
