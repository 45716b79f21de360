import { permissions } from '#shared/domains/admin/model.ts';
import type { LotReport, LotRow } from '#shared/domains/inventory/queries/reports/lot-age.ts';
import type { MovementBehind } from '#shared/domains/inventory/queries/reports/movements-behind.ts';
import type { SlowStock, SlowStockRow } from '#shared/domains/inventory/queries/reports/slow-stock.ts';
import type { StockAtDate, StockAtDateRow } from '#shared/domains/inventory/queries/reports/stock-at-date.ts';
import type { StockCover, StockCoverRow } from '#shared/domains/inventory/queries/reports/stock-cover.ts';
import type { ReportSlice } from '#shared/domains/inventory/rules/report-table.ts';
import {
  ageTones,
  chartOfSlices,
  type ReportBehind,
  type ReportColumn,
  type ReportDefinition,
} from '../frame/report-definition.ts';

const permission = permissions.seeStockReports;
const LIMIT_CATEGORIES = 11;
/** Of a unit: finer than that nobody reads a pace. */
const HUNDREDTH = 100;

interface Product {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
}

interface WithSlices {
  readonly slices: readonly ReportSlice[];
  readonly totalMinor: number | null;
}

/** The value of the chosen bar, or of the whole table. */
function totalOf({ slices }: WithSlices, slice: string | null, whole: number | null): number | null {
  return slice === null ? whole : (slices.find(({ key }) => key === slice)?.valueMinor ?? null);
}

const code: ReportColumn<Product> = {
  key: 'code',
  kind: 'text',
  width: 'minmax(60px, 100px)',
  quiet: true,
  value: (row) => row.code,
};
const name: ReportColumn<Product> = {
  key: 'name',
  kind: 'text',
  width: 'minmax(100px, 2fr)',
  value: (row) => row.name,
};
const value: ReportColumn<{ readonly valueMinor: number | null }, WithSlices> = {
  key: 'value',
  kind: 'money',
  width: 'minmax(80px, 1fr)',
  isCost: true,
  value: (row) => row.valueMinor,
  total: (answer, slice) => totalOf(answer, slice, answer.totalMinor),
};
const onHand: ReportColumn<Product & { readonly onHand: number }> = {
  key: 'onHand',
  kind: 'quantity',
  width: 'minmax(72px, 1fr)',
  value: (row) => row.onHand,
  unit: (row) => row.unit,
};

const openProduct = ({ id }: { readonly id: string }) => ({ kind: 'product', params: { productId: id } });

const movementColumns: readonly ReportColumn<MovementBehind>[] = [
  { key: 'when', kind: 'instant', width: '120px', quiet: true, value: (row) => row.occurredAt },
  { key: 'cause', kind: 'word', width: '72px', words: 'reports.causes', value: (row) => row.cause },
  { key: 'document', kind: 'text', width: 'minmax(120px, 1fr)', value: (row) => row.documentNumber },
  { key: 'quantity', kind: 'quantity', width: '72px', strong: true, value: (row) => row.quantity },
];

/** The movements of a product, in whichever span the report looks at. */
function movementsOf<RowType>(
  args: (row: RowType) => Readonly<Record<string, unknown>>,
  keeps: readonly string[],
): ReportBehind<RowType, MovementBehind> {
  return {
    query: 'inventory.movementsBehind',
    keeps,
    args: (row) => ({ warehouseId: null, lotId: null, on: null, lookBackDays: null, cause: null, ...args(row) }),
    columns: movementColumns,
  };
}

export const stockAtDate: ReportDefinition<StockAtDateRow, StockAtDate, MovementBehind> = {
  name: 'stockAtDate',
  query: 'inventory.stockAtDate',
  permission,
  parameters: ['date', 'warehouse', 'category'],
  columns: [
    code,
    name,
    { key: 'category', kind: 'text', width: 'minmax(80px, 1fr)', quiet: true, value: (row) => row.slice },
    {
      key: 'quantity',
      kind: 'quantity',
      width: 'minmax(96px, 1fr)',
      value: (row) => row.quantity,
      unit: (row) => row.unit,
    },
    { key: 'inTransit', kind: 'quantity', width: 'minmax(72px, 1fr)', dashZero: true, value: (row) => row.inTransit },
    { ...value, strong: true },
  ],
  figures: ({ totalMinor, slices, withoutCost, seesCost }) => [
    {
      key: 'stockValue',
      kind: 'money',
      value: totalMinor,
      isCost: true,
      ...(withoutCost > 0 && seesCost ? { note: { key: 'withoutCost', values: { count: withoutCost } } } : {}),
    },
    { key: 'products', kind: 'count', value: slices.reduce((sum, { count }) => sum + count, 0) },
    { key: 'categories', kind: 'count', value: slices.length },
  ],
  chart: (answer, words) =>
    chartOfSlices(
      {
        ...answer,
        slices: [...answer.slices].sort(
          (left, right) => (right.valueMinor ?? 0) - (left.valueMinor ?? 0) || right.count - left.count,
        ),
      },
      words,
      { layout: 'columns', countKey: 'products', limitBars: LIMIT_CATEGORIES },
    ),
  slices: 'names',
  behind: movementsOf((row) => ({ productId: row.id }), ['warehouseId', 'on']),
  open: openProduct,
};

