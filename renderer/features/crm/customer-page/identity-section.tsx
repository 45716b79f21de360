import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { PanelHeading } from '../../../ui/page.tsx';
import { MinimumLife } from './minimum-life.tsx';
import { PaymentTerms } from './payment-terms.tsx';

interface IdentitySectionProps {
  readonly customer: Row<'customers'>;
  readonly territories: readonly { readonly id: string; readonly name: string }[];
}

/** An address as an envelope has it: in Chinese from the country down to the door, elsewhere from the door up. */
function writeAddress({ address, postalCode, city, region, country }: Row<'customers'>, language: string): string {
  const isChinese = language.startsWith('zh');
  const parts = isChinese ? [country, region, city, address, postalCode] : [address, postalCode, city, region, country];
  return parts.filter((part) => part !== null && part !== '').join(isChinese ? ' ' : ', ');
}

/** Where the customer is and what was agreed. */
export function IdentitySection({ customer, territories }: IdentitySectionProps): ReactNode {
  const { t, i18n } = useTranslation();
  const address = writeAddress(customer, i18n.language);
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['address', address || null],
    ['taxNumber', customer.taxNumber],
    ['paymentTermsDays', <PaymentTerms key="terms" customer={customer} />],
    ['minimumLifeDays', <MinimumLife key="life" customer={customer} />],
    ['territory', territories.find((territory) => territory.id === customer.territoryId)?.name ?? null],
  ];
  return (
    <section className="customer-section">
      <PanelHeading>{t('crm.customer.identity')}</PanelHeading>
      <dl className="customer-facts" data-selectable>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{t(`crm.fields.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
