import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useScanner } from '../../../../ui/use-scanner.ts';
import { brokenScan, type WorkAnswer } from './answer.ts';
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

/** Scans anywhere go to `take`, in their order; a broken one is refused and heard. `take` may close over fresh state. */
export function useScans(answers: WorkAnswers, take: (text: string) => Promise<WorkAnswer | null>): void {
  const latest = useRef(take);
  // With the drawing, not after it: what the operator sees already holds for the next scan.
  useLayoutEffect(() => {
    latest.current = take;
  });
  useScanner(
    (text) => answers.inTurn(() => latest.current(text)),
    () => answers.inTurn(async () => brokenScan),
  );
}

interface WorkQuestion<Question> {
  /** As it is drawn. */
  readonly question: Question | null;
  /** As it is at this instant: the key before may not be drawn yet. */
  asked(): Question | null;
  /** Puts a question at once; null: it is answered. */
  ask(question: Question | null): void;
  /** After the scans and keys before it. */
  askInTurn(question: Question): void;
}

/** A question in the middle of a work mode: what is scanned behind it is no answer to it. */
export function useQuestion<Question>({ inTurn }: Pick<WorkAnswers, 'inTurn'>): WorkQuestion<Question> {
  const [question, setQuestion] = useState<Question | null>(null);
  const now = useRef<Question | null>(null);
  const ask = (next: Question | null): void => {
    now.current = next;
    // Drawn at once: the next key may come before the browser draws by itself, and is the question's.
    flushSync(() => setQuestion(next));
  };
  const askInTurn = (next: Question): void =>
    inTurn(async () => {
      ask(next);
      return null;
    });
  return { question, asked: () => now.current, ask, askInTurn };
}
