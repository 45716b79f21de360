import type { Company } from '#shared/domains/admin/queries/company.ts';
import { calendarDateAt } from '#shared/kernel/instants.ts';
import { useQuery } from '../../app/use-query.ts';

/** Settings, warehouses and tax rates; undefined until the first answer. */
export function useCompany(): Company | undefined {
  return useQuery<Company>('admin.company', {}).data;
}

/** Which day it is at the office, as the command will see it. */
export function todayAt(company: Company): string {
  return calendarDateAt(Date.now(), company.settings['company.utcOffsetMinutes']);
}
