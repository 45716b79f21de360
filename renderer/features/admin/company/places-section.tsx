import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { PlaceRow } from '#shared/domains/admin/queries/company-book.ts';
import { asTyped } from '../../../app/mending.ts';
import { offerUndo } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { RecordSection } from './record-section.tsx';
import { newId, type SectionProps } from './use-book.ts';

/** Territories, whose customers people share, or warehouses, where the goods are. */
export function PlacesSection({
  book,
  kind,
}: SectionProps & { readonly kind: 'territories' | 'warehouses' }): ReactNode {
  const { t } = useTranslation();
  const mayEdit = usePermission(permissions.manageCompany);
  const use = useCommand(kind === 'territories' ? 'admin.setTerritoryUse' : 'inventory.setWarehouseUse');
  const command = useCommand(kind === 'territories' ? 'admin.saveTerritory' : 'inventory.saveWarehouse');
  const tellUse = ({ id, name, outOfUseSince }: PlaceRow) => {
    const wasUsed = outOfUseSince === null;
    offerUndo({
      label: () =>
        t('admin.company.nowAs', { name, state: t(`admin.company.places.${wasUsed ? 'outOfUse' : 'inUse'}`) }),
      run: async () => void (await use.run({ id, inUse: wasUsed ? 1 : 0 })),
    });
  };
  return (
    <RecordSection<PlaceRow>
      label={t(`admin.company.sections.${kind}`)}
      note={t(`admin.company.${kind}.note`)}
      newKey={`admin.company.${kind}.new`}
      empty={{ title: t(`admin.company.${kind}.none`), text: t(`admin.company.${kind}.note`) }}
      mayEdit={mayEdit}
      savesOver
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
        {
          key: 'state',
          title: t('admin.company.fields.state'),
          width: '120px',
          render: (row) => (
            <StateTag plain state={row.outOfUseSince === null ? 'open' : 'draft'}>
              {t(`admin.company.places.${row.outOfUseSince === null ? 'inUse' : 'outOfUse'}`)}
            </StateTag>
          ),
        },
      ]}
      titleOf={(row) => row.name}
      amends={{
        [kind === 'territories' ? 'admin.saveTerritory' : 'inventory.saveWarehouse']: (args) => ({
          row: book[kind].find(({ id }) => id === args.id) ?? null,
          typed: asTyped(args),
        }),
      }}
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
      below={(row, close) =>
        row && mayEdit ? (
          <div className="company-field">
            <ActionButton
              label={t(`admin.company.places.${row.outOfUseSince === null ? 'putOutOfUse' : 'putInUse'}`)}
              keys="alt+u"
              labelKey="admin.company.places.putOutOfUse"
              loading={use.running}
              onRun={() =>
                void use.run({ id: row.id, inUse: row.outOfUseSince === null ? 0 : 1 }).then((reply) => {
                  if (reply.state === 'rejected') return;
                  close();
                  tellUse(row);
                })
              }
            />
            <p className="company-field-help">{t(`admin.company.${kind}.useHelp`)}</p>
          </div>
        ) : null
      }
    />
  );
}
