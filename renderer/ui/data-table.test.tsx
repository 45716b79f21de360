import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { type DataColumn, DataTable } from './data-table.tsx';

interface Line {
  readonly id: string;
  readonly net: number;
}

const lines = Array.from({ length: 10_000 }, (_, index): Line => ({ id: `row ${index}`, net: index }));
const columns: readonly DataColumn<Line>[] = [
  { key: 'id', title: 'Id', width: '1fr', render: (line) => line.id },
  { key: 'net', title: 'Net', width: '96px', figure: true, render: (line) => line.net },
];

it('keeps a few of many rows in the document and tells how many there are', () => {
  render(<DataTable label="Lines" columns={columns} rows={lines} rowKey={(line) => line.id} empty="none" />);
  const grid = screen.getByRole('grid', { name: 'Lines' });
  expect(grid.getAttribute('aria-rowcount')).toBe('10001');
  expect(within(grid).getAllByRole('row').length).toBeLessThan(80);
  expect(within(grid).getAllByRole('columnheader')[1]?.className).toContain('cell-figure');
});

it('goes by arrows and opens by Enter', async () => {
  const onOpen = vi.fn();
  render(
    <DataTable
      label="Lines"
      columns={columns}
      rows={lines}
      rowKey={(line) => line.id}
      onOpen={onOpen}
      empty="none"
      autoFocus
    />,
  );
  const grid = screen.getByRole('grid');
  expect(document.activeElement).toBe(grid);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
  // That is what the page's first button does.
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(onOpen).toHaveBeenCalledExactlyOnceWith(lines[1]);
  const active = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
  expect(active?.textContent).toBe('row 11');
});

it('asks for the next page before the end is seen, and shows what an empty list is for', () => {
  const onNearEnd = vi.fn();
  const { rerender } = render(
    <DataTable
      label="Lines"
      columns={columns}
      rows={lines.slice(0, 40)}
      rowKey={(line) => line.id}
      hasMore
      onNearEnd={onNearEnd}
      empty="none"
    />,
  );
  expect(onNearEnd).toHaveBeenCalled();
  rerender(
    <DataTable label="Lines" columns={columns} rows={[]} rowKey={(line) => line.id} empty="Orders will stand here" />,
  );
  expect(screen.getByText('Orders will stand here')).toBeTruthy();
});

it('opens a detail below its row', () => {
  render(
    <DataTable
      label="Lines"
      columns={columns}
      rows={lines}
      rowKey={(line) => line.id}
      selectedKey="row 2"
      detail={(line) => `lots of ${line.id}`}
      empty="none"
    />,
  );
  expect(screen.getByText('lots of row 2')).toBeTruthy();
  expect(screen.getByRole('row', { selected: true }).textContent).toContain('row 2');
});
