import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { useSession } from '../../../app/session.ts';
import { queryClient } from '../../../app/use-query.ts';
import { HeldFigure, MonthFigure } from './order-figures.tsx';
import { SalesChart, TerritoriesPanel } from './sales-panels.tsx';

const company = () => ({
  settings: { 'company.utcOffsetMinutes': 480, 'company.currency': 'CNY' },
  warehouses: [],
  territories: [{ id: 't1', code: 'H', name: 'Hubei' }],
  taxRates: [],
  former: { warehouses: [], territories: [] },
});

function show(queries: Readonly<Record<string, () => unknown>>): void {
  const bridge = makeFakeBridge({ queries: { 'admin.company': company, ...queries } });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session: signedIn });
  render(
    <QueryClientProvider client={queryClient}>
      <MonthFigure />
      <HeldFigure />
      <SalesChart />
      <TerritoriesPanel />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
});

it('before the answer a figure says nothing: neither none nor no orders', async () => {
  const never = () => new Promise(() => undefined);
  show({ 'sales.salesByMonth': never, 'sales.orderPulse': never });
  const figures = await screen.findAllByRole('button');
  for (const figure of figures.slice(0, 2)) {
    expect(figure.querySelector('.key-figure-value')?.textContent).toBe('–');
    expect(figure.querySelector('.key-figure-note')?.textContent).toBe('');
  }
});

it('a figure and a panel that could not be read say so, and can be asked again', async () => {
  let broken = true;
  const answer = <Result,>(result: Result) => {
    if (broken) throw new Error('disk');
    return result;
  };
  show({ 'sales.salesByMonth': () => answer([]), 'sales.orderPulse': () => answer({ held: 2 }) });
  const held = screen.getByRole('button', { name: /^Held|hold/i });
  await screen.findAllByText('This could not be read');
  expect(held.textContent).toContain('This could not be read');
  expect(screen.getByRole('region', { name: /territor/i }).textContent).toContain('This could not be read');
  broken = false;
  for (const again of screen.getAllByRole('button', { name: 'Try again' })) again.click();
  await expect.poll(() => screen.queryAllByRole('button', { name: 'Try again' }).length).toBe(0);
});
