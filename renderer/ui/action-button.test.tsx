import { render } from '@testing-library/react';
import { Activity } from 'react';
import { expect, it } from 'vitest';
import { Appearance } from '../app/appearance.tsx';
import { ActionButton } from './action-button.tsx';

const busyButton = (isBusy: boolean, isHidden: boolean) => (
  <Appearance>
    <Activity mode={isHidden ? 'hidden' : 'visible'}>
      <ActionButton label="Again" loading={isBusy} onRun={() => undefined} />
    </Activity>
  </Appearance>
);
const isTurning = (container: HTMLElement) => container.querySelector('.anticon-spin') !== null;

it('a button turns while it is busy, and no longer, also when its tab was hidden meanwhile', () => {
  const { container, rerender } = render(busyButton(false, false));
  rerender(busyButton(true, false));
  expect(isTurning(container)).toBe(true);
  rerender(busyButton(false, false));
  expect(isTurning(container)).toBe(false);
  rerender(busyButton(true, false));
  rerender(busyButton(true, true));
  rerender(busyButton(false, true));
  rerender(busyButton(false, false));
  expect(isTurning(container)).toBe(false);
});
