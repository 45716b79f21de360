import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeBridge, makeFakeBridge } from '../../tests/support/fake-bridge.ts';
import { Picture } from './picture.tsx';

const mug = 'a1'.repeat(32);
const jug = 'b2'.repeat(32);
let bridge: FakeBridge;
beforeEach(() => {
  bridge = makeFakeBridge({ pictures: { [mug]: 'data:image/svg+xml,mug' } });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
});

const imageIn = (container: HTMLElement) => container.querySelector('img');

it('without a picture there is the first letter of what it would show, in a place of its size', () => {
  render(<Picture hash={null} size={40} alt="mug, blue" />);
  const place = screen.getByRole('img', { name: 'mug, blue' });
  expect(place.textContent).toBe('M');
  expect(place.style.width).toBe('40px');
  expect(imageIn(place)).toBeNull();
});

it('a hanzi beyond the first plane is one letter; without a name there is a box', () => {
  const { container, rerender } = render(<Picture hash={null} size={40} alt="𠮷祥壶" />);
  expect(container.textContent).toBe('𠮷');
  rerender(<Picture hash={null} size={40} alt="" />);
  expect(container.textContent).toBe('');
  expect(container.querySelector('svg')).not.toBeNull();
});

it('beside its own name it is passed over by screen readers', () => {
  const { container } = render(<Picture hash={mug} size={24} alt="" letterOf="Mug" />);
  expect(screen.queryByRole('img')).toBeNull();
  expect(container.textContent).toBe('M');
});

it('the picture is shown once it has loaded, and a missing one never as broken', () => {
  const { container } = render(<Picture hash={mug} size={40} alt="Mug" />);
  const image = imageIn(container);
  expect(image?.getAttribute('src')).toBe('data:image/svg+xml,mug');
  expect(image?.dataset.there).toBe('false');
  fireEvent.load(image as HTMLElement);
  expect(imageIn(container)?.dataset.there).toBe('true');
});

it('asks again when its file has come, and only then', () => {
  const { container } = render(<Picture hash={mug} size={40} alt="Mug" />);
  const first = imageIn(container);
  fireEvent.error(first as HTMLElement);
  act(() => bridge.arrive(jug));
  expect(imageIn(container)).toBe(first);
  act(() => bridge.arrive(mug));
  const second = imageIn(container);
  expect(second).not.toBe(first);
  fireEvent.load(second as HTMLElement);
  expect(second?.dataset.there).toBe('true');
});

it('another picture in the same place is not the one of before', () => {
  const { container, rerender } = render(<Picture hash={mug} size={40} alt="Mug" />);
  fireEvent.load(imageIn(container) as HTMLElement);
  rerender(<Picture hash={jug} size={40} alt="Jug" />);
  expect(imageIn(container)?.dataset.there).toBe('false');
});

it('many pictures are one listener, which ends with the last of them', () => {
  let listeners = 0;
  Object.assign(bridge.files, {
    onArrived: () => {
      listeners += 1;
      return () => {
        listeners -= 1;
      };
    },
  });
  const { unmount } = render(
    <>
      <Picture hash={mug} size={40} alt="Mug" />
      <Picture hash={mug} size={40} alt="Mug" />
      <Picture hash={jug} size={40} alt="Jug" />
    </>,
  );
  expect(listeners).toBe(1);
  unmount();
  expect(listeners).toBe(0);
});
