import type { ReactNode } from 'react';
import type { PagedState } from '../app/use-query.ts';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { EmptyList } from './load-progress.tsx';
import { QueryFailed } from './query-failed.tsx';

type OfPages = 'rows' | 'hasMore' | 'onNearEnd' | 'outdated';

interface PagedTableProps<RowType> extends Omit<DataTableProps<RowType>, OfPages> {
  readonly paged: PagedState<RowType>;
}

/**
 * A list over the pages of a query: says what could not be read and reads it again, asks for more near the end, and
 * shows `empty` only when it is known that there is nothing.
 */
export function PagedTable<RowType>({ paged, empty, ...table }: PagedTableProps<RowType>): ReactNode {
  return (
    <>
      <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
      <DataTable<RowType>
        {...table}
        rows={paged.rows}
        hasMore={paged.hasMore}
        onNearEnd={paged.loadMore}
        outdated={paged.outdated}
        empty={paged.loading || paged.refusal ? null : <EmptyList>{empty}</EmptyList>}
      />
    </>
  );
}
