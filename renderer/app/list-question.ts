import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { useSession } from './session.ts';

export interface ListQuestion<Question> {
  readonly use: UseBoundStore<StoreApi<Question>>;
  /** Sets the question anew: what is not said shows everything. */
  readonly ask: (question: Partial<Question>) => void;
}

/**
 * What a list shows: kept while another tab is in front, and set by the figures that lead to the list. Whoever signs in
 * next begins with everything: a filter that somebody else left would hide rows without a word.
 */
export function makeListQuestion<Question extends object>(everything: Question): ListQuestion<Question> {
  const use = create<Question>(() => everything);
  let person = personAtDesk();
  useSession.subscribe(() => {
    if (personAtDesk() === person) return;
    person = personAtDesk();
    use.setState(everything, true);
  });
  return { use, ask: (question) => use.setState({ ...everything, ...question }, true) };
}

function personAtDesk(): string | null {
  const { session } = useSession.getState();
  return session?.state === 'signedIn' ? session.user.id : null;
}
