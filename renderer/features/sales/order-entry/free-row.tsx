import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EN_DASH, quantityText } from '../../../ui/format-text.ts';
import { StateShape } from '../../../ui/state-tag.tsx';
import { reasonTexts } from '../order-document/price-reason.ts';
import type { FreeFigures } from './draft-figures.ts';

/** What a promotion brings beside a line: it is on the order at zero, and comes and goes with what is bought (R40). */
export function FreeRow({ free }: { readonly free: FreeFigures }): ReactNode {
  const { t } = useTranslation();
  const why = reasonTexts(free.reasons, t).join(' · ');
  return (
    <tr className="order-line order-line-free">
      <td className="order-cell order-line-place">+</td>
      <td className="order-cell" title={free.code}>
        {free.code}
      </td>
      <td className="order-cell" title={free.name}>
        {free.name}
      </td>
      <td className="order-cell order-figure strong">{quantityText(free.quantity)}</td>
      <td className="order-cell order-unit">{free.unit}</td>
      <td className="order-cell order-figure">0</td>
      <td className="order-cell order-why" title={why}>
        {why}
      </td>
      <td className="order-cell order-figure">{EN_DASH}</td>
      <td className="order-cell order-figure">0.00</td>
      <td className="order-facts">
        {free.short > 0 ? (
          <span className="order-short">
            <StateShape state="wait" />
            {t('sales.stock.short', { available: Math.max(0, free.available ?? 0), short: free.short })}
          </span>
        ) : free.available === null ? null : (
          t('sales.stock.available', { available: Math.max(0, free.available) })
        )}
      </td>
      <td className="order-why-more">{t(`sales.lineKinds.${free.lineKind}`)}</td>
    </tr>
  );
}
