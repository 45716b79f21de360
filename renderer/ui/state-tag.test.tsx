import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { type StateName, StateTag } from './state-tag.tsx';

const states: readonly StateName[] = ['draft', 'open', 'wait', 'done', 'late', 'soon'];

it.each(states)('%s is told by a word and by a shape that screen readers pass over', (state) => {
  render(<StateTag state={state}>word</StateTag>);
  const shape = screen.getByText('word').parentElement?.querySelector('svg');
  expect(shape?.getAttribute('aria-hidden')).toBe('true');
});

it('no two states but the two that wait share a drawing', () => {
  const drawings = states.map((state) => {
    const { container, unmount } = render(<StateTag state={state}>word</StateTag>);
    const drawing = container.querySelector('svg')?.innerHTML;
    unmount();
    return drawing;
  });
  expect(new Set(drawings).size).toBe(states.length);
});