export const stockCover: ReportDefinition<StockCoverRow, StockCover, MovementBehind> = {
  name: 'stockCover',
  query: 'inventory.stockCover',
  permission,
  parameters: [{ kind: 'choice', key: 'lookBackDays', options: [30, 60, 90, 180], first: 90 }, 'warehouse', 'category'],
  columns: [
    code,
    name,
    {
      key: 'available',
      kind: 'quantity',
      width: 'minmax(88px, 1fr)',
      value: (row) => row.available,
      unit: (row) => row.unit,
    },
    {
      key: 'perDay',
      kind: 'quantity',
      width: 'minmax(72px, 1fr)',
      value: (row) => Math.round(row.perDay / HUNDREDTH) * HUNDREDTH,
    },
    { key: 'cover', kind: 'days', width: 'minmax(56px, 1fr)', strong: true, value: (row) => row.coverDays },
    { key: 'incoming', kind: 'quantity', width: 'minmax(72px, 1fr)', dashZero: true, value: (row) => row.incoming },
    value,
  ],
  figures: ({ slices, totalMinor }) => {
    const count = (keys: readonly string[]) =>
      slices.filter(({ key }) => keys.includes(key)).reduce((sum, slice) => sum + slice.count, 0);
    return [
      { key: 'outOfStock', kind: 'count', value: count(['out']) },
      { key: 'coverShort', kind: 'count', value: count(['7', '14']) },
      { key: 'coverLong', kind: 'count', value: count(['more']) },
      { key: 'stockValue', kind: 'money', value: totalMinor, isCost: true },
    ];
  },
  chart: (answer, words) =>
    chartOfSlices(answer, words, {
      layout: 'columns',
      countKey: 'products',
      byCount: true,
      tones: (key) =>
        key === 'out' ? 'late' : key === '7' || key === '14' ? 'wait' : key === 'none' ? 'neutral' : 'plain',
    }),
  slices: 'classes',
  behind: movementsOf((row) => ({ productId: row.id, cause: 'shipment' }), ['warehouseId', 'lookBackDays']),
  open: openProduct,
};

export const slowStock: ReportDefinition<SlowStockRow, SlowStock, MovementBehind> = {
  name: 'slowStock',
  query: 'inventory.slowStock',
  permission,
  parameters: [{ kind: 'choice', key: 'minIdleDays', options: [30, 60, 90, 180], first: 30 }, 'warehouse', 'category'],
  columns: [
    code,
    name,
    onHand,
    { key: 'lastIssue', kind: 'date', width: 'minmax(84px, 1fr)', quiet: true, value: (row) => row.lastIssueOn },
    { key: 'idle', kind: 'days', width: 'minmax(56px, 1fr)', strong: true, value: (row) => row.idleDays },
    {
      key: 'issued',
      kind: 'quantity',
      width: 'minmax(80px, 1fr)',
      value: (row) => row.issued,
    },
    { key: 'turns', kind: 'turns', width: 'minmax(64px, 1fr)', value: (row) => row.turns },
    { ...value, total: (answer, slice) => totalOf(answer, slice, answer.idleMinor) },
  ],
  figures: ({ idleCount, idleMinor, totalMinor }) => [
    { key: 'idleProducts', kind: 'count', value: idleCount },
    { key: 'idleValue', kind: 'money', value: idleMinor, isCost: true },
    { key: 'stockValue', kind: 'money', value: totalMinor, isCost: true },
    {
      key: 'idleShare',
      kind: 'points',
      isCost: true,
      value: totalMinor && idleMinor !== null ? Math.round((idleMinor / totalMinor) * 10_000) : null,
    },
  ],
  chart: (answer, words) =>
    chartOfSlices(answer, words, {
      layout: 'columns',
      countKey: 'products',
      tones: (_key, index) => ageTones[Math.max(0, index - 1)] ?? 'age4',
    }),
  slices: 'classes',
  behind: movementsOf((row) => ({ productId: row.id, cause: 'shipment' }), ['warehouseId']),
  open: openProduct,
};

