import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { asTyped } from '../../../app/mending.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { Empty } from '../../../ui/format.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import type { Draft, Field } from './fields.tsx';
import { RecordSection } from './record-section.tsx';
import { newId, orNothing, type SectionProps } from './use-book.ts';

type Entity = CompanyBook['entities'][number];

const LIST_LOGO_PX = 20;
const details = ['taxNumber', 'address', 'phone', 'bankName', 'bankAccount'] as const;
const lengths = { taxNumber: 40, address: 300, phone: 40, bankName: 200, bankAccount: 60 } as const;

/** Who signs documents: name, tax number, bank, currency of the books; one of them is the default (R11). */
export function EntitiesSection({ book }: SectionProps): ReactNode {
  const { t } = useTranslation();
  const mayEdit = usePermission(permissions.manageCompany);
  const command = useCommand('admin.saveLegalEntity');
  const base = book.entities.find((entity) => entity.isDefault === 1)?.baseCurrency ?? 'CNY';
  const fieldsOf = (draft: Draft, row: Entity | null): readonly Field[] => [
    { name: 'name', label: t('admin.company.fields.legalName'), kind: 'text', required: true },
    { name: 'code', label: t('admin.company.fields.code'), kind: 'code', required: true, maxLength: 20 },
    {
      name: 'logoHash',
      label: t('admin.company.fields.logo'),
      kind: 'picture',
      help: t('admin.company.picture.help'),
      alt: draft.name ?? '',
    },
    ...details.map((name) => ({
      name,
      label: t(`admin.company.fields.${name}`),
      kind: 'text' as const,
      maxLength: lengths[name],
    })),
    {
      name: 'baseCurrency',
      label: t('admin.company.fields.baseCurrency'),
      kind: 'currency',
      required: true,
      maxLength: 3,
      locked: row !== null,
      help: t('admin.company.entities.currencyHelp'),
    },
    {
      name: 'isDefault',
      label: t('admin.company.fields.isDefault'),
      kind: 'switch',
      required: true,
      locked: row?.isDefault === 1,
      help: t('admin.company.entities.defaultHelp'),
    },
    {
      name: 'active',
      label: t('admin.company.fields.active'),
      kind: 'switch',
      required: true,
      locked: row?.isDefault === 1,
    },
  ];
  return (
    <RecordSection<Entity>
      label={t('admin.company.sections.entities')}
      note={t('admin.company.entities.note')}
      newKey="admin.company.entities.new"
      empty={{ title: t('admin.company.entities.none'), text: t('admin.company.entities.note') }}
      mayEdit={mayEdit}
      savesOver
      rows={book.entities}
      rowKey={(row) => row.id}
      columns={[
        { key: 'code', title: t('admin.company.fields.code'), width: '88px', render: (row) => row.code },
        {
          key: 'name',
          title: t('admin.company.fields.legalName'),
          width: 'minmax(160px, 2fr)',
          strong: true,
          render: (row) => (
            <span className="company-entity">
              <Picture hash={row.logoHash} size={LIST_LOGO_PX} alt="" letterOf={row.name} />
              <span className="ellipsis">{row.name}</span>
            </span>
          ),
        },
        {
          key: 'taxNumber',
          title: t('admin.company.fields.taxNumber'),
          width: '180px',
          render: (row) => row.taxNumber ?? <Empty />,
        },
        {
          key: 'currency',
          title: t('admin.company.fields.baseCurrency'),
          width: '88px',
          render: (row) => row.baseCurrency,
        },
        {
          key: 'state',
          title: t('admin.company.fields.state'),
          width: '104px',
          render: (row) => (
            <StateTag plain state={row.isDefault === 1 ? 'done' : row.active === 1 ? 'open' : 'draft'}>
              {t(
                `admin.company.entities.${row.isDefault === 1 ? 'default' : row.active === 1 ? 'active' : 'inactive'}`,
              )}
            </StateTag>
          ),
        },
      ]}
      titleOf={(row) => row.name}
      amends={{
        'admin.saveLegalEntity': (args) => ({
          row: book.entities.find(({ id }) => id === args.id) ?? null,
          typed: asTyped(args),
        }),
      }}
      draftOf={(row) => ({
        code: row?.code ?? '',
        name: row?.name ?? '',
        ...Object.fromEntries(details.map((name) => [name, row?.[name] ?? ''])),
        logoHash: row?.logoHash ?? '',
        baseCurrency: row?.baseCurrency ?? base,
        isDefault: String(row?.isDefault ?? (book.entities.length === 0 ? 1 : 0)),
        active: String(row?.active ?? 1),
      })}
      fieldsOf={fieldsOf}
      save={async (draft, row) => {
        const reply = await command.run({
          id: row?.id ?? (await newId()),
          code: (draft.code ?? '').trim(),
          name: draft.name,
          ...Object.fromEntries(details.map((name) => [name, orNothing(draft[name])])),
          logoHash: orNothing(draft.logoHash),
          baseCurrency: draft.baseCurrency,
          isDefault: draft.isDefault === '1' ? 1 : 0,
          active: draft.active === '1' ? 1 : 0,
        });
        return reply.state !== 'rejected';
      }}
    />
  );
}
