import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import type { People, PersonRow } from '#shared/domains/admin/queries/people.ts';
import { allRights } from '#shared/domains/admin/rules/right-catalogue.ts';
import { hashCode, readCode } from '#shared/kernel/one-time-code.ts';
import {
  type FakeBridge,
  type FakeBridgeOptions,
  makeFakeBridge,
  signedIn,
} from '../../../../tests/support/fake-bridge.ts';
import { companyFacts } from '../../../../tests/support/order-company.ts';
import { startTexts } from '../../../app/i18n.ts';
import { clearNotices } from '../../../app/notices.ts';
import { loadQueryTables } from '../../../app/query-tables.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { followChanges, queryClient } from '../../../app/use-query.ts';
import { PeopleScreen } from './people-screen.tsx';
import { PersonPage } from './person-page.tsx';

const uuid = (place: number) => `01930000-0000-7000-8000-${String(place).padStart(12, '0')}`;
const roles = defaultRoles.map(({ code, permissions }, at) => ({
  ...{ id: uuid(100 + at), code, name: code, rights: [...permissions], limits: [] },
}));
const person = (place: number, name: string, change: Partial<PersonRow> = {}): PersonRow => ({
  id: uuid(place),
  login: name.toLowerCase(),
  name,
  roleId: uuid(100),
  active: 1,
  phone: null,
  email: null,
  teamIds: [],
  scopes: ['territory:*'],
  limits: [],
  absences: [],
  invitation: null,
  ...change,
});
const everybody: People = {
  people: [person(1, 'Zhou'), person(2, 'Chen', { active: 0 }), person(3, 'Wang')],
  roles,
  teams: [{ id: uuid(200), code: 'KA', name: 'Key accounts', leaderId: uuid(1), memberIds: [uuid(3)] }],
};

let people = everybody;
function open(element: ReactNode, devices: FakeBridgeOptions['devices'] = {}): FakeBridge {
  people = everybody;
  const session = { ...signedIn, user: { ...signedIn.user, permissions: [...allRights] } };
  const bridge = makeFakeBridge({
    session,
    devices,
    queries: { 'admin.people': () => people, 'admin.company': () => companyFacts('en') },
    tables: { 'admin.people': ['users', 'invitations'] },
    commands: {
      'admin.changeRights': () => applied({}),
      'admin.addPerson': () => applied({}),
      'admin.setPersonLimit': () => applied({}),
      'admin.setPersonActive': () => applied({}),
      'admin.invitePerson': ({ invitationId }: { invitationId: string }) => {
        const invitation = { id: invitationId, expiresAt: Date.now() + 600_000, usedAt: null };
        people = { ...everybody, people: [person(1, 'Zhou', { invitation })] };
        queueMicrotask(() => bridge.change(['invitations']));
        return applied({ name: 'Zhou', expiresAt: invitation.expiresAt });
      },
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session });
  render(<QueryClientProvider client={queryClient}>{element}</QueryClientProvider>);
  return bridge;
}
const applied = (result: unknown) => ({ state: 'applied' as const, result, commandId: uuid(900), sequence: 1 });

let stopFollowing = () => {};
beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  clearNotices();
});
afterEach(() => stopFollowing());

it('lists who works here, finds by role, and shows those who left when asked', async () => {
  open(<PeopleScreen />);
  const list = await screen.findByRole('grid', { name: 'People and rights' });
  expect(within(list).getByText('Zhou')).toBeTruthy();
  expect(within(list).queryByText('Chen')).toBeNull();
  expect(within(list).getAllByText('All territories')).toHaveLength(2);
  await userEvent.type(screen.getByLabelText('Name, user name, phone, role, team'), 'wan');
  expect(within(list).queryByText('Zhou')).toBeNull();
});

it('says when each was last heard of, to whoever looks after the computers', async () => {
  const contact = (id: string, lastContactAt: number) => ({ person: { id }, lastContactAt });
  const heardAt = Date.parse('2026-11-20T08:00:00Z');
  const devices = [contact(uuid(1), heardAt - 3 * 86_400_000), contact(uuid(1), heardAt - 2 * 3_600_000)];
  const reply = { ok: true, heardAt, schema: '', devices, isKept: false };
  open(<PeopleScreen />, { list: async () => reply as never });
  expect(await screen.findByRole('columnheader', { name: 'Last seen' })).toBeTruthy();
  expect(screen.getByText('2 h ago')).toBeTruthy();
});

