import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultSeries, permissions } from '#shared/domains/admin/model.ts';
import { deviceNumber } from '#shared/domains/admin/rules/series-number.ts';
import { asTyped } from '../../../app/mending.ts';
import { usePermission, useSignedIn } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { RecordSection } from './record-section.tsx';
import { newId, type SectionProps } from './use-book.ts';

interface Series {
  readonly id: string | null;
  readonly kind: string;
  readonly prefix: string;
  readonly numbering: 'device' | 'server';
  readonly digits: number;
}

/** How numbers of documents begin (R7): what the company said, else the standing series. */
export function SeriesSection({ book }: SectionProps): ReactNode {
  const { t } = useTranslation();
  const mayEdit = usePermission(permissions.manageCompany);
  const { deviceCode } = useSignedIn();
  const command = useCommand('admin.saveDocumentSeries');
  const rows: readonly Series[] = defaultSeries.map(
    (series) => book.series.find((own) => own.kind === series.kind) ?? { id: null, ...series },
  );
  const example = ({ prefix, numbering, digits }: Series) =>
    numbering === 'device' ? deviceNumber(prefix, deviceCode, 1, digits) : `${prefix}-${'1'.padStart(digits, '0')}`;
  return (
    <RecordSection<Series>
      label={t('admin.company.sections.series')}
      note={t('admin.company.series.note')}
      empty={{ title: t('admin.company.sections.series'), text: t('admin.company.series.note') }}
      mayEdit={mayEdit}
      savesOver
      rows={rows}
      rowKey={(row) => row.kind}
      columns={[
        {
          key: 'kind',
          title: t('admin.company.fields.document'),
          width: 'minmax(140px, 1fr)',
          strong: true,
          render: (row) => t(`admin.company.series.kinds.${row.kind}`),
        },
        { key: 'prefix', title: t('admin.company.fields.prefix'), width: '96px', render: (row) => row.prefix },
        {
          key: 'numbering',
          title: t('admin.company.fields.numbering'),
          width: 'minmax(180px, 1fr)',
          render: (row) => t(`admin.company.series.by.${row.numbering}`),
        },
        { key: 'example', title: t('admin.company.fields.example'), width: '180px', render: example },
      ]}
      titleOf={(row) => t(`admin.company.series.kinds.${row.kind}`)}
      amends={{
        'admin.saveDocumentSeries': (args) => ({
          row: rows.find(({ kind }) => kind === args.kind) ?? null,
          typed: asTyped(args),
        }),
      }}
      draftOf={(row) => ({ prefix: row?.prefix ?? '', digits: String(row?.digits ?? 6) })}
      fieldsOf={() => [
        {
          name: 'prefix',
          label: t('admin.company.fields.prefix'),
          kind: 'code',
          required: true,
          maxLength: 6,
          help: t('admin.company.series.prefixHelp'),
        },
        {
          name: 'digits',
          label: t('admin.company.fields.digits'),
          kind: 'choice',
          required: true,
          choices: ['4', '5', '6', '7', '8', '9', '10'].map((value) => ({ value, label: value })),
        },
      ]}
      save={async (draft, row) => {
        if (row === null) return false;
        const reply = await command.run({
          id: row.id ?? (await newId()),
          kind: row.kind,
          prefix: (draft.prefix ?? '').trim().toUpperCase(),
          digits: Number(draft.digits),
        });
        return reply.state !== 'rejected';
      }}
    />
  );
}
