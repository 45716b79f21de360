// Enter in the search of a list opens the first hit of what is typed, however soon it comes.
import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import { useFirstHit } from './use-first-hit.ts';

interface Row {
  readonly id: string;
}

let enter: () => void;

function List(props: {
  readonly search: string;
  readonly rows: readonly Row[];
  readonly outdated: boolean;
  readonly onOpen: (row: Row) => void;
}): ReactNode {
  enter = useFirstHit(props.search, { rows: props.rows, outdated: props.outdated, loading: false }, props.onOpen);
  return null;
}

it('Enter waits for the hits of what is typed, and opens the first of them once', () => {
  const opened: string[] = [];
  const onOpen = ({ id }: Row) => void opened.push(id);
  const { rerender } = render(<List search="mug" rows={[{ id: 'old' }]} outdated onOpen={onOpen} />);
  act(() => enter());
  expect(opened).toEqual([]);
  rerender(<List search="mug" rows={[{ id: 'mug' }]} outdated={false} onOpen={onOpen} />);
  expect(opened).toEqual(['mug']);
  rerender(<List search="mug" rows={[{ id: 'other' }]} outdated={false} onOpen={onOpen} />);
  expect(opened).toEqual(['mug']);
  act(() => enter());
  expect(opened).toEqual(['mug', 'other']);
});

it('who types on takes the Enter back, and where nothing is found nothing opens later', () => {
  const opened: string[] = [];
  const onOpen = ({ id }: Row) => void opened.push(id);
  const { rerender } = render(<List search="mu" rows={[]} outdated onOpen={onOpen} />);
  act(() => enter());
  rerender(<List search="mug" rows={[]} outdated onOpen={onOpen} />);
  rerender(<List search="mug" rows={[{ id: 'mug' }]} outdated={false} onOpen={onOpen} />);
  expect(opened).toEqual([]);
  rerender(<List search="x" rows={[{ id: 'mug' }]} outdated onOpen={onOpen} />);
  act(() => enter());
  rerender(<List search="x" rows={[]} outdated={false} onOpen={onOpen} />);
  rerender(<List search="x" rows={[{ id: 'late' }]} outdated={false} onOpen={onOpen} />);
  expect(opened).toEqual([]);
});
