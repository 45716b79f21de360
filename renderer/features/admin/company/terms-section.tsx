import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { dueDate } from '#shared/domains/billing/rules/due-date.ts';
import { asTyped } from '../../../app/mending.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { DateOnly } from '../../../ui/format.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { RecordSection } from './record-section.tsx';
import { newId, type SectionProps } from './use-book.ts';

type Terms = CompanyBook['terms'][number];

const kinds = ['cash', 'net', 'monthEnd'] as const;

/** When documents are due (R11), with the day for one of today. */
export function TermsSection({ book }: SectionProps): ReactNode {
  const { t } = useTranslation();
  const mayEdit = usePermission(permissions.manageCompany);
  const today = useToday();
  const command = useCommand('billing.savePaymentTerms');
  return (
    <RecordSection<Terms>
      label={t('admin.company.sections.terms')}
      note={t('admin.company.terms.note')}
      newKey="admin.company.terms.new"
      empty={{ title: t('admin.company.terms.none'), text: t('admin.company.terms.note') }}
      mayEdit={mayEdit}
      savesOver
      rows={book.terms}
      rowKey={(row) => row.id}
      columns={[
        { key: 'code', title: t('admin.company.fields.code'), width: '96px', render: (row) => row.code },
        {
          key: 'name',
          title: t('admin.company.fields.name'),
          width: 'minmax(140px, 1fr)',
          strong: true,
          render: (row) => row.name,
        },
        {
          key: 'rule',
          title: t('admin.company.fields.due'),
          width: 'minmax(160px, 1fr)',
          render: (row) => t(`admin.company.terms.rules.${row.kind}`, { count: row.days }),
        },
        {
          key: 'today',
          title: t('admin.company.terms.ofToday'),
          width: '140px',
          render: (row) => <DateOnly value={today === '' ? null : dueDate(row, today)} />,
        },
        {
          key: 'state',
          title: t('admin.company.fields.state'),
          width: '104px',
          render: (row) => (
            <StateTag plain state={row.active === 1 ? 'open' : 'draft'}>
              {t(`admin.company.terms.${row.active === 1 ? 'offered' : 'notOffered'}`)}
            </StateTag>
          ),
        },
      ]}
      titleOf={(row) => row.name}
      amends={{
        'billing.savePaymentTerms': (args) => ({
          row: book.terms.find(({ id }) => id === args.id) ?? null,
          typed: asTyped(args),
        }),
      }}
      draftOf={(row) => ({
        code: row?.code ?? '',
        name: row?.name ?? '',
        kind: row?.kind ?? 'net',
        days: String(row?.days ?? 30),
        active: String(row?.active ?? 1),
      })}
      fieldsOf={(draft) => [
        { name: 'name', label: t('admin.company.fields.name'), kind: 'text', required: true, maxLength: 100 },
        { name: 'code', label: t('admin.company.fields.code'), kind: 'code', required: true, maxLength: 20 },
        {
          name: 'kind',
          label: t('admin.company.fields.due'),
          kind: 'choice',
          required: true,
          choices: kinds.map((value) => ({ value, label: t(`admin.company.terms.kinds.${value}`) })),
        },
        {
          name: 'days',
          label: t('admin.company.fields.days'),
          kind: 'days',
          required: true,
          maxLength: 3,
          hidden: draft.kind === 'cash',
        },
        {
          name: 'active',
          label: t('admin.company.terms.offered'),
          kind: 'switch',
          required: true,
          help: t('admin.company.terms.offeredHelp'),
        },
      ]}
      save={async (draft, row) => {
        const reply = await command.run({
          id: row?.id ?? (await newId()),
          code: (draft.code ?? '').trim(),
          name: draft.name,
          kind: draft.kind,
          days: draft.kind === 'cash' ? 0 : Number(draft.days),
          active: draft.active === '1' ? 1 : 0,
        });
        return reply.state !== 'rejected';
      }}
    />
  );
}
