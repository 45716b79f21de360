import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type PaperSize, paperSizes } from '#shared/kernel/papers/paper-sizes.ts';

const PX_PER_MM = 96 / 25.4;

interface SheetPreviewProps {
  /** As main draws it: escaped, without scripts; null while it is drawn. */
  readonly html: string | null;
  readonly size: PaperSize;
  readonly pages: number;
  /** Of the place that it has. */
  readonly widthPx: number;
}

/** The sheets as they will come out, one below the other, in a tree of their own: their style reaches nothing around them. */
export function SheetPreview({ html, size, pages, widthPx }: SheetPreviewProps): ReactNode {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    if (html === null) return;
    const drawn = new DOMParser().parseFromString(html, 'text/html');
    root.replaceChildren(...drawn.querySelectorAll('style'), ...drawn.body.childNodes);
  }, [html]);
  const zoom = widthPx / (paperSizes[size].widthMm * PX_PER_MM);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: many sheets are scrolled by keys
    <div className="paper-preview" role="region" aria-label={t('papers.preview', { count: pages })} tabIndex={0}>
      <div ref={host} className="paper-sheets" style={{ zoom }} aria-busy={html === null} />
    </div>
  );
}
