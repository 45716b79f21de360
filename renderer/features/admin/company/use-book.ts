import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { bridge } from '../../../app/bridge.ts';
import { type QueryState, useQuery } from '../../../app/use-query.ts';

/** All that the company says of itself; undefined until the first answer. */
export function useBook(): QueryState<CompanyBook> {
  return useQuery<CompanyBook>('admin.companyBook', {});
}

/** An id for a row that is about to be made. */
export async function newId(): Promise<string> {
  const [id] = await bridge().newIds(1);
  if (id === undefined) throw new Error('newIds gave no id');
  return id;
}

/** What a section of the screen is given. */
export interface SectionProps {
  readonly book: CompanyBook;
}

/** A typed text for a column that may be empty. */
export const orNothing = (typed: string | undefined): string | null => typed?.trim() || null;
