import { type RefObject, useEffect, useState } from 'react';

/** Rows kept ready above and below what is seen, so that a fast scroll shows no gap. */
const OVERSCAN_ROWS = 8;
/** Before the box has a height (first paint), and where nothing is laid out. */
const FIRST_PAINT_ROWS = 40;

export interface VirtualRows {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  readonly viewportHeight: number;
}

/** Which rows of equal height to render in a scrolling box. */
export function useVirtualRows(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  gapAfter = -1,
  gapHeight = 0,
): VirtualRows {
  const [scrollTop, setScrollTop] = useState(0);
  const [viewportHeight, setViewportHeight] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onScroll = () => setScrollTop(element.scrollTop);
    const observer = new ResizeObserver(() => setViewportHeight(element.clientHeight));
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(element);
    setViewportHeight(element.clientHeight);
    onScroll();
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [box]);

  const gapStarts = (gapAfter + 1) * rowHeight;
  const withoutGap = (offset: number) =>
    gapAfter < 0 || offset <= gapStarts ? offset : Math.max(gapStarts, offset - gapHeight);
  const first = Math.max(0, Math.floor(withoutGap(scrollTop) / rowHeight) - OVERSCAN_ROWS);
  const seen =
    viewportHeight === 0 ? FIRST_PAINT_ROWS : Math.ceil(withoutGap(scrollTop + viewportHeight) / rowHeight) - first;
  return { first: Math.min(first, count), end: Math.min(count, first + seen + OVERSCAN_ROWS), viewportHeight };
}