it('R113 the matrix is walked by arrows and changed by Space; nothing is written before it is saved', async () => {
  const bridge = open(<PeopleScreen />);
  await userEvent.click(await screen.findByText(/^Roles/));
  const cell = async (name: string) => screen.getByLabelText(name);
  await screen.findByText('Right');
  const first = await cell('Sales rep: See customers');
  expect(first.getAttribute('aria-checked')).toBe('true');
  first.focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(await cell('Sales rep: See whole territories'));
  await userEvent.keyboard(' ');
  expect(document.activeElement?.getAttribute('aria-checked')).toBe('true');
  expect(document.activeElement?.getAttribute('title')).toBe('Not as the ready-made role');
  await userEvent.keyboard('{ArrowUp} ');
  expect(bridge.ran).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: /Save 2 changes/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'admin.changeRights',
    args: { roleId: uuid(100), grant: [{ permission: 'crm.seeTerritory' }], take: ['crm.see'] },
  });
});

it('somebody new is added with a place, and the page of the person opens', async () => {
  const bridge = open(<PersonPage params={{ userId: null }} />);
  await userEvent.type(await screen.findByLabelText('Name'), 'Qian Jing');
  await userEvent.type(screen.getByLabelText('User name'), 'qian');
  await userEvent.click(screen.getByLabelText('Role'));
  await userEvent.click(await screen.findByTitle('Sales rep'));
  await userEvent.click(screen.getByRole('button', { name: /^Add person/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'admin.addPerson',
    args: { login: 'qian', name: 'Qian Jing', roleId: uuid(100), phone: null, scopes: [] },
  });
});

it('an invitation is shown as a picture and as text, and only its hash goes out', async () => {
  const bridge = open(<PersonPage params={{ userId: uuid(1) }} />);
  await loadQueryTables();
  stopFollowing = followChanges();
  await userEvent.click(await screen.findByRole('button', { name: /Make a code/ }));
  const shown = await screen.findByText(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/);
  const code = readCode(shown.textContent ?? '');
  expect(bridge.ran[0]).toMatchObject({
    name: 'admin.invitePerson',
    args: { userId: uuid(1), codeHash: hashCode(code) },
  });
  expect(JSON.stringify(bridge.ran)).not.toContain(code);
  expect(document.querySelector('.people-code svg')).toBeTruthy();
});

it('a limit says that it is not saved, and that it is; Ctrl+Z takes it back', async () => {
  const stop = listenForShortcuts();
  const bridge = open(<PersonPage params={{ userId: uuid(1) }} />);
  const field = await screen.findByLabelText('Discount');
  await userEvent.type(field, '12');
  expect(screen.getByText('Not saved yet: Enter')).toBeTruthy();
  expect(bridge.ran).toEqual([]);
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByText('Saved')).toBeTruthy();
  await userEvent.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(bridge.ran).toHaveLength(2));
  expect(bridge.ran).toMatchObject([{ args: { kind: 'discount', value: 1_200 } }, { args: { value: null } }]);
  await userEvent.type(field, '7');
  await userEvent.keyboard('{Control>}s{/Control}');
  await waitFor(() => expect(bridge.ran).toMatchObject([{}, {}, { args: { value: 700 } }]));
  stop();
});

it('an account closes by a key, and opens again by Ctrl+Z', async () => {
  const stop = listenForShortcuts();
  const bridge = open(<PersonPage params={{ userId: uuid(1) }} />);
  await screen.findByRole('button', { name: /Close the account/ });
  await userEvent.keyboard('{Alt>}x{/Alt}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  await userEvent.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(bridge.ran).toMatchObject([{ args: { active: false } }, { args: { active: true } }]));
  stop();
});

it('the list says how many of all it shows', async () => {
  open(<PeopleScreen />);
  expect(await screen.findByText('2 of 3 people')).toBeTruthy();
  await userEvent.click(screen.getByText('Everybody'));
  expect(await screen.findByText('3 people')).toBeTruthy();
});
