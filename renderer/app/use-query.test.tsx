import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeBridge, makeFakeBridge } from '../../tests/support/fake-bridge.ts';
import { loadQueryTables } from './query-tables.ts';
import { followChanges, queryClient, usePagedQuery, useQuery } from './use-query.ts';

let bridge: FakeBridge;
beforeEach(async () => {
  queryClient.clear();
  bridge = makeFakeBridge({
    tables: { 'crm.customer': ['customers'], 'inventory.productList': ['products', 'stockBalances'] },
    queries: {
      'crm.customer': ({ id }: { id: string }) => ({ name: `customer ${id}, asked ${bridge.asked.length}` }),
      'inventory.productList': ({ cursor }: { cursor: { key: string } | null }) =>
        cursor === null
          ? { rows: [{ id: 'mug' }], next: { key: 'mug', id: 'mug' } }
          : { rows: [{ id: `after ${cursor.key}` }], next: null },
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  await loadQueryTables();
});

function Customer({ id }: { readonly id: string }) {
  const { data, refusal } = useQuery<{ name: string }>('crm.customer', { id });
  return <p>{refusal ? refusal.code : (data?.name ?? '')}</p>;
}

function Refused() {
  const { refusal } = useQuery('no.such', {});
  return <p>{refusal?.code ?? ''}</p>;
}

const shown = (node: React.ReactNode) => render(<QueryClientProvider client={queryClient}>{node}</QueryClientProvider>);

it('asks again when a table that it reads changes, and only then', async () => {
  const stop = followChanges();
  shown(<Customer id="7" />);
  await screen.findByText('customer 7, asked 1');
  await act(async () => bridge.change(['products']));
  expect(bridge.asked).toHaveLength(1);
  await act(async () => bridge.change(['orders', 'customers']));
  await screen.findByText('customer 7, asked 2');
  stop();
});

it('hands a refusal to the screen instead of throwing', async () => {
  shown(<Refused />);
  await screen.findByText('device.unknownQuery');
});

it('follows the key from page to page', async () => {
  function Products() {
    const { rows, hasMore, loadMore } = usePagedQuery<{ id: string }>('inventory.productList', { search: '' });
    return (
      <button type="button" onClick={loadMore}>
        {`${rows.map((row) => row.id).join(', ')} ${hasMore}`}
      </button>
    );
  }
  shown(<Products />);
  (await screen.findByText('mug true')).click();
  await screen.findByText('mug, after mug false');
  expect(bridge.asked.map(({ args }) => args)).toEqual([
    { search: '', cursor: null, limit: 200 },
    { search: '', cursor: { key: 'mug', id: 'mug' }, limit: 200 },
  ]);
});
