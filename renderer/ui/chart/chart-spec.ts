/** What a chart shows, said without the library that draws it. */

/** What a bar means: state colours only where they say a state; `age0`–`age4` grow darker with time. */
export type ChartTone =
  | 'plain'
  | 'now'
  | 'neutral'
  | 'wait'
  | 'late'
  | 'done'
  | 'age0'
  | 'age1'
  | 'age2'
  | 'age3'
  | 'age4';

/** One place along the chart: a class, a month, a category. */
export interface ChartBar {
  readonly key: string;
  readonly name: string;
  /** All that it says, in words: for the screen reader and the tip. */
  readonly text: string;
  /** Cannot be opened: it stands for several. */
  readonly isClosed?: boolean;
}

export interface ChartSeries {
  readonly key: string;
  readonly name: string;
  readonly tone: ChartTone;
  /** A tone for each bar, instead of one for all. */
  readonly tones?: readonly ChartTone[];
  /** One for each bar. */
  readonly values: readonly number[];
}

export interface ChartSpec {
  /** Upright along time and classes; lying where names are long. */
  readonly layout: 'columns' | 'bars';
  readonly bars: readonly ChartBar[];
  /** Several are stacked, and named by a legend. */
  readonly series: readonly ChartSeries[];
  /** What the lengths are: named above the chart. */
  readonly measure: string;
  readonly axisText: (value: number) => string;
  /** Where the axis ends, when that is given: 100 %. */
  readonly end?: number;
}
