// One screen before a fake device, as a person of some rights sees it.
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { type Language, startTexts } from '../../renderer/app/i18n.ts';
import { loadQueryTables } from '../../renderer/app/query-tables.ts';
import { useSession } from '../../renderer/app/session.ts';
import { listenForShortcuts } from '../../renderer/app/shortcuts.ts';
import { useTabs } from '../../renderer/app/tabs.ts';
import { queryClient } from '../../renderer/app/use-query.ts';
import { type FakeBridge, type FakeBridgeOptions, makeFakeBridge, signedIn } from './fake-bridge.ts';

/** A company of one warehouse, or of two. */
export const companyOf = (...names: readonly string[]) => ({
  settings: { 'company.utcOffsetMinutes': 480, 'company.currency': 'CNY' },
  warehouses: names.map((name, index) => ({ id: `w${index + 1}`, code: name.charAt(0), name })),
  ...{ territories: [], taxRates: [], former: { warehouses: [], territories: [] } },
});

/** For `beforeEach`: nothing of another test is left, and keys are heard. @returns what ends the hearing */
export function beginScreens(language: Language = 'en'): () => void {
  startTexts(language);
  queryClient.clear();
  useTabs.setState({ tabs: [], activeId: null });
  return listenForShortcuts();
}

/** Draws a screen for somebody who may do that, with what the device answers. */
export async function showScreen(
  screenOf: ReactNode,
  permissions: readonly string[],
  queries: NonNullable<FakeBridgeOptions['queries']>,
): Promise<FakeBridge> {
  const bridge = makeFakeBridge({ queries: { 'admin.company': () => companyOf('Wuhan'), ...queries } });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  await loadQueryTables();
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });
  render(<QueryClientProvider client={queryClient}>{screenOf}</QueryClientProvider>);
  return bridge;
}
