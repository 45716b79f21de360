import { permissions } from '#shared/domains/admin/model.ts';
import type {
  CountAccuracy,
  CountAccuracyRow,
  CountDifference,
} from '#shared/domains/inventory/queries/reports/count-accuracy.ts';
import type { FillRate, FillRateRow } from '#shared/domains/inventory/queries/reports/fill-rate.ts';
import type {
  FreightCost,
  FreightRow,
  FreightShipment,
} from '#shared/domains/inventory/queries/reports/freight-cost.ts';
import type { DueLine } from '#shared/domains/inventory/queries/reports/read-due-lines.ts';
import type { ChartSpec, ChartTone } from '../../../ui/chart/chart-spec.ts';
import type { BarWords, ReportColumn, ReportDefinition } from '../frame/report-definition.ts';

const permission = permissions.seeStockReports;
/** Basis points: where the axis of a rate ends. */
const WHOLE = 10_000;

/** A rate by month: 0 to 100 %. */
function chartOfRates(
  months: readonly { readonly month: string; readonly lines: number; readonly points: number | null }[],
  words: BarWords,
  measure: string,
): ChartSpec {
  return {
    layout: 'columns',
    measure: words.text(measure),
    axisText: words.percent,
    end: WHOLE,
    bars: months.map(({ month, lines, points }) => ({
      key: month,
      name: words.sliceName(month),
      text: [words.sliceName(month), words.percent(points ?? 0), words.text('linesOf', { count: lines })].join(' · '),
    })),
    series: [
      { key: 'rate', name: words.text(measure), tone: 'plain', values: months.map(({ points }) => points ?? 0) },
    ],
  };
}

const differenceColumns: readonly ReportColumn<CountDifference>[] = [
  { key: 'name', kind: 'text', width: 'minmax(88px, 1fr)', value: (row) => row.name },
  { key: 'location', kind: 'text', width: '64px', quiet: true, value: (row) => row.locationCode },
  { key: 'book', kind: 'quantity', width: '56px', value: (row) => row.book },
  { key: 'counted', kind: 'quantity', width: '56px', value: (row) => row.counted },
  { key: 'difference', kind: 'quantity', width: '64px', strong: true, value: (row) => row.difference },
];

export const countAccuracy: ReportDefinition<CountAccuracyRow, CountAccuracy, CountDifference> = {
  name: 'countAccuracy',
  query: 'inventory.countAccuracy',
  permission,
  parameters: ['period', 'warehouse', 'category'],
  columns: [
    { key: 'count', kind: 'text', width: 'minmax(104px, 1fr)', value: (row) => row.number },
    { key: 'postedOn', kind: 'date', width: 'minmax(84px, 1fr)', quiet: true, value: (row) => row.postedOn },
    { key: 'warehouse', kind: 'text', width: 'minmax(96px, 1fr)', quiet: true, value: (row) => row.warehouseName },
    {
      key: 'lines',
      kind: 'count',
      width: 'minmax(64px, 1fr)',
      value: (row) => row.lines,
      total: (answer) => answer.total.lines,
    },
    {
      key: 'rightLines',
      kind: 'count',
      width: 'minmax(72px, 1fr)',
      value: (row) => row.right,
      total: (answer) => answer.total.right,
    },
    {
      key: 'accuracy',
      kind: 'points',
      width: 'minmax(72px, 1fr)',
      strong: true,
      value: (row) => row.accuracy,
      total: (answer) => answer.total.accuracy,
    },
    {
      key: 'valueAccuracy',
      kind: 'points',
      width: 'minmax(72px, 1fr)',
      isCost: true,
      value: (row) => row.valueAccuracy,
      total: (answer) => answer.total.valueAccuracy,
    },
    {
      key: 'differenceValue',
      kind: 'money',
      width: 'minmax(88px, 1fr)',
      isCost: true,
      value: (row) => row.differenceMinor,
      total: (answer) => answer.total.differenceMinor,
    },
    { key: 'netValue', kind: 'money', width: 'minmax(88px, 1fr)', isCost: true, value: (row) => row.valueMinor },
  ],
  figures: ({ total, count }) => [
    {
      key: 'accuracy',
      kind: 'points',
      value: total.accuracy,
      note: { key: 'linesRight', values: { right: total.right, count: total.lines } },
    },
    { key: 'valueAccuracy', kind: 'points', value: total.valueAccuracy, isCost: true },
    { key: 'counts', kind: 'count', value: count },
    { key: 'differenceValue', kind: 'money', value: total.differenceMinor, isCost: true },
  ],
  chart: ({ byMonth }, words) =>
    chartOfRates(
      byMonth.map(({ month, lines, accuracy }) => ({ month, lines, points: accuracy })),
      words,
      'accuracy',
    ),
  slices: 'months',
  behind: {
    query: 'inventory.countDifferences',
    keeps: ['warehouseId', 'category', 'from', 'to'],
    args: (row) => ({ countId: row.id }),
    columns: differenceColumns,
  },
  open: ({ id }) => ({ kind: 'stockCount', params: { countId: id } }),
};

