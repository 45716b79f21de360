import { Select } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonText } from '../../../app/i18n.ts';
import { Empty } from '../../../ui/format.tsx';
import { StateShape } from '../../../ui/state-tag.tsx';
import type { FileRole } from './check-rows.ts';
import { type FileSlot, fieldsOf, type ImportSession } from './import-session.ts';
import type { TargetKind } from './import-targets.ts';
import { columnLetters, repeatedHeadings } from './match-columns.ts';
import { type PreviewCell, previewRows } from './preview-rows.ts';
import './column-table.css';

interface ColumnTableProps {
  readonly session: Pick<ImportSession, 'setColumn'>;
  readonly target: TargetKind;
  readonly role: FileRole;
  readonly slot: Pick<FileSlot, 'sheet' | 'columns'>;
  readonly disabled: boolean;
}

/** The text key of a field's name. */
export const fieldKey = (target: TargetKind, role: FileRole, field: string) =>
  `admin.import.fields.${role === 'lines' ? 'orderLines' : target}.${field}`;

const NOT_IN_FILE = -1;

/** Each field, the column that holds it, and what the first rows will be read as. */
export function ColumnTable({ session, target, role, slot, disabled }: ColumnTableProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { sheet, columns } = slot;
  const fields = fieldsOf(target, role);
  const rows = useMemo(
    () =>
      sheet
        ? previewRows(sheet, fields, columns, {
            yes: t('admin.import.yes'),
            no: t('admin.import.no'),
            language: i18n.language,
            word: (word) => t(`admin.import.words.${word}`),
          })
        : [],
    [sheet, fields, columns, t, i18n.language],
  );
  if (!sheet) return null;
  const repeated = repeatedHeadings(sheet.headings);
  const options = [
    { value: NOT_IN_FILE, label: <span className="text-3">{t('admin.import.notInFile')}</span>, text: '' },
    ...sheet.headings.map((heading, index) => ({
      value: index,
      label: (
        <>
          <span className="import-letters">{columnLetters(index)}</span>
          {heading}
        </>
      ),
      text: heading,
    })),
  ];
  return (
    <>
      {repeated.length > 0 ? (
        <p className="small text-2">
          {t('admin.import.repeated', { headings: repeated.join(t('admin.import.listJoin')) })}
        </p>
      ) : null}
      <table className="import-columns">
        <caption className="visually-hidden">
          {t(`admin.import.columnsOf.${role === 'lines' ? 'orderLines' : target}`)}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('admin.import.field')}</th>
            <th scope="col">{t('admin.import.column')}</th>
            {rows.map((row) => (
              <th key={row.line} scope="col">
                {t('admin.import.line', { line: row.line })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => {
            const chosen = columns[field.name] ?? null;
            const name = t(fieldKey(target, role, field.name));
            const missing = field.required && chosen === null;
            return (
              <tr key={field.name}>
                <th scope="row" className={field.required ? 'strong' : ''}>
                  {missing ? <StateShape state="late" /> : null}
                  {name}
                  {field.required ? <span className="import-required">{t('admin.import.required')}</span> : null}
                </th>
                <td>
                  <Select<number>
                    className="import-select"
                    aria-label={t('admin.import.columnFor', { field: name })}
                    {...(missing ? { status: 'error' as const } : {})}
                    disabled={disabled}
                    value={chosen ?? NOT_IN_FILE}
                    showSearch={{ optionFilterProp: 'text' }}
                    onChange={(value) => session.setColumn(role, field.name, value === NOT_IN_FILE ? null : value)}
                    options={options}
                  />
                </td>
                {rows.map((row) => (
                  <PreviewValue key={row.line} cell={chosen === null ? null : (row.cells[field.name] ?? null)} />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function PreviewValue({ cell }: { readonly cell: PreviewCell | null }): ReactNode {
  if (!cell || (cell.text === null && !cell.problem)) {
    return (
      <td>
        <Empty />
      </td>
    );
  }
  if (!cell.problem) {
    return (
      <td className="ellipsis" title={cell.text ?? ''}>
        {cell.text}
      </td>
    );
  }
  return (
    <td className="ellipsis import-bad" title={reasonText(cell.problem)}>
      <StateShape state="late" />
      {cell.text ?? <Empty />}
    </td>
  );
}
