import { Select } from 'antd';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { LocationRow, ZoneRow } from '#shared/domains/inventory/queries/places.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/format.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { useFirstHit } from '../../../ui/use-first-hit.ts';
import { useWorkWarehouse } from '../../../ui/use-work-warehouse.ts';
import { PlaceLabels } from '../labels/goods-label-dialogs.tsx';
import { LabelButton } from '../labels/label-button.tsx';
import { MakePlaces } from './make-places.tsx';
import { PlaceDialog } from './place-dialog.tsx';
import { PlaceState } from './place-state.tsx';
import { usePlaceUse } from './use-place-use.ts';
import { ZoneDialog } from './zone-dialog.tsx';
import './places.css';

const uses = ['all', 'filled', 'empty', 'blocked', 'outOfUse'] as const;
type Use = (typeof uses)[number];

/** A dialog gives the keys back when it has faded. */
const DIALOG_MS = 400;

/** A warehouse's zones with their places: made, found, changed, blocked. */
export function PlacesPage({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const mayManage = usePermission(permissions.managePlaces);
  const mayCompany = usePermission(permissions.manageCompany);
  const [chosen, setChosen] = useState<string | null>(
    typeof params.warehouseId === 'string' ? params.warehouseId : null,
  );
  const [zoneId, setZoneId] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [use, setUse] = useState<Use>('all');
  const [dialog, setDialog] = useState<'places' | ZoneRow | 'zone' | null>(null);
  const [place, setPlace] = useState<LocationRow | null>(null);
  const work = useWorkWarehouse();
  const found = (id: string | null) => company?.warehouses.find((each) => each.id === id);
  const warehouse = found(chosen) ?? found(work.warehouseId);
  const warehouseId = warehouse?.id ?? '';
  const enabled = warehouse !== undefined;
  const zones = useQuery<ZoneRow[]>('inventory.zoneList', { warehouseId }, { enabled });
  const known = zones.outdated ? [] : (zones.data ?? []);
  const inUse = known.filter((zone) => !zone.isOutOfUse);
  const zone = known.find(({ id }) => id === zoneId) ?? null;
  const question = { search, warehouseId, zoneId: zone?.id ?? null, use };
  const paged = usePagedQuery<LocationRow>('inventory.locationList', question, { enabled });
  const columns = useMemo(
    (): readonly DataColumn<LocationRow>[] => [
      { key: 'code', title: t('inventory.trace.place'), width: '136px', strong: true, render: (row) => row.code },
      { key: 'zone', title: t('inventory.places.zone'), width: '96px', render: (row) => row.zoneCode ?? <Empty /> },
      {
        key: 'state',
        title: t('inventory.lots.state'),
        width: '112px',
        render: (row) => <PlaceState place={row} plain />,
      },
      {
        key: 'goods',
        title: t('inventory.places.lying'),
        width: 'minmax(200px, 1fr)',
        render: (row) =>
          row.productName === null ? (
            <span className="text-3">{t('inventory.places.empty')}</span>
          ) : (
            <>
              {row.productName}
              {row.productCount > 1 ? (
                <span className="text-3"> {t('inventory.places.andMore', { count: row.productCount - 1 })}</span>
              ) : null}
            </>
          ),
      },
      {
        key: 'walk',
        title: t('inventory.places.walkOrder'),
        width: '96px',
        figure: true,
        render: (row) => <span className="text-3">{row.walkOrder}</span>,
      },
    ],
    [t],
  );
  const [current, setCurrent] = useState<LocationRow | null>(null);
  const pointed = current ?? paged.rows[0] ?? null;
  const main = useRef<HTMLDivElement>(null);
  // The keys go on from the list, which may have been empty when the dialog came.
  const closeDialog = () => {
    setDialog(null);
    setPlace(null);
    setTimeout(() => main.current?.querySelector<HTMLElement>('[role=grid]')?.focus(), DIALOG_MS);
  };
  const openFirst = useFirstHit(search, paged, ({ id }) => void openTab('location', { locationId: id }));
  const placeUse = usePlaceUse();
  // A rack that somebody asked for by its code, whole on the screen.
  const isAskedFor = search.trim() !== '' && use !== 'blocked' && use !== 'outOfUse' && !paged.outdated;
  const shown = isAskedFor && !paged.hasMore ? paged.rows.filter((row) => row.active === 1) : [];
  return (
    <Page
      header={
        <PageHeader
          title={t('inventory.places.title')}
          note={
            enabled && zones.data
              ? t('inventory.places.note', {
                  warehouse: warehouse.name,
                  zones: inUse.length,
                  count: inUse.reduce((sum, each) => sum + each.placeCount, 0),
                })
              : ''
          }
        >
          <LabelButton disabled={paged.rows.length === 0}>
            {(close) => <PlaceLabels question={question} warehouseName={warehouse?.name ?? ''} onClose={close} />}
          </LabelButton>
          {mayCompany ? (
            <ActionButton label={t('inventory.places.warehouses')} onRun={() => openTab('company')} />
          ) : null}
          {mayManage ? (
            <>
              <ActionButton
                label={t('inventory.places.newZone')}
                keys="z"
                labelKey="inventory.places.newZone"
                onRun={() => setDialog('zone')}
              />
              {shown.length > 1 ? (
                <ActionButton
                  label={t('inventory.places.blockShown', { count: shown.length })}
                  loading={placeUse.running}
                  onRun={() => void placeUse.setUse(shown, 'blocked')}
                />
              ) : null}
              <ActionButton
                label={t('inventory.places.change')}
                keys="e"
                labelKey="inventory.places.change"
                disabled={pointed === null}
                onRun={() => setPlace(pointed)}
              />
              <ActionButton
                primary
                label={t('inventory.places.make')}
                keys="n"
                labelKey="inventory.places.make"
                disabled={inUse.length === 0}
                onRun={() => setDialog('places')}
              />
            </>
          ) : null}
        </PageHeader>
      }
    >
      <aside className="places-zones" aria-label={t('inventory.places.zones')}>
        <ZoneLine
          name={t('inventory.places.allZones')}
          count={inUse.reduce((sum, each) => sum + each.placeCount, 0)}
          isChosen={zone === null}
          onChoose={() => setZoneId(null)}
        />
        {known.map((each) => (
          <ZoneLine
            key={each.id}
            code={each.code}
            name={each.name}
            note={each.isOutOfUse ? t('inventory.places.states.outOfUse') : t(`inventory.places.kinds.${each.kind}`)}
            count={each.placeCount}
            isChosen={zone?.id === each.id}
            onChoose={() => setZoneId(each.id)}
            {...(mayManage ? { onEdit: () => setDialog(each) } : {})}
          />
        ))}
      </aside>
      <div ref={main} className="page-main">
        <FilterBar>
          <SearchField
            label={t('inventory.places.search')}
            labelKey="inventory.places.search"
            value={search}
            onChange={setSearch}
            onEnter={openFirst}
          />
          {company && company.warehouses.length > 1 ? (
            <Select<string>
              aria-label={t('inventory.stock.warehouse')}
              popupMatchSelectWidth={false}
              value={warehouseId}
              onChange={(id) => {
                setChosen(id);
                setZoneId(null);
              }}
              options={company.warehouses.map(({ id, name }) => ({ value: id, label: name }))}
            />
          ) : null}
          <Segmented<Use>
            label={t('inventory.documents.filter')}
            value={use}
            onChange={setUse}
            options={uses.map((value) => ({ value, label: t(`inventory.places.filters.${value}`) }))}
          />
        </FilterBar>
        <PagedTable<LocationRow>
          label={t('inventory.places.title')}
          columns={columns}
          paged={paged}
          rowKey={(row) => row.id}
          onCursor={setCurrent}
          onOpen={(row) => void openTab('location', { locationId: row.id })}
          autoFocus
          empty={
            <EmptyState
              title={t(known.length === 0 ? 'inventory.places.noZones' : 'inventory.places.none')}
              action={
                mayManage ? (
                  <ActionButton
                    label={t(known.length === 0 ? 'inventory.places.newZone' : 'inventory.places.make')}
                    onRun={() => setDialog(known.length === 0 ? 'zone' : 'places')}
                  />
                ) : undefined
              }
            >
              {t(known.length === 0 ? 'inventory.places.noZonesText' : 'inventory.places.noneText')}
            </EmptyState>
          }
        />
      </div>
      {dialog === 'places' ? (
        <MakePlaces
          warehouseId={warehouseId}
          zones={inUse}
          zoneId={zone && !zone.isOutOfUse ? zone.id : (inUse[0]?.id ?? '')}
          onClose={closeDialog}
        />
      ) : null}
      {dialog !== null && dialog !== 'places' ? (
        <ZoneDialog warehouseId={warehouseId} zone={dialog === 'zone' ? null : dialog} onClose={closeDialog} />
      ) : null}
      {place === null ? null : <PlaceDialog place={place} zones={inUse} onClose={closeDialog} />}
    </Page>
  );
}

interface ZoneLineProps {
  readonly code?: string;
  readonly name: string;
  readonly note?: string;
  readonly count: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onEdit?: () => void;
}

function ZoneLine({ code, name, note, count, isChosen, onChoose, onEdit }: ZoneLineProps): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="places-zone" data-chosen={isChosen}>
      <button type="button" aria-pressed={isChosen} onClick={onChoose} {...(onEdit ? { onDoubleClick: onEdit } : {})}>
        <span className="places-zone-name">
          {code === undefined ? null : <strong>{code}</strong>} {name}
        </span>
        <span className="text-3">{count}</span>
        {note === undefined ? null : <span className="small text-3 places-zone-note">{note}</span>}
      </button>
      {onEdit && isChosen ? (
        <button type="button" className="link-button small" onClick={onEdit}>
          {t('inventory.places.edit')}
        </button>
      ) : null}
    </div>
  );
}