const lotColumns: readonly ReportColumn<LotRow, LotReport>[] = [
  { key: 'lot', kind: 'text', width: 'minmax(76px, 1fr)', value: (row) => row.lotCode },
  code,
  name,
  { key: 'warehouse', kind: 'text', width: 'minmax(56px, 1fr)', quiet: true, value: (row) => row.warehouseName },
];
const openLotProduct = ({ productId }: LotRow) => ({ kind: 'product', params: { productId } });
const movementsOfLot = movementsOf<LotRow>(
  ({ productId, lotId, warehouseId }) => ({ productId, lotId, warehouseId }),
  [],
);
const countOf = ({ slices }: LotReport, keys: readonly string[]) =>
  slices.filter(({ key }) => keys.includes(key)).reduce((sum, { count }) => sum + count, 0);
const valueOfSlices = ({ slices }: LotReport, keys: readonly string[]) =>
  slices.filter(({ key }) => keys.includes(key)).reduce((sum, { valueMinor }) => sum + (valueMinor ?? 0), 0);

export const lotAgeing: ReportDefinition<LotRow, LotReport, MovementBehind> = {
  name: 'lotAgeing',
  query: 'inventory.lotAgeing',
  permission,
  parameters: ['warehouse', 'category'],
  columns: [
    ...lotColumns,
    { key: 'receivedOn', kind: 'date', width: 'minmax(84px, 1fr)', quiet: true, value: (row) => row.receivedOn },
    { key: 'age', kind: 'days', width: 'minmax(56px, 1fr)', strong: true, value: (row) => row.ageDays },
    { ...onHand, value: (row) => row.onHand, unit: (row) => row.unit },
    value,
  ],
  figures: (answer) => [
    { key: 'lots', kind: 'count', value: answer.lotCount },
    { key: 'oldLots', kind: 'count', value: countOf(answer, ['180', 'more']) },
    { key: 'oldValue', kind: 'money', value: valueOfSlices(answer, ['180', 'more']), isCost: true },
    { key: 'stockValue', kind: 'money', value: answer.totalMinor, isCost: true },
  ],
  chart: (answer, words) =>
    chartOfSlices(answer, words, {
      layout: 'columns',
      countKey: 'lots',
      tones: (_key, index) => ageTones[index] ?? 'age4',
    }),
  slices: 'classes',
  behind: movementsOfLot,
  open: openLotProduct,
};

export const expiryOutlook: ReportDefinition<LotRow, LotReport, MovementBehind> = {
  name: 'expiryOutlook',
  query: 'inventory.expiryOutlook',
  permission,
  parameters: [{ kind: 'choice', key: 'withinDays', options: [30, 60, 90, 180], first: 90 }, 'warehouse', 'category'],
  columns: [
    ...lotColumns,
    { key: 'expiresOn', kind: 'date', width: 'minmax(84px, 1fr)', quiet: true, value: (row) => row.expiresOn },
    { key: 'daysLeft', kind: 'days', width: 'minmax(56px, 1fr)', strong: true, value: (row) => row.daysLeft },
    { ...onHand, value: (row) => row.onHand, unit: (row) => row.unit },
    value,
  ],
  figures: (answer) => [
    { key: 'expiredLots', kind: 'count', value: countOf(answer, ['expired']) },
    { key: 'expiredValue', kind: 'money', value: valueOfSlices(answer, ['expired']), isCost: true },
    { key: 'soonLots', kind: 'count', value: countOf(answer, ['7', '14', '30']) },
    { key: 'soonValue', kind: 'money', value: valueOfSlices(answer, ['7', '14', '30']), isCost: true },
  ],
  chart: (answer, words) =>
    chartOfSlices(answer, words, {
      layout: 'columns',
      countKey: 'lots',
      tones: (key) => (key === 'expired' ? 'late' : ['7', '14', '30'].includes(key) ? 'wait' : 'plain'),
    }),
  slices: 'classes',
  behind: movementsOfLot,
  open: openLotProduct,
};
