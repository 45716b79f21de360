import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { RecordSection } from './record-section.tsx';
import { newId, type SectionProps } from './use-book.ts';

interface Place {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** Territories, whose customers people share, or warehouses, where the goods are. */
export function PlacesSection({
  book,
  kind,
}: SectionProps & { readonly kind: 'territories' | 'warehouses' }): ReactNode {
  const { t } = useTranslation();
  const mayEdit = usePermission(permissions.manageCompany);
  const command = useCommand(kind === 'territories' ? 'admin.saveTerritory' : 'inventory.saveWarehouse');
  return (
    <RecordSection<Place>
      label={t(`admin.company.sections.${kind}`)}
      note={t(`admin.company.${kind}.note`)}
      newKey={`admin.company.${kind}.new`}
      empty={{ title: t(`admin.company.${kind}.none`), text: t(`admin.company.${kind}.note`) }}
      mayEdit={mayEdit}
      rows={book[kind]}
      rowKey={(row) => row.id}
      columns={[
        { key: 'code', title: t('admin.company.fields.code'), width: '120px', render: (row) => row.code },
        {
          key: 'name',
          title: t('admin.company.fields.name'),
          width: 'minmax(160px, 1fr)',
          strong: true,
          render: (row) => row.name,
        },
      ]}
      titleOf={(row) => row.name}
      draftOf={(row) => ({ code: row?.code ?? '', name: row?.name ?? '' })}
      fieldsOf={() => [
        { name: 'code', label: t('admin.company.fields.code'), kind: 'code', required: true, maxLength: 20 },
        { name: 'name', label: t('admin.company.fields.name'), kind: 'text', required: true },
      ]}
      save={async (draft, row) => {
        const id = row?.id ?? (await newId());
        const reply = await command.run({ id, code: (draft.code ?? '').trim(), name: draft.name });
        return reply.state !== 'rejected';
      }}
    />
  );
}
