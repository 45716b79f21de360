/**
 * What a report is, as data: which parameters it takes, what it asks, and how the answer is said in figures, a chart, a
 * table, a file and on paper. One page shows them all (report-page.tsx); a report is never a screen of its own.
 * Methods instead of function properties, so that a definition of special rows fits where any report is meant.
 */
import type { ReportSlice } from '#shared/domains/inventory/rules/report-table.ts';
import type { ChartSpec, ChartTone } from '../../../ui/chart/chart-spec.ts';

/** What every answer has. */
export interface ReportAnswer<RowType> {
  readonly rows: readonly RowType[];
  /** More than there are rows when the table was cut. */
  readonly count: number;
  readonly slices: readonly ReportSlice[];
  readonly currency?: string;
  /** False: without value (R47). Left out: it has none to hide. */
  readonly seesCost?: boolean;
}

export interface ReportRow {
  readonly id: string;
}

/** How a figure is shown, aligned, written into a file and added up. */
export type FigureKind =
  | 'quantity'
  | 'money'
  | 'count'
  | 'days'
  | 'points'
  /** Hundredths of times. */
  | 'turns';
export type CellKind = FigureKind | 'text' | 'date' | 'instant' | 'word';

/** A column; its heading is the text `reports.columns.<key>`. */
export interface ReportColumn<RowType, Answer = unknown> {
  readonly key: string;
  readonly kind: CellKind;
  readonly width: string;
  value(row: RowType): string | number | null;
  unit?(row: RowType): string;
  /** Of a quantity: nothing is a dash, as in lists; where most rows have none, the others are seen. */
  readonly dashZero?: boolean;
  readonly strong?: boolean;
  readonly quiet?: boolean;
  /** Not there for who may not see cost (R47). */
  readonly isCost?: boolean;
  /** Of a `word`: the texts are `<words>.<value>`. */
  readonly words?: string;
  /** Stands in the last line: over all rows of the chosen bar, also those that the table does not show. */
  total?(answer: Answer, slice: string | null): number | null;
}

/** One figure of the strip; its name is the text `reports.figures.<key>`. */
export interface ReportFigure {
  readonly key: string;
  readonly kind: FigureKind;
  readonly value: number | null;
  /** Quieter, below: `reports.figures.<noteKey>` with these values. */
  readonly note?: { readonly key: string; readonly values: Readonly<Record<string, string | number>> };
  readonly isCost?: boolean;
}

/** A choice of few; its texts are `reports.parameters.<key>.name` and `.options.<value>`. */
export interface ReportChoice {
  readonly kind: 'choice';
  /** The argument's name. */
  readonly key: string;
  readonly options: readonly (number | string)[];
  readonly first: number | string;
}

/** What a person sets; each is an argument of the query. */
export type ReportParameter = 'warehouse' | 'category' | 'date' | 'period' | ReportChoice;

/** How bars are named and coloured. */
export interface BarWords {
  /** A slice by its key. */
  sliceName(key: string): string;
  money(minor: number): string;
  /** As short as an axis needs it. */
  shortMoney(minor: number): string;
  percent(points: number): string;
  count(count: number): string;
  /** `reports.charts.<key>`. */
  text(key: string, values?: Readonly<Record<string, string | number>>): string;
}

/** What stands behind a row. */
export interface ReportBehind<RowType, BehindRow> {
  readonly query: string;
  /** Added to the report's own arguments of the names in `keeps`. */
  args(row: RowType): Readonly<Record<string, unknown>>;
  readonly keeps: readonly string[];
  readonly columns: readonly ReportColumn<BehindRow>[];
  /** What a line of it opens. */
  open?(row: BehindRow): { readonly kind: string; readonly params: Readonly<Record<string, string>> };
}

export interface ReportDefinition<
  RowType extends ReportRow = ReportRow,
  Answer extends ReportAnswer<RowType> = ReportAnswer<RowType>,
  BehindRow extends ReportRow = ReportRow,
> {
  /** Its texts are `reports.<name>.title`, `.about` (one line), `.explain` (how it is reckoned), `.empty`. */
  readonly name: string;
  readonly query: string;
  readonly permission: string;
  readonly parameters: readonly ReportParameter[];
  readonly columns: readonly ReportColumn<RowType, Answer>[];
  figures(answer: Answer): readonly ReportFigure[];
  chart(answer: Answer, words: BarWords): ChartSpec;
  /** How its slices are named: by texts `reports.slices.<name>.<key>`, as months, or as they are. */
  readonly slices: 'classes' | 'months' | 'names';
  readonly behind: ReportBehind<RowType, BehindRow>;
  /** The page that a row is about. */
  open?(row: RowType): { readonly kind: string; readonly params: Readonly<Record<string, string>> };
}

/** Tones of classes that grow worse. */
export const ageTones: readonly ChartTone[] = ['age0', 'age1', 'age2', 'age3', 'age4'];

/** Bars of one series over the slices: value where cost is seen, the number of rows where it is not. */
export function chartOfSlices(
  answer: ReportAnswer<unknown>,
  words: BarWords,
  options: {
    readonly layout: ChartSpec['layout'];
    /** What is counted: `reports.charts.<countKey>` with its count. */
    readonly countKey: string;
    readonly tones?: (key: string, index: number) => ChartTone;
    /** More slices than these are put together. */
    readonly limitBars?: number;
    readonly byCount?: boolean;
  },
): ChartSpec {
  const hasValue =
    !options.byCount && answer.seesCost !== false && answer.slices.some(({ valueMinor }) => valueMinor !== null);
  const limit = options.limitBars ?? answer.slices.length;
  const shown = answer.slices.slice(0, limit);
  const rest = answer.slices.slice(limit);
  const restSlice = {
    key: 'rest',
    count: rest.reduce((sum, { count }) => sum + count, 0),
    valueMinor: rest.reduce((sum, { valueMinor }) => sum + (valueMinor ?? 0), 0),
  };
  const all = rest.length === 0 ? shown : [...shown, restSlice];
  const isRest = (key: string) => rest.length > 0 && key === 'rest';
  return {
    layout: options.layout,
    measure: words.text(hasValue ? 'value' : options.countKey),
    axisText: hasValue ? words.shortMoney : words.count,
    bars: all.map(({ key, count, valueMinor }) => {
      const name = isRest(key) ? words.text('rest', { count: rest.length }) : words.sliceName(key);
      const counted = words.text(`${options.countKey}Of`, { count });
      const value = hasValue && valueMinor !== null ? words.money(valueMinor) : null;
      return {
        key,
        name,
        text: [name, ...(value === null ? [] : [value]), counted].join(' · '),
        ...(isRest(key) ? { isClosed: true } : {}),
      };
    }),
    series: [
      {
        key: 'all',
        name: words.text(hasValue ? 'value' : options.countKey),
        tone: 'plain',
        ...(options.tones ? { tones: all.map(({ key }, index) => options.tones?.(key, index) ?? 'plain') } : {}),
        values: all.map(({ count, valueMinor }) => (hasValue ? Math.max(0, valueMinor ?? 0) : count)),
      },
    ],
  };
}
