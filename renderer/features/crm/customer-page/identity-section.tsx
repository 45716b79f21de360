import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { Empty } from '../../../ui/format.tsx';
import { PanelHeading } from '../../../ui/page.tsx';

interface IdentitySectionProps {
  readonly customer: Row<'customers'>;
  readonly territories: readonly { readonly id: string; readonly name: string }[];
}

/** Shown even when they are missing: somebody should ask for them. */
const reach = new Set(['contactName', 'phone']);

/** An address as an envelope has it: in Chinese from the country down to the door, elsewhere from the door up. */
function writeAddress({ address, postalCode, city, region, country }: Row<'customers'>, language: string): string {
  const isChinese = language.startsWith('zh');
  const parts = isChinese ? [country, region, city, address, postalCode] : [address, postalCode, city, region, country];
  return parts.filter((part) => part !== null && part !== '').join(isChinese ? ' ' : ', ');
}

/** Who the customer is and how to reach them. */
export function IdentitySection({ customer, territories }: IdentitySectionProps): ReactNode {
  const { t, i18n } = useTranslation();
  const address = writeAddress(customer, i18n.language);
  const contact = [customer.contactName, customer.contactTitle].filter((part) => part !== null).join(' · ');
  const facts: readonly (readonly [string, string | null])[] = [
    ['contactName', contact || null],
    ['phone', customer.phone],
    ['email', customer.email],
    ['address', address || null],
    ['taxNumber', customer.taxNumber],
    ['paymentTermsDays', t('crm.terms', { count: customer.paymentTermsDays })],
    ['territory', territories.find((territory) => territory.id === customer.territoryId)?.name ?? null],
  ];
  return (
    <section className="customer-section">
      <PanelHeading>{t('crm.customer.identity')}</PanelHeading>
      <dl className="customer-facts" data-selectable>
        {facts.map(([name, value]) =>
          value === null && !reach.has(name) ? null : (
            <div key={name}>
              <dt>{t(`crm.fields.${name}`)}</dt>
              <dd>{value ?? <Empty />}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
