import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CurrencyCode } from '#shared/kernel/money.ts';
import { currencyDecimals, formatDecimal } from '#shared/kernel/money.ts';
import { EN_DASH, percentText } from '../../../ui/format-text.ts';
import { parseOff } from './entry-text.ts';
import { FigureField } from './figure-field.tsx';
import type { DraftAction, OrderDraft } from './order-draft.ts';

interface DocumentOffProps {
  readonly draft: Pick<OrderDraft, 'documentDiscount' | 'documentDiscountMinor'>;
  readonly currency: CurrencyCode;
  readonly change: (action: DraftAction) => void;
  readonly onLeave: () => void;
}

export const OFF_CELL = 'document:off';

/** As it stands in a field, and as `parseOff` reads it. */
export function offText(
  { documentDiscount, documentDiscountMinor }: DocumentOffProps['draft'],
  currency: CurrencyCode,
): string {
  if (documentDiscount > 0) return percentText(documentDiscount);
  if (documentDiscountMinor === 0) return EN_DASH;
  return formatDecimal(documentDiscountMinor, currencyDecimals(currency), currencyDecimals(currency));
}

/** R41: what is taken off the whole document, as a percentage or as an amount. */
export function DocumentOff({ draft, currency, change, onLeave }: DocumentOffProps): ReactNode {
  const { t } = useTranslation();
  return (
    <span className="order-foot-item order-off">
      {t('sales.foot.off')}
      <span className="order-off-field">
        <FigureField
          cell={OFF_CELL}
          label={t('sales.foot.offLabel')}
          value={offText(draft, currency)}
          format={(text) => text}
          parse={(text) => (parseOff(text, currency) === null ? null : text)}
          expected={t('sales.expected.off')}
          onChange={(text) => {
            const off = parseOff(text, currency);
            if (off) change({ type: 'setDocumentDiscount', ...off });
          }}
          onLeave={onLeave}
          onMove={() => {}}
          onFocus={() => {}}
        />
      </span>
    </span>
  );
}
