// Giving van stock: on which computer it is held (decision 0044), and what is said of one that nobody knows.
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { loadQueryTables } from '../../../app/query-tables.ts';
import { useSession } from '../../../app/session.ts';
import { queryClient } from '../../../app/use-query.ts';
import { ANY_DEVICE, codeOf, firstChoice, warningOf } from './device-choice.ts';
import { GrantDialog } from './quota-dialogs.tsx';

const paper = (code: string) => ({ code, number: `SO-${code}-000009`, writtenAt: 5 });
const mug = { id: 'm', code: 'A-100', name: 'Mug', unit: 'pcs', onHand: 90_000 };

async function show(papers: readonly object[], devices: readonly object[] | null = null) {
  const bridge = makeFakeBridge({
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480 },
        warehouses: [{ id: 'w1', code: 'W', name: 'Wuhan' }],
        territories: [],
        taxRates: [],
      }),
      'inventory.drivers': () => [{ id: 'u2', name: 'Chen', phone: null }],
      'inventory.workplaces': () => [],
      'inventory.holderDevices': () => papers,
    },
  });
  if (devices) {
    Object.assign(bridge.devices, {
      list: async () => ({ ok: true, devices, schema: '', heardAt: 1, stale: null }),
    });
  }
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  await loadQueryTables();
  const permissions = ['inventory.see', 'inventory.manageQuotas', ...(devices ? ['admin.manageDevices'] : [])];
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });
  const given = { userId: 'u2', product: mug as never, warehouseId: 'w1', quantity: '3' };
  render(
    <QueryClientProvider client={queryClient}>
      <GrantDialog given={{ ...given, validUntil: null, deviceCode: null }} onClose={() => undefined} />
    </QueryClientProvider>,
  );
  return bridge;
}

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
});

const give = () => screen.getByRole<HTMLButtonElement>('button', { name: /^Give/ });
const device = () => screen.findByRole('combobox', { name: 'Computer' });

it('R20 the only computer that a person’s papers name is chosen by itself', async () => {
  const bridge = await show([paper('K7')]);
  await waitFor(() => expect(document.body.textContent).toContain('last paper SO-K7-000009'));
  await userEvent.click(give());
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { userId: 'u2', deviceCode: 'K7', quantity: 30_000 } });
});

it('R20 of several somebody says which; any of them is warned of', async () => {
  const bridge = await show([paper('K7'), paper('M2')]);
  await userEvent.click(await device());
  expect(give().disabled).toBe(true);
  await userEvent.click(await screen.findByTitle('Any of theirs'));
  expect(await screen.findByText('Chen has more than one computer')).toBeTruthy();
  expect(give().disabled).toBe(false);
  await userEvent.click(await device());
  await userEvent.click(await screen.findByTitle('M2'));
  expect(screen.queryByText('Chen has more than one computer')).toBeNull();
  await userEvent.click(give());
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { deviceCode: 'M2' } });
});

it('R20 a code that no paper here names is given with a word that the office checks it', async () => {
  const bridge = await show([paper('K7')]);
  await userEvent.type(await device(), 'zz9');
  await userEvent.click(await screen.findByTitle('ZZ9'));
  expect(await screen.findByText('No paper here names a computer ZZ9 of Chen')).toBeTruthy();
  await userEvent.click(give());
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { deviceCode: 'ZZ9' } });
});

it('R20 where the office names all computers there is no other to be typed', async () => {
  const person = { id: 'u2', login: 'chen', name: 'Chen', isActive: true };
  const laptop = { deviceId: 'd2', code: 'M2', formerCodes: [], name: 'Van laptop', person, state: 'open' };
  await show([paper('K7')], [{ ...laptop, waiting: 0, lastContactAt: 1 }]);
  await waitFor(() => expect(document.body.textContent).toContain('Van laptop'));
  await userEvent.type(await device(), 'zz9');
  expect(await screen.findByText('Chen has no such computer')).toBeTruthy();
});

it('codes as papers bear them; what is chosen first and what has to be said of it', () => {
  expect([codeOf(' k7 '), codeOf('K'), codeOf('KKKKK'), codeOf('K-7')]).toEqual(['K7', null, null, null]);
  const one = { code: 'K7', name: null, number: null, at: 1 };
  const known = { devices: [one], areAll: false, loading: false };
  const two = { ...known, devices: [one, { ...one, code: 'M2' }] };
  expect(firstChoice({ ...known, devices: [] })).toBe(ANY_DEVICE);
  expect([firstChoice(known), firstChoice(two), firstChoice({ ...known, loading: true })]).toEqual(['K7', null, null]);
  expect([warningOf(ANY_DEVICE, known), warningOf(ANY_DEVICE, two)]).toEqual([null, 'any']);
  expect([warningOf('K7', known), warningOf('ZZ', known)]).toEqual([null, 'notSeen']);
  expect(warningOf('ZZ', { ...known, areAll: true })).toBe('notTheirs');
});
