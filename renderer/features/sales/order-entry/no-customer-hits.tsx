import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ImportOffer } from '../../../ui/import-offer.tsx';

/** Nothing was found: other letters help only where there is a customer at all. */
export function NoCustomerHits(): ReactNode {
  const { t } = useTranslation();
  const { data } = useQuery<Page<CustomerListRow>>('crm.customerList', { search: '', cursor: null, limit: 1 });
  if (data === undefined || data.rows.length > 0) return t('sales.orderEntry.noCustomer');
  return (
    <span className="hits-offer">
      {t('sales.orderEntry.noCustomersYet')}
      <ImportOffer target="customers" />
    </span>
  );
}
