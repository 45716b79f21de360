// The whole window on the small company of order-company.ts, for tests of the order screens.
import { render } from '@testing-library/react';
import type { CommandReply } from '#shared/protocol/bridge.ts';
import { Application } from '../../renderer/app/application.tsx';
import { startTexts } from '../../renderer/app/i18n.ts';
import { clearNotices } from '../../renderer/app/notices.ts';
import { setPreference } from '../../renderer/app/preferences.ts';
import { useSession, useSyncStatus } from '../../renderer/app/session.ts';
import { clearTabs } from '../../renderer/app/tabs.ts';
import { queryClient } from '../../renderer/app/use-query.ts';
import { type FakeBridge, type FakeBridgeOptions, makeFakeBridge, signedIn } from './fake-bridge.ts';
import { customerRow, type draftLine, hengtong, orderQueries, uuid, wuhan } from './order-company.ts';

/** The tables that the order screens' queries read, as the device would tell. */
const tables = {
  'inventory.productsById': ['products', 'stockBalances', 'expectedReceipts'],
  'inventory.productList': ['products', 'stockBalances', 'expectedReceipts'],
  'inventory.stockByWarehouse': ['stockBalances'],
  'sales.orderList': ['orders'],
  'sales.order': ['orders', 'orderLines'],
  'billing.creditStatus': ['creditAccounts', 'exposures', 'exposureEntries'],
};

/** Opens the window as a sales rep who may cancel too. */
export function openWindow(options: FakeBridgeOptions = {}): FakeBridge {
  clearTabs();
  clearNotices();
  queryClient.clear();
  useSession.setState({ session: null });
  useSyncStatus.setState({ status: null });
  const { user } = signedIn;
  const bridge = makeFakeBridge({
    session: { ...signedIn, user: { ...user, permissions: [...user.permissions, 'sales.cancelOrder'] } },
    tables,
    ...options,
    queries: { ...orderQueries('en'), ...options.queries },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  startTexts('en');
  setPreference('language', 'en');
  render(<Application />);
  return bridge;
}

/** What `sales.confirmOrder` answers when all goes well, or with less than was asked. */
export function confirmed(change: object = {}): () => CommandReply {
  return () => ({
    state: 'applied',
    commandId: uuid(702),
    sequence: 1,
    result: {
      orderId: uuid(700),
      number: 'SO-K7-000123',
      totalMinor: 100,
      creditHold: 0,
      approvalHold: 0,
      backOrderedLines: 0,
      ...change,
    },
  });
}

export function draftBody(lines: readonly ReturnType<typeof draftLine>[], change: object = {}) {
  return {
    number: 'SO-K7-000107',
    exposureEntryId: uuid(701),
    customerId: hengtong,
    customerName: customerRow('en').name,
    currency: 'CNY',
    warehouseId: wuhan,
    requestedOn: null,
    paymentTermsDays: 30,
    lines,
    nextKey: lines.length + 1,
    ...change,
  };
}
