import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CustomerYear } from '#shared/domains/sales/queries/customer-year.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { reasonText } from '../../../app/i18n.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { CustomerContributions, CustomerSections } from '../../../ui/customer-contributions.tsx';
import { HistoryButton } from '../../../ui/history-button.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import { OwnerSection } from '../owners/owner-section.tsx';
import { ContactsSection } from './contacts-section.tsx';
import { CreditSection } from './credit-section.tsx';
import { CustomerOrders } from './customer-orders.tsx';
import { HealthStrip } from './health-strip.tsx';
import { IdentitySection } from './identity-section.tsx';
import { ReceivablesSection } from './receivables-section.tsx';
import { UsualProducts } from './usual-products.tsx';
import './customer-page.css';

type Customer = Row<'customers'>;

const SHOWN_PRODUCTS = 8;

/** One customer: who they are, what they owe, what they bought, and the next order. */
export function CustomerPage({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const id = String(params.customerId);
  const { data: customer, refusal } = useQuery<Customer | null>('crm.customer', { id });
  const tab = useTab();
  useEffect(() => {
    if (customer) tab.setTitle(customer.name);
  }, [customer, tab]);
  if (refusal) return <EmptyState title={t('crm.customer.unreadable')}>{reasonText(refusal)}</EmptyState>;
  if (customer === undefined) return <Page header={<PageHeader title="" />}>{null}</Page>;
  if (customer === null) {
    return (
      <EmptyState
        title={t('crm.customer.gone')}
        action={<ActionButton label={t('crm.customer.openList')} onRun={() => openTab('customerList')} />}
      >
        {t('crm.customer.goneText')}
      </EmptyState>
    );
  }
  return <WholeCustomer customer={customer} />;
}

function WholeCustomer({ customer }: { readonly customer: Customer }): ReactNode {
  const { t, i18n } = useTranslation();
  const company = useCompany();
  const maySell = usePermission('sales.confirmOrder');
  const maySeeCredit = usePermission(permissions.seeCredit);
  const maySeeOrders = usePermission(permissions.seeOrders);
  const today = company ? todayAt(company) : '';
  const year = useQuery<CustomerYear>(
    'sales.customerYear',
    { customerId: customer.id, currency: customer.currency, today, limitProducts: SHOWN_PRODUCTS },
    { enabled: company !== undefined && maySeeOrders },
  );
  // From the large to the small in Chinese, elsewhere the other way.
  const isChinese = i18n.language.startsWith('zh');
  const parts = isChinese ? [customer.country, customer.city] : [customer.city, customer.country];
  const place = parts.filter((part) => part !== null).join(isChinese ? ' ' : ', ');
  return (
    <Page
      header={
        <PageHeader
          title={customer.name}
          note={
            <span className="customer-note">
              <span>{customer.code}</span>
              <span>{place}</span>
              <CustomerContributions customerId={customer.id} />
            </span>
          }
        >
          <HistoryButton rowId={customer.id} name={customer.name} />
          {maySell ? (
            <ActionButton
              primary
              firstFocus
              label={t('crm.newOrder')}
              keys="o"
              labelKey="crm.newOrder"
              onRun={() => openTab('orderEntry', { customerId: customer.id })}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">{maySeeOrders ? <CustomerOrders customer={customer} /> : null}</div>
      <aside className="customer-panel" aria-label={t('crm.customer.panel')}>
        {maySeeOrders && year.data && company ? (
          <HealthStrip year={year.data} currency={customer.currency} today={today} />
        ) : null}
        {maySeeCredit && company ? (
          <div className="customer-columns">
            <CreditSection customer={customer} company={company} />
            <ReceivablesSection customerId={customer.id} currency={customer.currency} today={today} />
          </div>
        ) : null}
        <OwnerSection customer={customer} />
        {maySeeOrders && year.data ? (
          <UsualProducts products={year.data.products} currency={customer.currency} />
        ) : null}
        <CustomerSections customer={customer} />
        <ContactsSection customer={customer} />
        <IdentitySection customer={customer} territories={company?.territories ?? []} />
      </aside>
    </Page>
  );
}
