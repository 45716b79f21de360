import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { DeviceInfo, DeviceReview } from '#shared/protocol/devices.ts';
import { type FakeBridgeOptions, makeFakeBridge } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { DevicePage } from './device-page.tsx';
import { DevicesScreen } from './devices-screen.tsx';

const NOW = Date.UTC(2026, 10, 23, 9);
const laptop: DeviceInfo = {
  deviceId: '01930000-0000-7000-8000-0000000000d1',
  code: 'K7',
  formerCodes: ['K3'],
  name: 'HP-0815',
  person: { id: '01930000-0000-7000-8000-0000000000e1', login: 'zhou', name: 'Zhou Wenbin', isActive: true },
  sharedWith: [{ id: '01930000-0000-7000-8000-0000000000e2', name: 'Chen Jing' }],
  holds: [
    { scope: 'territory:01930000-0000-7000-8000-0000000000f1', name: 'Hubei', rows: 1_200 },
    { scope: 'company/inventory.seeCost', name: null, rows: 120 },
    { scope: 'company', name: null, rows: 0 },
  ],
  registeredAt: NOW - 90 * 86_400_000,
  lastContactAt: NOW - 3 * 86_400_000,
  appVersion: '1.2.3',
  schema: '0022-kernel-holder-scopes',
  isBehind: true,
  unshown: [],
  waiting: 3,
  state: 'open',
  stateSince: null,
  quarantined: 0,
  hasRecoveryCopy: true,
  isOwn: false,
};
const held: DeviceReview['commands'][number] = {
  commandId: '01930000-0000-7000-8000-0000000000c1',
  seq: 8,
  name: 'sales.confirmOrder',
  version: 1,
  issuedAt: NOW - 86_400_000,
  receivedAt: NOW,
  isChained: true,
  subject: { document: 'SO-K7-000123', party: 'Hengtong' },
  args: { orderId: 'x' },
};

function show(what: 'list' | 'page', devices: NonNullable<FakeBridgeOptions['devices']>): void {
  const list = { ok: true, devices: [laptop], schema: '0029', heardAt: NOW, stale: null } as const;
  const bridge = makeFakeBridge({ devices: { list: async () => list, ...devices } });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  const params = { deviceId: laptop.deviceId };
  render(what === 'list' ? <DevicesScreen params={{}} /> : <DevicePage params={params} />);
}

beforeEach(async () => {
  await startTexts('en');
  return listenForShortcuts();
});

it('tells whose each is, when it was heard and what waits on it', async () => {
  show('list', {});
  for (const text of [
    'HP-0815',
    'Zhou Wenbin and 1 other',
    /3 d.* ago/,
    '3 commands not sent',
    '1.2.3, older',
    'in use',
  ]) {
    expect(await screen.findByText(text)).toBeDefined();
  }
});

it('without the office it shows what was last heard, and says so', async () => {
  const stale = { code: 'devices.unknown', params: {} };
  show('list', { list: async () => ({ ok: true, devices: [laptop], schema: '0029', heardAt: NOW, stale }) });
  expect(await screen.findByText(/As last heard/)).toBeDefined();
  expect(screen.getByText('HP-0815')).toBeDefined();
});

it('closing one says what follows, wants a reason, and does it', async () => {
  const asked: unknown[] = [];
  show('page', {
    review: async () => ({ ok: true, device: laptop, commands: [], events: [] }),
    revoke: async (request) => {
      asked.push(request);
      return { ok: true, device: { ...laptop, state: 'revoked' } };
    },
  });
  const user = userEvent.setup();
  expect(await screen.findByText('Territory Hubei: 1,200 rows · Costs: 120 rows')).toBeDefined();
  const button = screen.getByRole('button', { name: 'Close for good' });
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false));
  await user.click(button);
  expect(await screen.findByText('3 commands that it has not sent will be handed over to you first.')).toBeDefined();
  await user.type(screen.getByLabelText('Why'), 'stolen in Wuhan{Enter}');
  await waitFor(() => expect(asked).toEqual([{ deviceId: laptop.deviceId, reason: 'stolen in Wuhan' }]));
});

it('what a closed one handed over is told as the ledger tells it, and run with a reason', async () => {
  const asked: unknown[] = [];
  const device = { ...laptop, state: 'wiped', quarantined: 1 } as const;
  show('page', {
    review: async () => ({
      ok: true,
      device,
      commands: [held],
      events: [{ at: NOW, person: { id: held.commandId, name: 'Ada' }, kind: 'revoked', detail: 'stolen' }],
    }),
    runQuarantine: async (request) => {
      asked.push(request);
      return { ok: true, answers: [] };
    },
  });
  const user = userEvent.setup();
  expect(await screen.findByText(/SO-K7-000123 · Hengtong/)).toBeDefined();
  expect(screen.getByText('Ada closed it')).toBeDefined();
  await user.click(screen.getByRole('button', { name: /Run all/ }));
  await user.type(await screen.findByLabelText('Why'), 'with Zhou{Enter}');
  await waitFor(() => expect(asked).toEqual([{ deviceId: laptop.deviceId, reason: 'with Zhou' }]));
});
