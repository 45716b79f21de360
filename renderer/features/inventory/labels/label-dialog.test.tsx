// What a person chooses of labels, and what goes to main: figures, sizes, words in both languages, and refusals.
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { LabelGoodsRow } from '#shared/domains/inventory/queries/label-goods.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { LabelRequest } from '#shared/protocol/label-bridge.ts';
import { makeFakeBridge } from '../../../../tests/support/fake-bridge.ts';
import { type Language, startTexts } from '../../../app/i18n.ts';
import { queryClient } from '../../../app/use-query.ts';
import { ParcelLabels, PlaceLabels, ReceiptLabels } from './goods-label-dialogs.tsx';
import { readLabelSettings, useLabelSettings } from './label-settings.ts';

const row: LabelGoodsRow = {
  ...{ id: 'r1', receiptNumber: 'GR-K7-000021', receivedOn: '2026-11-22', productId: 'm', productCode: 'A-100' },
  ...{ productName: '陶瓷杯 350ml', packaging: null, barcode: '6901234567892', unit: '个', lotCode: 'L-23' },
  ...{ expiresOn: '2027-03-09', serialCode: null, locationCode: null, quantity: 12 * ONE_UNIT, condition: 'saleable' },
};
const rows: LabelGoodsRow[] = [
  row,
  { ...row, id: 'r2', lotCode: null, expiresOn: null, serialCode: 'S-7', quantity: ONE_UNIT },
  { ...row, id: 'r3', lotCode: '批次七', barcode: null, quantity: 2 * ONE_UNIT, condition: 'quarantine' },
];

interface Sent extends LabelRequest {
  readonly how: string;
  readonly printer?: string;
}

type Answers = Readonly<Record<string, (args: never) => unknown>>;

function prepare(language: Language, refuse: string | null = null, answers: Answers = {}): Sent[] {
  startTexts(language);
  const sent: Sent[] = [];
  const take = (how: string) => async (request: LabelRequest) => {
    sent.push({ ...request, how });
    if (refuse !== null) return { ok: false as const, reason: { code: refuse, params: { printer: 'zebra' } } };
    return { ok: true as const, path: '/labels' };
  };
  const labels = { print: take('print'), savePdf: take('pdf'), saveZpl: take('zplFile'), send: take('zpl') };
  const queries = { 'inventory.labelGoods': () => rows, ...answers };
  const bridge = makeFakeBridge({ queries, desktop: { labels } });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  return sent;
}
const show = (onClose: () => void = () => undefined) =>
  render(
    <QueryClientProvider client={queryClient}>
      <ReceiptLabels numbers={['GR-K7-000021']} onClose={onClose} />
    </QueryClientProvider>,
  );

beforeEach(() => {
  localStorage.clear();
  useLabelSettings.setState(readLabelSettings());
  queryClient.clear();
});

it('R26 the dialog says which goods are good and which were rejected', async () => {
  prepare('en');
  show();
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getAllByText('Good').length).toBeGreaterThan(0);
  expect(within(dialog).getAllByText('Rejected').length).toBeGreaterThan(0);
});

it('R112 one label for each unit received in one job; a piece has one, what was rejected none unless asked for', async () => {
  const sent = prepare('en');
  let isClosed = false;
  show(() => {
    isClosed = true;
  });
  const fields = await screen.findAllByRole<HTMLInputElement>('textbox', { name: /Labels of/ });
  expect(fields.map(({ value }) => value)).toEqual(['12', '1', '0']);
  await userEvent.type(fields[0] as HTMLElement, '{Enter}');
  await waitFor(() => expect(isClosed).toBe(true));
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    ...{ how: 'print', name: 'Labels GR-K7-000021' },
    job: {
      ...{ size: '100x50', font: null },
      labels: [
        { copies: 12, label: { title: '陶瓷杯 350ml', code: { kind: 'gs1' } } },
        { copies: 1, label: { code: { elements: [{ ai: '01' }, { ai: '21', value: 'S-7' }] } } },
      ],
    },
  });
  expect(sent[0]?.job.labels[0]?.label.lines).toContainEqual({ caption: 'Use by', value: '2027-03-09' });
});

it('Esc closes it, from a figure too, and goes no further: a work mode stays open', async () => {
  prepare('en');
  let isClosed = false;
  const further: string[] = [];
  const listen = (event: KeyboardEvent) => further.push(event.key);
  window.addEventListener('keydown', listen);
  show(() => {
    isClosed = true;
  });
  const [first] = await screen.findAllByRole('textbox', { name: /Labels of/ });
  await userEvent.type(first as HTMLElement, '{Escape}');
  window.removeEventListener('keydown', listen);
  expect(isClosed).toBe(true);
  expect(further).toEqual([]);
});

it('a figure that is none stops the job; one each is one click', async () => {
  const sent = prepare('en');
  show();
  const [first] = await screen.findAllByRole<HTMLInputElement>('textbox', { name: /Labels of/ });
  await userEvent.clear(first as HTMLElement);
  await userEvent.type(first as HTMLElement, '2001{Enter}');
  expect(screen.getByRole('button', { name: /^Print/ })).toHaveProperty('disabled', true);
  expect(sent).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'One each' }));
  expect(screen.getByText(/One of these labels has no barcode/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /Print 3 labels/ }));
  await waitFor(() => expect(sent[0]?.job.labels.map(({ copies }) => copies)).toEqual([1, 1, 1]));
});

