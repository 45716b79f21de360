import { render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge } from '../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../tests/support/ledger-entry.ts';
import { AmendNote } from '../ui/page.tsx';
import { amendingParams, InPlaceOfCommand } from './amending.tsx';
import { startTexts } from './i18n.ts';
import { openTab, useTabs } from './tabs.ts';
import { useCommand } from './use-command.ts';

beforeEach(() => {
  startTexts('en');
  useTabs.setState({ tabs: [], activeId: null });
});

const rejected = ledgerEntry(3, { name: 'test.save', state: 'rejected', reasons: [{ code: 'unknown', params: {} }] });

function Screen() {
  const save = useCommand('test.save');
  const other = useCommand('test.other');
  const run = async () => {
    await other.run({ at: 1 });
    await save.run({ at: 2 });
  };
  return (
    <>
      <AmendNote />
      <button type="button" onClick={() => void run()}>
        send
      </button>
    </>
  );
}

async function send(entry: typeof rejected) {
  const bridge = makeFakeBridge({ ledger: [entry] });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  render(
    <InPlaceOfCommand commandId={entry.commandId}>
      <Screen />
    </InPlaceOfCommand>,
  );
  (await screen.findByRole('button', { name: 'send' })).click();
  await waitFor(() => expect(bridge.ran).toHaveLength(2));
  return bridge.ran;
}

it('only the command of the rejected one’s name is sent in its place', async () => {
  expect(await send(rejected)).toEqual([
    { name: 'test.other', args: { at: 1 } },
    { name: 'test.save', args: { at: 2 }, options: { replaces: rejected.commandId } },
  ]);
  expect(screen.getByText('In place of what the office rejected')).toBeTruthy();
});

it('what was replaced meanwhile is not replaced again', async () => {
  const ran = await send({ ...rejected, replacedBy: 'command 9' });
  expect(ran.map(({ options }) => options)).toEqual([undefined, undefined]);
  expect(screen.queryByText('In place of what the office rejected')).toBeNull();
});

it('what is typed in place of a rejected command is a tab beside the one that is open', () => {
  openTab('company', { section: 'terms' });
  openTab('company', { section: 'terms', ...amendingParams(rejected) });
  openTab('company', { section: 'terms', ...amendingParams(rejected) });
  expect(useTabs.getState().tabs).toHaveLength(2);
});
