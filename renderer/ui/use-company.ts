import type { Company } from '#shared/domains/admin/queries/company.ts';
import { calendarDateAt } from '#shared/kernel/instants.ts';
import { useSyncStatus } from '../app/session.ts';
import { useQuery } from '../app/use-query.ts';

/** Settings, warehouses, territories and tax rates; undefined until the first answer. */
export function useCompany(): Company | undefined {
  return useQuery<Company>('admin.company', {}).data;
}

/** Which day it is at the office, as a command will see it: by the clock that the server corrected. */
export function todayAt(company: Company): string {
  const offsetMs = useSyncStatus.getState().status?.clockOffsetMs ?? 0;
  return calendarDateAt(Date.now() + offsetMs, company.settings['company.utcOffsetMinutes']);
}
