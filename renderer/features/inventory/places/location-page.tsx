import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { PlaceGoods, PlaceGoodsRow } from '#shared/domains/inventory/queries/places.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateOnly, Empty, Quantity } from '../../../ui/format.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { OpenDocument } from '../documents/open-document.tsx';
import { LabelButton } from '../labels/label-button.tsx';
import { LabelDialog } from '../labels/label-dialog.tsx';
import { locationItems } from '../labels/label-items.ts';
import { QuarantineButton } from '../quarantine/quarantine-button.tsx';
import { ScrapButton } from '../scrap/scrap-button.tsx';
import { useWarehouseName } from '../trace/use-warehouse-name.ts';
import { PlaceState } from './place-state.tsx';
import { usePlaceUse } from './use-place-use.ts';
import '../inventory.css';
import '../trace/trace.css';

/** One place, as a scan of its label opens it: what lies there, and whether anything is put there. */
export function LocationPage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<PlaceGoods>
      query="inventory.locationGoods"
      id={params.locationId}
      titleOf={({ location }) => location.code}
      texts="inventory.places"
      list="places"
      listKey="inventory.places.title"
    >
      {(goods) => <LocationView goods={goods} />}
    </OpenDocument>
  );
}

function LocationView({ goods }: { readonly goods: PlaceGoods }): ReactNode {
  const { t } = useTranslation();
  const nameOf = useWarehouseName();
  const mayManage = usePermission(permissions.managePlaces);
  const { location, rows, serials } = goods;
  const { setUse, running } = usePlaceUse();
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const isOutOfUse = location.deletedAt !== null;
  const isBlocked = location.active === 0;
  const place = { id: location.id, code: location.code, active: location.active, isOutOfUse };
  const where = [nameOf(location.warehouseId), location.zone?.name].filter(Boolean).join(' · ');
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={t('inventory.places.one', { code: location.code })}
          tag={<PlaceState place={place} />}
          note={where}
        >
          <LabelButton>
            {(close) => (
              <LabelDialog items={locationItems([{ ...place, where }])} subject={location.code} onClose={close} />
            )}
          </LabelButton>
          {rows.length > 0 ? <QuarantineButton productId={null} lotId={null} locationId={location.id} /> : null}
          {rows.length > 0 ? <ScrapButton productId={null} lotId={null} locationId={location.id} /> : null}
          {mayManage && !isOutOfUse ? (
            <ActionButton
              label={t('inventory.places.outOfUseAction')}
              loading={running}
              onRun={() => void setUse([place], 'outOfUse')}
            />
          ) : null}
          {mayManage ? (
            <ActionButton
              label={t(isBlocked || isOutOfUse ? 'inventory.places.openAction' : 'inventory.places.blockAction')}
              keys="b"
              labelKey="inventory.places.blockAction"
              loading={running}
              onRun={() => void setUse([place], isBlocked || isOutOfUse ? 'open' : 'blocked')}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main trace-main">
        {rows.length === 0 ? (
          <EmptyState title={t('inventory.places.empty')}>{t('inventory.places.emptyText')}</EmptyState>
        ) : (
          <GoodsTable rows={rows} />
        )}
        {serials.length > 0 ? (
          <section className="ledger" aria-label={t('inventory.trace.serials')}>
            <h3>{t('inventory.trace.serials')}</h3>
            <p className="trace-facts">
              {serials.map((serial) => (
                <button
                  key={serial.id}
                  type="button"
                  className="link-button"
                  onClick={() => void openTab('serial', { serialId: serial.id })}
                >
                  {serial.code}
                </button>
              ))}
            </p>
          </section>
        ) : null}
      </div>
    </Page>
  );
}

function GoodsTable({ rows }: { readonly rows: readonly PlaceGoodsRow[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="ledger" aria-label={t('inventory.places.lying')}>
      <h3>{t('inventory.places.lying')}</h3>
      <table className="ledger-table">
        <thead>
          <tr>
            <th scope="col">{t('inventory.stock.code')}</th>
            <th scope="col">{t('inventory.stock.product')}</th>
            <th scope="col">{t('inventory.lots.code')}</th>
            <th scope="col">{t('inventory.lots.expiresOn')}</th>
            <th scope="col" className="cell-figure">
              {t('inventory.stock.onHand')}
            </th>
            <th scope="col" className="cell-figure">
              {t('inventory.trace.allocated')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{row.code}</td>
              <td>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => void openTab('product', { productId: row.productId })}
                >
                  {row.name}
                </button>
              </td>
              <td>
                {row.lotId === null ? (
                  <Empty />
                ) : (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => void openTab('lot', { lotId: row.lotId })}
                  >
                    {row.lotCode}
                  </button>
                )}
              </td>
              <td>
                <DateOnly value={row.expiresOn} />
              </td>
              <td className="cell-figure strong">
                <Quantity value={row.onHand} unit={row.unit} />
              </td>
              <td className="cell-figure">
                <Quantity value={row.allocated} dashZero />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
