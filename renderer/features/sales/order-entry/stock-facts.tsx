import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDateText } from '../../../ui/format-text.ts';
import { StateShape } from '../../../ui/state-tag.tsx';
import type { LineFigures } from './draft-figures.ts';

/** Available · reserved · incoming (due); what is short comes first, in amber with its shape. */
export function StockFacts({ figures }: { readonly figures: LineFigures }): ReactNode {
  const { t, i18n } = useTranslation();
  const { stock, available, short, line, sameAsLine, isIncomingLate } = figures;
  if (stock === null) return ' ';
  const facts: string[] = [];
  if (stock.reserved > 0) facts.push(t('sales.stock.reserved', { reserved: stock.reserved }));
  if (stock.incoming > 0) {
    const incoming = t('sales.stock.incoming', { incoming: stock.incoming });
    const due = stock.incomingDueOn;
    const known = due === null ? null : { incoming, due: shortDateText(due, i18n.language) };
    facts.push(known ? t(`sales.stock.${isIncomingLate ? 'late' : 'due'}`, known) : incoming);
  }
  if (sameAsLine !== null) facts.push(t('sales.stock.sameAsLine', { line: sameAsLine }));
  const rest = facts.map((fact) => ` · ${fact}`).join('');
  if (short === 0) return `${t('sales.stock.available', { available: Math.max(0, available) })}${rest}`;
  const shortText = line.backOrderKept
    ? t('sales.stock.backOrdered', { short })
    : t('sales.stock.short', { available: Math.max(0, available), short });
  return (
    <>
      <span className="order-short">
        <StateShape state="wait" />
        {shortText}
      </span>
      {rest}
    </>
  );
}
