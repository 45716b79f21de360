import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CustomerContributions } from '../../../ui/customer-contributions.tsx';

interface CustomerStripProps {
  readonly customerId: string | null;
  readonly contactName: string | null;
  readonly phone: string | null;
  /** At the left, before what other domains say of the customer. */
  readonly children?: ReactNode;
}

/** One line on the customer: what other domains know of it at the left, whom to call at the right. */
export function CustomerStrip({ customerId, contactName, phone, children }: CustomerStripProps): ReactNode {
  const { t } = useTranslation();
  const contact = [contactName, phone].filter(Boolean).join(' ');
  return (
    <div className="order-strip">
      {children}
      {customerId === null ? null : <CustomerContributions customerId={customerId} />}
      {contact === '' ? null : (
        <span className="order-strip-end" data-selectable>
          {t('sales.strip.contact', { contact })}
        </span>
      )}
    </div>
  );
}
