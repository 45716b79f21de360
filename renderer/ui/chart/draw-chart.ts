/**
 * Draws a chart with ECharts; loaded when the first chart is shown. Guards:
 * - colours come from the theme's palette alone; where several series stand together, patterns tell them apart too;
 * - nothing moves: no animation, and what is drawn is vectors, as sharp on paper as on the screen.
 */
import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { measures, type Palette } from '../../app/theme/tokens.ts';
import type { ChartSpec, ChartTone } from './chart-spec.ts';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

/** Where nothing is laid out yet. */
const FALLBACK_WIDTH = 720;
const FALLBACK_HEIGHT = 240;
const FAINT = 0.4;
/** Lines of an axis whose end is given. */
const RATE_STEPS = 4;

export interface DrawnChart {
  /** @param chosenKey the bar that is open; the others step back */
  show(spec: ChartSpec, palette: Palette, chosenKey: string | null): void;
  /** Marks a bar as the pointer would; null: none. */
  point(index: number | null): void;
  resize(width?: number): void;
  close(): void;
}

/** @param onOpen the place of the bar that was clicked */
export function drawChart(element: HTMLElement, onOpen: (index: number) => void): DrawnChart {
  const chart = init(element, null, {
    renderer: 'svg',
    width: element.clientWidth || FALLBACK_WIDTH,
    height: element.clientHeight || FALLBACK_HEIGHT,
  });
  chart.on('click', ({ dataIndex }) => {
    if (typeof dataIndex === 'number') onOpen(dataIndex);
  });
  return {
    show: (spec, palette, chosenKey) => chart.setOption(optionOf(spec, palette, chosenKey), { notMerge: true }),
    point(index) {
      chart.dispatchAction({ type: 'downplay', seriesIndex: 0 });
      if (index === null) chart.dispatchAction({ type: 'hideTip' });
      else {
        chart.dispatchAction({ type: 'highlight', seriesIndex: 0, dataIndex: index });
        chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: index });
      }
    },
    resize: (width) =>
      chart.resize({
        width: width ?? (element.clientWidth || FALLBACK_WIDTH),
        height: element.clientHeight || FALLBACK_HEIGHT,
      }),
    close: () => chart.dispose(),
  };
}

function optionOf(spec: ChartSpec, palette: Palette, chosenKey: string | null): EChartsCoreOption {
  const { bars, series, layout } = spec;
  const colourOf = (tone: ChartTone): string =>
    tone === 'plain'
      ? palette.accentLine
      : tone === 'now'
        ? palette.accent
        : tone === 'neutral'
          ? palette.bar
          : palette[tone];
  const small = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: measures.fontSmall };
  const names = {
    type: 'category',
    data: bars.map(({ name }) => name),
    inverse: layout === 'bars',
    axisTick: { show: false },
    axisLine: { lineStyle: { color: palette.line } },
    axisLabel: {
      ...small,
      color: palette.text2,
      interval: 0,
      overflow: 'truncate',
      ...(layout === 'bars' ? { width: measures.labelColumn } : { hideOverlap: true }),
    },
  };
  const lengths = {
    type: 'value',
    ...(spec.end === undefined ? {} : { max: spec.end, interval: spec.end / RATE_STEPS }),
    splitNumber: layout === 'bars' ? 4 : 3,
    axisLabel: { ...small, color: palette.text3, formatter: spec.axisText },
    splitLine: { lineStyle: { color: palette.lineSoft } },
  };
  const isStacked = series.length > 1;
  return {
    animation: false,
    aria: { enabled: false, decal: { show: isStacked } },
    grid: {
      left: 0,
      right: measures.d16,
      top: isStacked ? measures.d24 + measures.d4 : measures.d8,
      bottom: measures.d4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: {
      show: isStacked,
      top: 0,
      left: 0,
      itemWidth: measures.d12,
      itemHeight: measures.d8,
      textStyle: { ...small, color: palette.text2 },
      selectedMode: false,
    },
    tooltip: {
      trigger: 'item',
      confine: true,
      transitionDuration: 0,
      backgroundColor: palette.raised,
      borderColor: palette.line,
      borderWidth: 1,
      padding: [measures.d4, measures.d8],
      textStyle: { ...small, color: palette.text },
      // Plain text: a name may hold anything.
      renderMode: 'richText',
      formatter: ({ dataIndex }: { dataIndex: number }) => bars[dataIndex]?.text ?? '',
    },
    xAxis: layout === 'bars' ? lengths : names,
    yAxis: layout === 'bars' ? names : lengths,
    series: series.map(({ name, tone, tones, values }) => ({
      type: 'bar',
      name,
      ...(isStacked ? { stack: 'all' } : {}),
      barMaxWidth: layout === 'bars' ? measures.barTall : measures.d24 + measures.d8,
      color: colourOf(tone),
      itemStyle: { borderRadius: isStacked ? 0 : measures.d2 },
      emphasis: { itemStyle: { borderColor: palette.accent, borderWidth: 2 } },
      data: values.map((value, at) => ({
        value,
        cursor: bars[at]?.isClosed ? 'default' : 'pointer',
        itemStyle: {
          color: colourOf(tones?.[at] ?? tone),
          opacity: chosenKey === null || bars[at]?.key === chosenKey ? 1 : FAINT,
        },
      })),
    })),
  };
}
