import { useEffect, useRef } from 'react';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { dueDate } from '#shared/domains/billing/rules/due-date.ts';
import { type CalendarDate, daysBetween } from '#shared/kernel/instants.ts';
import { useQuery } from '../../../app/use-query.ts';
import type { DraftHandle } from './draft-store.ts';
import type { OrderDraft } from './order-draft.ts';

interface CustomerTerms {
  readonly id: string;
  readonly paymentTermsDays: number;
  readonly paymentTermsId?: string | null;
}

/**
 * R11: an order says in days when it is due; terms that count from the end of the month come to more of them. Done once
 * for each customer that is chosen: what the person chooses after that stays.
 */
export function useTermsOfCustomer(
  handle: DraftHandle,
  draft: OrderDraft,
  customer: CustomerTerms | null | undefined,
  today: CalendarDate,
): void {
  const { data: book } = useQuery<CompanyBook>('admin.companyBook', {}, { enabled: Boolean(customer?.paymentTermsId) });
  const done = useRef<string | null>(null);
  const terms = book?.terms.find(({ id }) => id === customer?.paymentTermsId);
  const isUntouched = customer?.id === draft.customerId && draft.paymentTermsDays === customer?.paymentTermsDays;
  useEffect(() => {
    if (!customer || !terms || done.current === customer.id || !isUntouched) return;
    done.current = customer.id;
    const days = daysBetween(today, dueDate(terms, today));
    if (days !== customer.paymentTermsDays) handle.change({ type: 'setPaymentTerms', days });
  }, [customer, terms, isUntouched, today, handle]);
}
