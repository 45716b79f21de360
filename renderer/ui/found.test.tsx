import { render, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Found } from './found.tsx';

const marked = (container: Element) => [...container.querySelectorAll('mark')].map((mark) => mark.textContent);

it('marks what was typed, whatever its case', () => {
  const { container } = render(<Found text="A-100 Ceramic mug" typed="CERAMIC" />);
  expect(marked(container)).toEqual(['Ceramic']);
  expect(container.textContent).toBe('A-100 Ceramic mug');
});

it('marks the hanzi that initials and pinyin speak', async () => {
  const { container, rerender } = render(<Found text="陶瓷碗 6 寸 汤碗" typed="tcw" />);
  await waitFor(() => expect(marked(container)).toEqual(['陶瓷碗']));
  rerender(<Found text="不锈钢保温壶 1.5L" typed="baowen" />);
  expect(marked(container)).toEqual(['保温']);
  expect(container.textContent).toBe('不锈钢保温壶 1.5L');
});

it('marks nothing where nothing was typed', () => {
  expect(marked(render(<Found text="陶瓷碗" typed="" />).container)).toEqual([]);
});
