import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { availableQuantity } from '#shared/domains/inventory/rules/availability.ts';
import { keyText } from '../../../app/shortcuts.ts';
import { UnitPrice } from '../../../ui/format.tsx';
import { Found } from '../../../ui/found.tsx';
import { isFigure } from './figure-search.ts';

interface ProductHitsProps {
  readonly id: string;
  readonly rows: readonly ProductListRow[];
  readonly typed: string;
  readonly cursor: number;
  /** It was searched, and nothing fits. */
  readonly none: boolean;
  readonly onTake: (product: ProductListRow) => void;
  readonly onHover: (index: number) => void;
}

/** Hits in the columns of the lines above them, so that stock and price are read where they will stand. */
export function ProductHits({ id, rows, typed, cursor, none, onTake, onHover }: ProductHitsProps): ReactNode {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new hits may lie below the edge of the screen
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [rows.length]);
  if (rows.length === 0 && !none) return null;
  return (
    <div ref={box} className="order-hits">
      {none ? (
        <div role="status" className="order-hit-none">
          {t(isFigure(typed) ? 'sales.orderEntry.noFigure' : 'sales.orderEntry.noProduct', { typed })}
        </div>
      ) : null}
      <div id={id} role="listbox" aria-label={t('sales.orderEntry.hits')}>
        {rows.map((row, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
          <div
            key={row.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === cursor}
            className="order-hit"
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => onHover(index)}
            onClick={() => onTake(row)}
          >
            <span>
              <Found text={row.code} typed={typed} />
            </span>
            <span>
              <Found text={row.name} typed={typed} />
            </span>
            <span className="order-hit-stock">
              <bdi>
                {row.discontinued === 1
                  ? t('sales.orderEntry.gone')
                  : t('sales.stock.available', { available: Math.max(0, availableQuantity(row)) })}
              </bdi>
            </span>
            <span className="order-unit">{row.unit}</span>
            <span className="order-figure">
              <UnitPrice value={row.basePrice} />
            </span>
            <span className="order-why text-3">{t('sales.price.list')}</span>
            <span className="order-figure">
              {index === cursor && row.discontinued === 0 ? (
                <kbd className="key-cap">
                  {keyText('enter')} {t('sales.orderEntry.take')}
                </kbd>
              ) : null}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
