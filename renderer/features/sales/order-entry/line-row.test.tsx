import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { draftBody, openWindow } from '../../../../tests/support/open-order-window.tsx';
import { draftLine, uuid } from '../../../../tests/support/order-company.ts';
import type { LineFigures } from './draft-figures.ts';

const drawn: string[] = [];
// Every line draws its facts once each time it is drawn itself.
vi.mock('./stock-facts.tsx', async (importOriginal) => {
  const { StockFacts } = await importOriginal<typeof import('./stock-facts.tsx')>();
  return {
    StockFacts: (props: { readonly figures: LineFigures }) => {
      drawn.push(props.figures.line.code);
      return <StockFacts {...props} />;
    },
  };
});

beforeEach(() => {
  drawn.length = 0;
});

it('a figure typed in one line draws no other line again', async () => {
  const codes = ['A-100', 'A-110', 'A-120', 'A-121', 'A-128', 'A-130', 'C-305', 'E-077'];
  const body = draftBody(codes.map((code, place) => draftLine(place + 1, code, 1)));
  const tabs = [{ kind: 'orderEntry', params: { draftId: uuid(700) }, title: null, dirty: false }];
  openWindow({
    drafts: [
      { id: uuid(700), kind: 'order', updatedAt: 1, body },
      { id: uuid(710), kind: 'workspace', updatedAt: 1, body: { tabs, active: 0 } },
    ],
  });
  const quantity = await screen.findByRole<HTMLInputElement>('textbox', { name: /^Quantity of line 3/ });
  await screen.findByText(/available 180/);
  await userEvent.click(quantity);
  drawn.length = 0;
  await userEvent.keyboard('12');
  await waitFor(() => expect(quantity.value).toBe('12'));
  expect(drawn.length).toBeGreaterThan(0);
  expect(new Set(drawn)).toEqual(new Set(['A-120']));
  drawn.length = 0;
  await userEvent.keyboard('{Enter}D-412');
  await screen.findByRole('option', { name: /D-412/ });
  expect(drawn).toEqual([]);
  await userEvent.keyboard('{Enter}');
  await screen.findByRole('textbox', { name: /^Quantity of line 9/ });
  expect(new Set(drawn)).toEqual(new Set(['D-412']));
});