it('in Chinese the window and the label speak Chinese; the label may be English all the same', async () => {
  const sent = prepare('zh');
  show();
  expect(await screen.findByText('打印标签：GR-K7-000021')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /打印 13 张/ }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.job.labels[0]?.label.lines[0]).toEqual({ caption: '批号', value: 'L-23' });
  await userEvent.click(screen.getByRole('combobox', { name: '标签文字' }));
  await userEvent.click(await screen.findByText('英文'));
  await userEvent.click(screen.getByRole('button', { name: /打印 13 张/ }));
  await waitFor(() => expect(sent[1]?.job.labels[0]?.label.lines[0]).toEqual({ caption: 'Lot', value: 'L-23' }));
});

it('to a printer in the network only with its address; what it answers is said, and the dialog stays', async () => {
  const sent = prepare('en', 'labels.noAnswer');
  useLabelSettings.setState({ way: 'zpl' });
  let isClosed = false;
  show(() => {
    isClosed = true;
  });
  const print = await screen.findByRole('button', { name: /Print 13 labels/ });
  expect(print).toHaveProperty('disabled', true);
  await userEvent.type(screen.getByRole('textbox', { name: 'Address' }), 'zebra');
  await userEvent.type(screen.getByRole('textbox', { name: 'Chinese font' }), 'e:simsun.ttf{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('The printer "zebra" does not answer');
  expect(sent[0]).toMatchObject({ how: 'zpl', printer: 'zebra', job: { font: 'E:SIMSUN.TTF' } });
  expect(isClosed).toBe(false);
  // The next one who prints here finds the printer chosen.
  expect(readLabelSettings()).toMatchObject({ way: 'zpl', printer: 'zebra' });
});

it('R112 the places that a list shows have labels of their own, large, on their own roll', async () => {
  const place = (id: string, code: string) => ({ id, code, zoneCode: 'ST' });
  const sent = prepare('en', null, {
    'inventory.locationList': ({ cursor }: { cursor: { id: string } | null }) =>
      cursor === null
        ? { rows: [place('x', 'A-03-12')], next: { key: 'A-03-12', id: 'x' } }
        : { rows: [place('y', '东-01')], next: null },
  });
  const question = { search: 'A', warehouseId: 'w1', zoneId: null, use: 'all' };
  render(<PlaceLabels question={question} warehouseName="Wuhan" onClose={() => undefined} />);
  await userEvent.click(await screen.findByRole('combobox', { name: 'Label size' }));
  await userEvent.click(await screen.findByText('60 × 40 mm'));
  const dialog = screen.getByRole('dialog');
  expect(within(dialog).getByRole('img', { name: 'Label of A-03-12' }).getAttribute('src')).toContain('A-03-12');
  expect(screen.getByText(/One of these labels has no barcode/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /Print 2 labels/ }));
  await waitFor(() =>
    expect(sent[0]?.job).toMatchObject({
      size: '60x40',
      labels: [
        { label: { title: 'A-03-12', isLarge: true, code: { kind: 'code128', text: 'A-03-12' } } },
        { label: { title: '东-01', code: null } },
      ],
    }),
  );
  expect(readLabelSettings().sizes).toEqual({ goods: '100x50', location: '60x40', parcel: '100x150' });
});

it('R112 each box of a delivery note has a label: who gets it, which of how many, by whom it goes', async () => {
  const head = {
    ...{ number: 'DN-K7-000034', orderNumber: 'SO-K7-000012', customerName: '武汉恒通', contactName: '王建国' },
    ...{
      phone: '13800001234',
      shipTo: '建设大道 568 号',
      carrierName: '顺丰',
      trackingNumber: 'SF1',
      weightGrams: 9_000,
    },
    ...{ warehouseName: '武汉总仓', shippedOn: '2026-11-22' },
  };
  const parcel = (position: number, weightGrams: number | null) => ({
    ...{ id: `p${position}`, position, code: `DN-K7-000034-${position}`, weightGrams, trackingNumber: null },
  });
  const sent = prepare('zh', null, {
    'inventory.shipment': () => ({
      head,
      parcels: [parcel(1, 2_500), parcel(2, null)],
      lines: [],
      trackingUrl: null,
      freight: null,
      history: [],
    }),
  });
  render(
    <QueryClientProvider client={queryClient}>
      <ParcelLabels shipmentId="s1" onClose={() => undefined} />
    </QueryClientProvider>,
  );
  await userEvent.click(await screen.findByRole('button', { name: /打印 2 张/ }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.job).toMatchObject({
    size: '100x150',
    labels: [
      { label: { title: '武汉恒通', mark: '1 / 2', code: { kind: 'code128', text: 'DN-K7-000034-1' } } },
      { label: { mark: '2 / 2', code: { kind: 'code128', text: 'DN-K7-000034-2' } } },
    ],
  });
  const lines = sent[0]?.job.labels.map(({ label }) => label.lines) ?? [];
  expect(lines[0]).toContainEqual({ caption: '重量', value: '2.5 公斤' });
  // What nobody weighed says nothing: the whole shipment's weight is not one box's.
  expect(lines[1]).toContainEqual({ caption: '重量', value: '' });
  expect(lines[1]).toContainEqual({ caption: '运单号', value: 'SF1' });
});
