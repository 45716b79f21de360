import { render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge } from '../../../tests/support/fake-bridge.ts';
import { i18n, startTexts } from '../i18n.ts';
import { useSyncStatus } from '../session.ts';
import { UnshownStrip } from './unshown-strip.tsx';

beforeEach(() => startTexts('en'));

async function show(unshown: number) {
  useSyncStatus.setState({ status: await makeFakeBridge({ status: { unshown } }).sync.status() });
  render(<UnshownStrip />);
}

it('says nothing while everything that waits is shown', async () => {
  await show(0);
  expect(screen.queryByTestId('unshown-strip')).toBeNull();
});

it.each([
  ['en', '2 things that you did are not in the lists for now. Nothing is lost', 'Show'],
  ['zh', '您有 2 项操作暂时不在列表中。 没有丢失', '查看'],
])('says in %s that nothing is lost, and shows what it is', async (language, words, key) => {
  await i18n.changeLanguage(language);
  await show(2);
  expect(screen.getByRole('status').textContent).toContain(words);
  expect(screen.getByRole('button', { name: new RegExp([...key].join('\\s*')) })).toBeTruthy();
});
