import { useEffect, useState } from 'react';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import { calendarDateAt } from '#shared/kernel/instants.ts';
import { nowAtOffice } from '../app/session.ts';
import { useQuery } from '../app/use-query.ts';

/** Settings, warehouses, territories and tax rates; undefined until the first answer. */
export function useCompany(): Company | undefined {
  return useQuery<Company>('admin.company', {}).data;
}

/** What a warehouse or a territory is called, in use or not; undefined where nobody here knows it. */
export function placeName(company: Company | undefined, id: string | null): string | undefined {
  if (!company || id === null) return undefined;
  const { warehouses, territories, former } = company;
  return [...warehouses, ...territories, ...former.warehouses, ...former.territories].find((place) => place.id === id)
    ?.name;
}

/** Which day it is at the office, as a command will see it: by the clock that the server corrected. */
export function todayAt(company: Company): string {
  return calendarDateAt(nowAtOffice(), company.settings['company.utcOffsetMinutes']);
}

const LOOK_AGAIN_MS = 30_000;

/** `todayAt`, true also in a window that is left open over night; '' until the company is known. */
export function useToday(): string {
  const company = useCompany();
  const [, setSeen] = useState('');
  useEffect(() => {
    if (!company) return;
    const timer = setInterval(() => setSeen(todayAt(company)), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [company]);
  return company ? todayAt(company) : '';
}
