import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Money, Percent, Quantity, UnitPrice } from './format.tsx';

it('an amount has its currency quieter and its minus in front of all', () => {
  const { container } = render(<Money minor={-1_304_318} currency="CNY" />);
  expect(container.textContent).toBe('−¥13,043.18');
  expect(container.querySelector('.figure-currency')?.textContent).toBe('¥');
});

it('a missing figure is an en dash, never a zero', () => {
  const { container } = render(
    <>
      <Money minor={null} currency="CNY" />
      <Quantity value={undefined} />
      <UnitPrice value={null} />
      <Percent value={0} dashZero />
    </>,
  );
  expect(container.textContent).toBe('––––');
  expect(container.querySelectorAll('.figure-empty')).toHaveLength(4);
});

it('a quantity has its unit behind it', () => {
  const { container } = render(<Quantity value={480_000} unit="盒" />);
  expect(container.textContent).toBe('48盒');
  expect(container.querySelector('.figure-unit')?.textContent).toBe('盒');
});
