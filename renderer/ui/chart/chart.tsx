/**
 * A chart that can be read and opened by keys: one stop of the keyboard, the arrows go from bar to bar, each says itself,
 * Enter opens what is behind it. The figures stand in a table beside it in any case.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { usePalette } from '../../app/theme/use-palette.ts';
import type { ChartSpec } from './chart-spec.ts';
import type { DrawnChart } from './draw-chart.ts';
import './chart.css';

/** px: what an upright sheet of A4 has between its margins. */
const PAPER_WIDTH = 680;

interface ChartProps {
  /** Accessible name. */
  readonly label: string;
  readonly spec: ChartSpec;
  /** The bar whose rows are shown; null: all. */
  readonly chosenKey: string | null;
  readonly onOpen: (key: string) => void;
}

/** Fills its parent. */
export function Chart({ label, spec, chosenKey, onOpen }: ChartProps): ReactNode {
  const palette = usePalette();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnChart | null>(null);
  const idBase = useId();
  const [isReady, setReady] = useState(false);
  const [at, setAt] = useState(0);
  const cursor = Math.min(at, spec.bars.length - 1);
  const open = (index: number) => {
    const bar = spec.bars[index];
    if (!bar || bar.isClosed) return;
    setAt(index);
    onOpen(bar.key);
  };
  const openNow = useRef(open);
  openNow.current = open;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let isGone = false;
    let observer: ResizeObserver | null = null;
    const toPaper = () => drawn.current?.resize(PAPER_WIDTH);
    const fromPaper = () => drawn.current?.resize();
    void import('./draw-chart.ts').then(({ drawChart }) => {
      if (isGone) return;
      const chart = drawChart(element, (index) => openNow.current(index));
      drawn.current = chart;
      observer = new ResizeObserver(() => chart.resize());
      observer.observe(element);
      window.addEventListener('beforeprint', toPaper);
      window.addEventListener('afterprint', fromPaper);
      setReady(true);
    });
    return () => {
      isGone = true;
      observer?.disconnect();
      window.removeEventListener('beforeprint', toPaper);
      window.removeEventListener('afterprint', fromPaper);
      drawn.current?.close();
      drawn.current = null;
    };
  }, []);
  useEffect(() => {
    if (isReady) drawn.current?.show(spec, palette, chosenKey);
  }, [isReady, spec, palette, chosenKey]);

  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(spec.bars.length - 1, index));
    setAt(next);
    drawn.current?.point(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') goTo(cursor + 1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') goTo(cursor - 1);
    else if (event.key === 'Home') goTo(0);
    else if (event.key === 'End') goTo(spec.bars.length - 1);
    else if (event.key === 'Enter' || event.key === ' ') open(cursor);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="chart"
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={`${idBase}-${cursor}`}
      onKeyDown={onKeyDown}
      onFocus={() => drawn.current?.point(cursor)}
      onBlur={() => drawn.current?.point(null)}
    >
      <div ref={box} className="chart-box" aria-hidden="true" />
      {spec.bars.map((bar, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the chart is the one stop of the keyboard
        <span
          key={bar.key}
          id={`${idBase}-${index}`}
          role="option"
          className="visually-hidden"
          aria-selected={bar.key === chosenKey}
          aria-disabled={bar.isClosed === true}
        >
          {bar.text}
        </span>
      ))}
    </div>
  );
}
