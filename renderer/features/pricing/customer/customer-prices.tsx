import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CustomerPriceRow } from '#shared/domains/sales/queries/price-lists.ts';
import type { Row } from '#shared/kernel/table.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateOnly, Quantity, UnitPrice } from '../../../ui/format.tsx';
import { PanelHeading } from '../../../ui/page.tsx';
import { unitText } from '../prices/price-columns.tsx';
import { PriceDialog } from '../prices/price-dialog.tsx';
import { PartiesDialog } from './parties-dialog.tsx';
import '../pricing.css';

const SHOWN = 8;

interface SectionProps {
  readonly customer: Row<'customers'>;
}

/** What this customer pays by itself, whatever lists say. */
export function CustomerPricesSection({ customer }: SectionProps): ReactNode {
  const { t } = useTranslation();
  const maySee = usePermission('sales.see');
  const maySet = usePermission(permissions.managePrices);
  const { data } = useQuery<CustomerPriceRow[]>(
    'sales.customerPrices',
    { customerId: customer.id },
    { enabled: maySee },
  );
  const maySetParties = usePermission(permissions.setParties);
  const [isSetting, setSetting] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const [asked, setAsked] = useState<CustomerPriceRow | null>(null);
  const rows = data ?? [];
  if (!maySee || !data || (rows.length === 0 && !maySet && !maySetParties)) return null;
  const shown = isWhole ? rows : rows.slice(0, SHOWN);
  return (
    <section className="customer-section">
      <PanelHeading note={rows.length === 0 ? undefined : t('pricing.customer.note')}>
        {t('pricing.customer.title')}
      </PanelHeading>
      {rows.length === 0 ? <p className="text-2">{t('pricing.customer.empty')}</p> : null}
      {rows.length === 0 ? null : (
        <table className="price-table" aria-label={t('pricing.customer.title')}>
          <tbody>
            {shown.map((row) => (
              <tr key={row.id}>
                <td>
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => (maySet ? setAsked(row) : void openTab('product', { productId: row.productId }))}
                  >
                    {row.productCode}
                  </button>
                </td>
                <td>{row.productName}</td>
                <td className="cell-figure">
                  {row.minQuantity === 0 ? null : (
                    <span className="text-3">
                      {t('pricing.prices.fromShort')} <Quantity value={row.minQuantity} unit={row.unit} />
                    </span>
                  )}
                </td>
                <td className="cell-figure">
                  <UnitPrice value={row.unitPrice} />{' '}
                  <span className="text-3">
                    {row.currency === customer.currency ? '' : row.currency} / {unitText(t, row)}
                  </span>
                </td>
                <td className="text-3">
                  {row.validUntil === null ? null : (
                    <>
                      {t('pricing.customer.until')} <DateOnly value={row.validUntil} />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="price-actions">
        {rows.length > SHOWN ? (
          <ActionButton
            label={isWhole ? t('pricing.customer.less') : t('pricing.customer.all', { count: rows.length })}
            onRun={() => setWhole(!isWhole)}
          />
        ) : null}
        {maySet ? (
          <ActionButton
            label={t('pricing.customer.set')}
            keys="p"
            labelKey="pricing.customer.set"
            onRun={() => void openTab('priceEntry', { customerId: customer.id })}
          />
        ) : null}
        {maySetParties ? (
          <ActionButton
            label={t('pricing.parties.open')}
            keys="g"
            labelKey="pricing.parties.open"
            onRun={() => setSetting(true)}
          />
        ) : null}
      </p>
      {isSetting ? <PartiesDialog customer={customer} onClose={() => setSetting(false)} /> : null}
      {asked ? <PriceDialog price={asked} owner={{ customerId: customer.id }} onClose={() => setAsked(null)} /> : null}
    </section>
  );
}
