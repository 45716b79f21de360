import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandReply } from '#shared/protocol/bridge.ts';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { describeNorthwind, readNorthwind } from '../../../../tests/support/northwind.ts';
import { startTexts } from '../../../app/i18n.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { queryClient } from '../../../app/use-query.ts';
import { ImportScreen } from './import-screen.tsx';

const id = (last: number) => `01930000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const company = {
  settings: {
    'company.currency': 'CNY',
    'company.utcOffsetMinutes': 480,
    'billing.paymentTermsDays': 45,
    'billing.taxCode': 'standard',
    'inventory.unit': '件',
  },
  warehouses: [{ id: id(9001), code: 'W', name: 'Wuhan' }],
  territories: [{ id: id(9002), code: 'H', name: 'Hubei' }],
  taxRates: [{ code: 'standard', rate: 1300, validFrom: '2019-04-01' }],
};

interface Args {
  readonly importId: string;
  readonly rows?: readonly { readonly code?: string; readonly productCode?: string }[];
  readonly orders?: readonly { readonly importKey: string; readonly lines: readonly unknown[] }[];
}

/** Commands that remember keys, as the database would: a second import finds everything unchanged. */
function makeImports() {
  const known = new Set<string>();
  const run =
    (name: string) =>
    (args: Args): CommandReply => {
      const keys = [
        ...(args.rows ?? []).map((row) => `${name} ${row.code ?? row.productCode}`),
        ...(args.orders ?? []).map((order) => `${name} ${order.importKey}`),
      ];
      const created = keys.filter((key) => !known.has(key)).length;
      if (args.importId !== 'dry-run') for (const key of keys) known.add(key);
      const result = { created, updated: 0, unchanged: keys.length - created, problems: [] };
      return { state: 'applied', result, commandId: 'c', sequence: 1 };
    };
  const names = ['crm.importCustomers', 'inventory.importProducts', 'inventory.importStock', 'sales.importOrders'];
  return Object.fromEntries(names.map((name) => [name, run(name)]));
}

function show(target: string) {
  const bridge = makeFakeBridge({ queries: { 'admin.company': () => company }, commands: makeImports() });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  const { container } = render(
    <QueryClientProvider client={queryClient}>
      <ImportScreen params={{ target }} />
    </QueryClientProvider>,
  );
  const upload = async (files: readonly File[]) => {
    const input = container.querySelector<HTMLInputElement>('input[type=file]');
    if (!input) throw new Error('no field for files');
    await userEvent.upload(input, [...files]);
  };
  return { bridge, upload };
}

const figure = (name: string) =>
  within(screen.getByRole('complementary', { name: 'Result of the check' })).getByText(name).nextElementSibling
    ?.textContent;

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  useSession.setState({ session: signedIn });
  return listenForShortcuts();
});

describe('the import screen', () => {
  it('says what the file needs, and a refusal with what to do', async () => {
    const { upload } = show('customers');
    expect(screen.getByText(/columns for: Customer code, Name\./)).toBeTruthy();
    await upload([new File([new Uint8Array([0x89, 0x50, 0, 0, 1])], 'photo.csv')]);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('photo.csv cannot be read');
    expect(alert.textContent).toContain('Save it as Excel (.xlsx) or CSV');
  });

  it('names bad rows with line, column, cell and cause, and imports the others', async () => {
    const { bridge, upload } = show('products');
    await upload([new File(['SKU,Description,List price\n1,Chai,18\n2,Chang,abc\n'], 'p.csv')]);
    expect(await screen.findByText('Line 3', { selector: '.strong' })).toBeTruthy();
    expect(screen.getByText('"abc" is not a number with up to 4 decimals. Write it as 1234.5.')).toBeTruthy();
    await waitFor(() => expect(figure('New')).toBe('1'));
    expect(figure('Cannot be taken')).toBe('1');
    expect(bridge.ran).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Import 1 row' }));
    expect(await screen.findByText(/1 of 1 went through/)).toBeTruthy();
    expect(bridge.ran.map(({ name }) => name)).toEqual(['inventory.importProducts']);
    expect(bridge.ran[0]?.args).toMatchObject({ currency: 'CNY', defaultUnit: '件', defaultTaxCode: 'standard' });
  });

  it('the button counts what will be written, and nothing is said to be looked at once it is', async () => {
    const { bridge, upload } = show('products');
    await upload([new File(['SKU,Description,List price\n1,Chai,18\n'], 'p.csv')]);
    expect(await screen.findByText(/Look at the first rows/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Import 1 row' }));
    expect(await screen.findByText(/1 of 1 went through/)).toBeTruthy();
    expect(screen.queryByText(/Look at the first rows/)).toBeNull();
    await upload([new File(['SKU,Description,List price\n1,Chai,18\n2,Chang,19\n3,Aniseed,10\n'], 'p.csv')]);
    await userEvent.click(await screen.findByRole('button', { name: 'Import 2 rows' }));
    expect(await screen.findByText(/3 of 3 went through/)).toBeTruthy();
    expect(bridge.ran).toHaveLength(2);
    await upload([new File(['SKU,Description,List price\n1,Chai,18\n'], 'p.csv')]);
    expect(await screen.findByText('Every row is here already')).toBeTruthy();
  });

  it('asks for a needed column that no heading fits, and checks once it is chosen', async () => {
    const { upload } = show('customers');
    await upload([new File(['Code,Who\nA,One\n'], 'c.csv')]);
    expect(await screen.findByText(/Choose the column of the file that holds: Name/)).toBeTruthy();
    expect(screen.getByText('Choose the missing column above; the check begins by itself.')).toBeTruthy();
    await userEvent.click(screen.getByRole('combobox', { name: 'Column for Name' }));
    await userEvent.click(await screen.findByText('Who', { selector: '.ant-select-item-option-content' }));
    await waitFor(() => expect(figure('New')).toBe('1'));
  });
});

describeNorthwind('R110 Northwind through the screen', () => {
  const northwind = (name: string) => new File([readNorthwind(name)], name);

  it('customers: 93 new; the same file again: 93 unchanged and nothing to import', async () => {
    const { bridge, upload } = show('customers');
    await upload([northwind('customers.csv')]);
    await waitFor(() => expect(figure('New')).toBe('93'), { timeout: 5_000 });
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText(/93 of 93 went through/)).toBeTruthy();
    expect(bridge.ran).toHaveLength(2);
    expect(bridge.ran[0]?.args).toMatchObject({ territoryId: id(9002), paymentTermsDays: 45 });
    await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
    await waitFor(() => expect(figure('Unchanged')).toBe('93'), { timeout: 5_000 });
    expect(screen.getByText(/There is nothing to import/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Import' }).hasAttribute('disabled')).toBe(true);
  });

  it('products, then their stock from the same file by one key', async () => {
    const { bridge, upload } = show('products');
    await upload([northwind('products.csv')]);
    await waitFor(() => expect(figure('New')).toBe('77'), { timeout: 5_000 });
    await userEvent.click(screen.getByRole('button', { name: 'Import 77 rows' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Import the stock of this file' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Import 77 rows' }, { timeout: 5_000 }));
    expect(await screen.findByText(/77 of 77 went through/)).toBeTruthy();
    expect(bridge.ran.map(({ name }) => name)).toEqual([
      'inventory.importProducts',
      'inventory.importProducts',
      'inventory.importStock',
      'inventory.importStock',
    ]);
  });

  it('open orders: 21 of two files, 809 shipped already', async () => {
    const { bridge, upload } = show('orders');
    await upload([northwind('order_details.csv'), northwind('orders.csv')]);
    await waitFor(() => expect(figure('New')).toBe('21'), { timeout: 10_000 });
    expect(screen.getByText(/809 orders were shipped already/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Import 21 orders' }));
    expect(await screen.findByText(/21 of 21 went through/)).toBeTruthy();
    const orders = bridge.ran.flatMap(({ args }) => (args as Args).orders ?? []);
    expect(orders.flatMap((order) => order.lines)).toHaveLength(73);
  });
});
