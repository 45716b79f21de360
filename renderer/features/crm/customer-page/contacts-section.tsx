import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { useQuery } from '../../../app/use-query.ts';
import { Empty } from '../../../ui/format.tsx';
import { PanelHeading } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';

/** The people at a customer, the one that is called first before the others. */
export function ContactsSection({ customer }: { readonly customer: Row<'customers'> }): ReactNode {
  const { t } = useTranslation();
  const query = useQuery<Row<'contacts'>[]>('crm.customerContacts', { customerId: customer.id });
  const { contactName, contactTitle, phone, email } = customer;
  const own = { id: '', name: contactName ?? '', title: contactTitle, phone, email, isPrimary: 1 as const };
  // A customer that came from a file has one person at most, with the customer itself.
  const people = query.data && query.data.length > 0 ? query.data : contactName === null && phone === null ? [] : [own];
  return (
    <section className="customer-section customer-contacts">
      <PanelHeading>{t('crm.contacts.title')}</PanelHeading>
      <QueryFailed refusal={query.refusal} onRetry={query.refetch} />
      {query.data && people.length === 0 ? <p className="text-2">{t('crm.contacts.empty')}</p> : null}
      <ul data-selectable>
        {people.map((person) => (
          <li key={person.id}>
            <span className="strong ellipsis">{person.name === '' ? <Empty /> : person.name}</span>
            <span className="text-2 ellipsis">{person.title}</span>
            <span>{person.phone ?? <Empty />}</span>
            <span className="ellipsis text-2" title={person.email ?? undefined}>
              {person.email}
            </span>
            <span className="small text-3">{person.isPrimary ? t('crm.contacts.primary') : ''}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
