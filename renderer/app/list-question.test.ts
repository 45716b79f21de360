import { afterEach, expect, test } from 'vitest';
import { makeListQuestion } from './list-question.ts';
import { useSession } from './session.ts';

afterEach(() => useSession.setState({ session: null }));

const { use, ask } = makeListQuestion({ search: '', filter: 'all' });

function signIn(id: string): void {
  const user = { id, login: id, name: id, roleCode: 'rep', permissions: [] };
  const session = { state: 'signedIn', user, companyName: '', deviceCode: 'K7', server: '', setAside: null } as const;
  useSession.setState({ session });
}

test('what is not said shows everything', () => {
  ask({ search: 'ht', filter: 'held' });
  ask({ filter: 'due' });
  expect(use.getState()).toEqual({ search: '', filter: 'due' });
});

test('the next person begins with everything; the same one goes on with what was asked', () => {
  signIn('zhou');
  ask({ filter: 'held' });
  signIn('zhou');
  expect(use.getState().filter).toBe('held');
  signIn('chen');
  expect(use.getState().filter).toBe('all');
});
