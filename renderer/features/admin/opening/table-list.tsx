import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { countText } from '../../../ui/format-text.ts';
import { type StateName, StateShape } from '../../../ui/state-tag.tsx';
import { missingFields, type OpeningState, type SessionTable } from './opening-session.ts';

interface TableListProps {
  readonly state: OpeningState;
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
}

/** The place and, below, what the table is taken for. */
const TABLE_ROW = 48;

/** Every table that was brought, with what it was recognised as. */
export function TableList({ state, chosenId, onChoose }: TableListProps): ReactNode {
  const { t } = useTranslation();
  const columns: readonly DataColumn<SessionTable>[] = [
    {
      key: 'table',
      title: t('admin.opening.tables', { count: state.tables.length, tables: countText(state.tables.length) }),
      width: 'minmax(0, 1fr)',
      render: (table) => (
        <div className="opening-table">
          <span className="opening-table-kind">
            <StateShape state={stateOf(table)} />
            <span className="strong ellipsis">
              {t(table.kind === null ? 'admin.opening.kinds.none' : `admin.opening.kinds.${table.kind}`)}
            </span>
            <span className="text-3">{countText(table.sheet.rows.length)}</span>
          </span>
          <span className="small text-3 ellipsis" title={placeOf(table)}>
            {placeOf(table)}
          </span>
        </div>
      ),
    },
  ];
  return (
    <div className="opening-list">
      <DataTable<SessionTable>
        label={t('admin.opening.list')}
        columns={columns}
        rows={state.tables}
        rowKey={(table) => table.id}
        rowHeight={TABLE_ROW}
        selectedKey={chosenId}
        onCursor={(table) => onChoose(table.id)}
        empty={null}
      />
    </div>
  );
}

/** File and sheet of a table. */
export const placeOf = ({ sheet }: Pick<SessionTable, 'sheet'>): string =>
  sheet.sheetName === null ? sheet.fileName : `${sheet.fileName} · ${sheet.sheetName}`;

function stateOf(table: SessionTable): StateName {
  if (table.kind === null) return 'draft';
  if (missingFields(table).length > 0) return 'late';
  return table.confidence === 'likely' && !table.byHand ? 'wait' : 'done';
}
