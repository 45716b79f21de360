import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeBridgeOptions, makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { orderQueries } from '../../../tests/support/order-company.ts';
import { Application } from '../application.tsx';
import { i18n, startTexts } from '../i18n.ts';
import { useSession, useStart } from '../session.ts';
import { useTabs } from '../tabs.ts';
import { startTour, useTour } from '../tour.ts';

function open(options: FakeBridgeOptions = {}) {
  const bridge = makeFakeBridge({ queries: orderQueries('en'), ...options });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  return render(<Application />);
}

const title = async () => (await screen.findByRole('dialog')).querySelector('h2')?.textContent;

beforeEach(() => {
  startTexts('en');
  localStorage.removeItem('satchel.tour');
  useSession.setState({ session: null });
  useStart.setState({ start: null });
  useTour.setState({ isRunning: false, isOff: false });
});

it('comes to a new person, leads by Enter through six things, and gives the keys back', async () => {
  open();
  const titles = [await title()];
  expect(document.activeElement?.textContent).toContain(i18n.t('tour.next'));
  for (let step = 1; step < 6; step += 1) {
    await userEvent.keyboard('{Enter}');
    titles.push(await title());
  }
  expect(new Set(titles).size).toBe(6);
  expect(titles.at(-1)).toBe('Look from the other side');
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^New order/));
});

it('comes once to each person, also when it was left by Esc; whoever wants it gets it again', async () => {
  const first = open();
  await title();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  first.unmount();
  const second = open();
  await screen.findByRole('navigation', { name: 'Modules' });
  expect(screen.queryByRole('dialog')).toBeNull();
  act(startTour);
  expect(await title()).toBe('Two letters find anyone');
  second.unmount();
  open({ session: { ...signedIn, user: { ...signedIn.user, login: 'chen' } } });
  expect(await title()).toBe('Two letters find anyone');
});

it('shows an empty order for the key that confirms, and takes it away with the step', async () => {
  open();
  await title();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(await title()).toBe('One key confirms');
  await waitFor(() => expect(useTabs.getState().tabs.map(({ kind }) => kind)).toEqual(['today', 'orderEntry']));
  await screen.findByRole('combobox', { name: 'Customer' });
  expect(document.activeElement?.textContent).toContain(i18n.t('tour.next'));
  await userEvent.keyboard('{ArrowLeft}');
  await waitFor(() => expect(useTabs.getState().tabs.map(({ kind }) => kind)).toEqual(['today']));
});

it('leaves out what a person may not do and what only the demo has', async () => {
  const user = { ...signedIn.user, permissions: ['inventory.see'] };
  open({ session: { ...signedIn, user }, demo: false });
  const titles = [await title()];
  while (!document.activeElement?.textContent?.includes(i18n.t('tour.end'))) {
    await userEvent.keyboard('{ArrowRight}');
    titles.push(await title());
  }
  expect(titles).toEqual([
    'Two letters find anyone',
    'The truth about the network',
    'What became of it',
    'Everything else',
  ]);
});

it('the key that a step shows does its work: the search has the keys and what is typed next', async () => {
  open();
  expect(await title()).toBe('Two letters find anyone');
  await userEvent.keyboard('{Control>}k{/Control}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  // The end of the tour gives the focus back a frame later, to nobody who has it by then.
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await userEvent.keyboard('heng');
  expect(screen.getByRole('combobox', { name: i18n.t('search.label') })).toHaveProperty('value', 'heng');
});

it('the key that confirms leaves the order that was shown for it', async () => {
  open();
  await title();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  await screen.findByRole('combobox', { name: 'Customer' });
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'One key confirms' })).toBeNull());
  expect(useTabs.getState().tabs.map(({ kind }) => kind)).toEqual(['today', 'orderEntry']);
  expect(await screen.findByText('Choose the customer first')).toBeTruthy();
});

it('the screens behind hear no other key, and Tab stays on the card', async () => {
  const bridge = makeFakeBridge();
  open();
  await title();
  const sendNow = vi.spyOn(bridge.sync, 'sendNow');
  await userEvent.keyboard('n{F9}');
  expect(screen.queryByRole('menu')).toBeNull();
  expect(sendNow).not.toHaveBeenCalled();
  await userEvent.tab();
  expect(document.activeElement?.textContent).toContain(i18n.t('tour.skip'));
  await userEvent.tab();
  expect(document.activeElement?.textContent).toContain(i18n.t('tour.next'));
});