const dueColumns: readonly ReportColumn<DueLine>[] = [
  { key: 'order', kind: 'text', width: '100px', value: (row) => row.orderNumber },
  { key: 'name', kind: 'text', width: 'minmax(60px, 1fr)', quiet: true, value: (row) => row.name },
  { key: 'dueOn', kind: 'date', width: '80px', quiet: true, value: (row) => row.dueOn },
  { key: 'firstOf', kind: 'text', width: '56px', value: (row) => `${row.firstQuantity / WHOLE}/${row.asked / WHOLE}` },
  { key: 'outcome', kind: 'word', width: '76px', words: 'reports.outcomes', value: (row) => row.outcome },
];

const filledColumns = (['filled', 'late', 'short', 'open'] as const).map(
  (outcome): ReportColumn<FillRateRow, FillRate> => ({
    key: outcome,
    kind: 'count',
    width: 'minmax(72px, 1fr)',
    value: (row) => row[outcome],
    total: (answer) => answer.total[outcome],
  }),
);

export const fillRate: ReportDefinition<FillRateRow, FillRate, DueLine> = {
  name: 'fillRate',
  query: 'inventory.fillRate',
  permission,
  parameters: [
    'period',
    { kind: 'choice', key: 'by', options: ['customer', 'product'], first: 'customer' },
    { kind: 'choice', key: 'dueDays', options: [1, 3, 7], first: 3 },
    'warehouse',
    'category',
  ],
  columns: [
    {
      key: 'party',
      kind: 'text',
      width: 'minmax(160px, 3fr)',
      value: (row) => [row.code, row.name].filter(Boolean).join(' · '),
    },
    {
      key: 'due',
      kind: 'count',
      width: 'minmax(72px, 1fr)',
      value: (row) => row.lines,
      total: (answer) => answer.total.lines,
    },
    ...filledColumns,
    {
      key: 'fillRate',
      kind: 'points',
      width: 'minmax(80px, 1fr)',
      strong: true,
      value: (row) => row.rate,
      total: (answer) => answer.total.rate,
    },
  ],
  figures: ({ total }) => [
    {
      key: 'fillRate',
      kind: 'points',
      value: total.rate,
      note: { key: 'linesFilled', values: { filled: total.filled, count: total.lines } },
    },
    { key: 'late', kind: 'count', value: total.late },
    { key: 'short', kind: 'count', value: total.short },
    { key: 'notShipped', kind: 'count', value: total.open },
  ],
  chart: ({ byMonth }, words) =>
    chartOfRates(
      byMonth.map(({ month, lines, rate }) => ({ month, lines, points: rate })),
      words,
      'fillRate',
    ),
  slices: 'months',
  behind: {
    query: 'inventory.fillRateLines',
    keeps: ['warehouseId', 'category', 'slice', 'from', 'to', 'dueDays'],
    args: ({ id, code }) => (code === null ? { customerId: id, productId: null } : { customerId: null, productId: id }),
    columns: dueColumns,
    open: ({ orderId }) => ({ kind: 'order', params: { orderId } }),
  },
};

