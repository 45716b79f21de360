import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { useQuery } from '../../app/use-query.ts';
import { useCompany } from '../../ui/use-company.ts';

/** What prices can be in: the company's currency first, then those that documents may be in. */
export function useCurrencies(): readonly string[] {
  const company = useCompany();
  const { data: book } = useQuery<CompanyBook>('admin.companyBook', {});
  const home = company?.settings['company.currency'];
  const others = (book?.currencies ?? []).filter(({ active }) => active === 1).map(({ code }) => code);
  return [...new Set([...(home === undefined ? [] : [home]), ...others])];
}
