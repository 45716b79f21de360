import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import { countText } from '../../../ui/format-text.ts';
import { Note } from '../../../ui/page.tsx';
import { ColumnTable } from '../import/column-table.tsx';
import { DefaultsForm } from '../import/defaults-form.tsx';
import { importTargets } from '../import/import-targets.ts';
import type { ImportDefaults } from '../import/plan-import.ts';
import { missingFields, type OpeningSession, type SessionTable } from './opening-session.ts';
import { fieldsOfKind, type TableKind, tableKinds, targetOfKind } from './recognise-table.ts';
import { placeOf } from './table-list.tsx';

interface TableDetailProps {
  readonly session: OpeningSession;
  readonly table: SessionTable;
  readonly company: Company;
  readonly defaults: ImportDefaults;
  readonly disabled: boolean;
}

const NONE = 'none';

/** What a table is taken for, which column is which field, and what its first rows will be read as. */
export function TableDetail({ session, table, company, defaults, disabled }: TableDetailProps): ReactNode {
  const { t } = useTranslation();
  const { kind, sheet } = table;
  const target = kind === null ? null : targetOfKind(kind);
  const missing = missingFields(table);
  const setColumn = (_role: unknown, field: string, column: number | null) =>
    session.setColumn(table.id, field, column);
  const roles =
    kind === 'orderLines'
      ? (['lines'] as const)
      : kind === 'ordersWithLines'
        ? (['main', 'lines'] as const)
        : (['main'] as const);
  return (
    <div className="opening-detail">
      <div className="opening-detail-head">
        <Select<TableKind | typeof NONE>
          className="opening-kind"
          aria-label={t('admin.opening.kindOf', { table: placeOf(table) })}
          disabled={disabled}
          value={kind ?? NONE}
          onChange={(value) => session.setKind(table.id, value === NONE ? null : value)}
          options={[...tableKinds, NONE].map((value) => ({ value, label: t(`admin.opening.kinds.${value}`) }))}
        />
        <span className="strong ellipsis" title={placeOf(table)}>
          {placeOf(table)}
        </span>
        <span className="text-2">
          {t('admin.import.rows', { count: sheet.rows.length, rows: countText(sheet.rows.length) })}
        </span>
        <span className="text-3">
          {kind === null ? null : t(`admin.opening.confidence.${table.byHand ? 'byHand' : table.confidence}`)}
        </span>
        <Button size="small" className="opening-remove" disabled={disabled} onClick={() => session.dropTable(table.id)}>
          {t('admin.opening.remove')}
        </Button>
      </div>
      {missing.length > 0 && kind !== null ? (
        <Note tone="late" title={t('admin.import.missingColumns')}>
          {t('admin.import.missingColumnsText', {
            fields: missing.map((field) => t(fieldKeyOf(kind, field.name))).join(t('admin.import.listJoin')),
          })}
        </Note>
      ) : null}
      {target === null ? (
        <Note tone="draft" title={t('admin.opening.leftOutTitle')}>
          {t('admin.opening.leftOutText')}
        </Note>
      ) : (
        <>
          {importTargets[target].defaults.length > 0 ? (
            <DefaultsForm session={session} target={target} company={company} defaults={defaults} disabled={disabled} />
          ) : null}
          {roles.map((role) => (
            <ColumnTable
              key={role}
              session={{ setColumn }}
              target={target}
              role={role}
              slot={table}
              disabled={disabled}
            />
          ))}
        </>
      )}
    </div>
  );
}

function fieldKeyOf(kind: TableKind, field: string): string {
  const isHead = fieldsOfKind('orders').some((each) => each.name === field);
  const group = kind === 'orderLines' || (kind === 'ordersWithLines' && !isHead) ? 'orderLines' : targetOfKind(kind);
  return `admin.import.fields.${group}.${field}`;
}