const carrierTones: readonly ChartTone[] = ['now', 'plain', 'neutral', 'age1', 'age3', 'wait'];

export const freightCost: ReportDefinition<FreightRow, FreightCost, FreightShipment> = {
  name: 'freightCost',
  query: 'inventory.freightCost',
  permission: permissions.seeCost,
  parameters: ['period', 'warehouse'],
  columns: [
    { key: 'carrier', kind: 'text', width: 'minmax(140px, 2fr)', value: (row) => row.name },
    {
      key: 'shipments',
      kind: 'count',
      width: 'minmax(72px, 1fr)',
      value: (row) => row.shipments,
      total: (answer) => answer.total.shipments,
    },
    {
      key: 'orders',
      kind: 'count',
      width: 'minmax(72px, 1fr)',
      value: (row) => row.orders,
      total: (answer) => answer.total.orders,
    },
    {
      key: 'freight',
      kind: 'money',
      width: 'minmax(96px, 1fr)',
      strong: true,
      value: (row) => row.freightMinor,
      total: (answer) => answer.total.freightMinor,
    },
    {
      key: 'perOrder',
      kind: 'money',
      width: 'minmax(80px, 1fr)',
      value: (row) => row.perOrderMinor,
      total: (answer) => answer.total.perOrderMinor,
    },
    {
      key: 'goods',
      kind: 'money',
      width: 'minmax(96px, 1fr)',
      value: (row) => row.goodsMinor,
      total: (answer) => answer.total.goodsMinor,
    },
    {
      key: 'freightShare',
      kind: 'points',
      width: 'minmax(72px, 1fr)',
      value: (row) => row.share,
      total: (answer) => answer.total.share,
    },
  ],
  figures: ({ total, withoutFreight }) => [
    {
      key: 'freight',
      kind: 'money',
      value: total.freightMinor,
      ...(withoutFreight > 0 ? { note: { key: 'withoutFreight', values: { count: withoutFreight } } } : {}),
    },
    { key: 'perOrder', kind: 'money', value: total.perOrderMinor },
    { key: 'freightShare', kind: 'points', value: total.share },
    { key: 'shipments', kind: 'count', value: total.shipments },
  ],
  chart: ({ months, slices, rows }, words) => ({
    layout: 'columns',
    measure: words.text('freight'),
    axisText: words.shortMoney,
    bars: slices.map(({ key, count, valueMinor }) => ({
      key,
      name: words.sliceName(key),
      text: [words.sliceName(key), words.money(valueMinor ?? 0), words.text('shipmentsOf', { count })].join(' · '),
    })),
    series: rows.map((row, at) => ({
      key: row.id,
      name: row.name ?? words.text('noCarrier'),
      tone: carrierTones[at % carrierTones.length] ?? 'plain',
      values: months.map((_, month) => row.byMonth[month] ?? 0),
    })),
  }),
  slices: 'months',
  behind: {
    query: 'inventory.freightShipments',
    keeps: ['warehouseId', 'slice', 'from', 'to'],
    args: ({ id }) => ({ carrierId: id }),
    columns: [
      { key: 'shipment', kind: 'text', width: '104px', value: (row) => row.number },
      { key: 'shippedOn', kind: 'date', width: '84px', quiet: true, value: (row) => row.shippedOn },
      { key: 'customer', kind: 'text', width: 'minmax(80px, 1fr)', value: (row) => row.customerName },
      { key: 'freight', kind: 'money', width: '80px', strong: true, value: (row) => row.freightMinor },
    ],
    open: ({ id }) => ({ kind: 'shipment', params: { shipmentId: id } }),
  },
};
