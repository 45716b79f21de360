import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreApi, UseBoundStore } from 'zustand';
import type { PagedState } from '../../../app/use-query.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useFirstHit } from '../../../ui/use-first-hit.ts';

/** What a list of papers is asked for. */
export interface PaperQuestion<Filter extends string> {
  readonly search: string;
  readonly filter: Filter;
}

interface PaperListProps<RowType extends { readonly id: string }, Filter extends string> {
  /** The texts: `title`, `search`, `empty`, `emptyText` and `filters.<filter>` below it. */
  readonly texts: string;
  /** The first shows everything; one alone is no choice. */
  readonly filters: readonly [Filter, ...Filter[]];
  readonly use: UseBoundStore<StoreApi<PaperQuestion<Filter>>>;
  readonly paged: PagedState<RowType>;
  readonly columns: readonly DataColumn<RowType>[];
  readonly onOpen: (row: RowType) => void;
  /** What is done first where there is nothing yet. */
  readonly first?: ReactNode;
  /** Keys of the head. */
  readonly actions?: ReactNode;
  /** What stands in front, such as a dialog. */
  readonly children?: ReactNode;
}

/** The list of one kind of papers, the newest first: searched, filtered, opened by a key. */
export function PaperList<RowType extends { readonly id: string }, Filter extends string>(
  props: PaperListProps<RowType, Filter>,
): ReactNode {
  const { texts, filters, use, paged, columns, onOpen, first, actions, children } = props;
  const { t } = useTranslation();
  const { search, filter } = use();
  const ask = (question: Partial<PaperQuestion<Filter>>) => use.setState(question);
  const openFirst = useFirstHit(search, paged, onOpen);
  const isAsked = search.trim() !== '' || filter !== filters[0];
  return (
    <Page header={<PageHeader title={t(`${texts}.title`)}>{actions}</PageHeader>}>
      <div className="page-main">
        <FilterBar>
          <SearchField
            label={t(`${texts}.search`)}
            labelKey="inventory.documents.searchKey"
            value={search}
            onChange={(typed) => ask({ search: typed })}
            onEnter={openFirst}
          />
          {filters.length > 1 ? (
            <Segmented<Filter>
              label={t('inventory.documents.filter')}
              value={filter}
              onChange={(next) => ask({ filter: next })}
              options={filters.map((value) => ({ value, label: t(`${texts}.filters.${String(value)}`) }))}
            />
          ) : null}
        </FilterBar>
        <PagedTable<RowType>
          label={t(`${texts}.title`)}
          columns={columns}
          paged={paged}
          rowKey={(row) => row.id}
          onOpen={onOpen}
          autoFocus
          empty={
            <EmptyState
              title={t(isAsked ? 'inventory.documents.none' : `${texts}.empty`)}
              action={isAsked ? undefined : first}
            >
              {t(isAsked ? 'inventory.documents.noneText' : `${texts}.emptyText`)}
            </EmptyState>
          }
        />
      </div>
      {children}
    </Page>
  );
}

/** The number that a paper is called by. */
export function numberColumn<RowType extends { readonly number: string }>(t: TFunction): DataColumn<RowType> {
  return { key: 'number', title: t('inventory.documents.number'), width: '128px', render: (row) => row.number };
}

/** How many lines it has. */
export function linesColumn<RowType extends { readonly lineCount: number }>(t: TFunction): DataColumn<RowType> {
  return {
    key: 'lines',
    title: t('inventory.documents.lines'),
    width: '64px',
    figure: true,
    render: (row) => row.lineCount,
  };
}

interface MadeColumn<RowType> {
  readonly key: string;
  readonly title: string;
  readonly when: (row: RowType) => ReactNode;
  readonly who: (row: RowType) => string | null;
}

/** When something was done with it, and by whom, quieter. */
export function madeColumn<RowType>({ key, title, when, who }: MadeColumn<RowType>): DataColumn<RowType> {
  return {
    key,
    title,
    width: 'minmax(184px, 1fr)',
    render: (row) => (
      <>
        {when(row)} <span className="text-3">{who(row)}</span>
      </>
    ),
  };
}
