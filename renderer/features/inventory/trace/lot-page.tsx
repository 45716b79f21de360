import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { LotTrace } from '#shared/domains/inventory/queries/trace.ts';
import { lifeDaysLeft } from '#shared/domains/inventory/rules/lot-life.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { offerUndo } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateOnly, Empty, Quantity } from '../../../ui/format.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import { OpenDocument } from '../documents/open-document.tsx';
import { MarkLabels } from '../labels/goods-label-dialogs.tsx';
import { LabelButton } from '../labels/label-button.tsx';
import { QuarantineButton } from '../quarantine/quarantine-button.tsx';
import { ScrapButton } from '../scrap/scrap-button.tsx';
import { TraceExport } from './trace-export.tsx';
import { PartialTrace, WhereFrom, WhoGotIt } from './trace-parts.tsx';
import { useWarehouseName } from './use-warehouse-name.ts';

/** One lot both ways: where it came from, where it lies, who got it. */
export function LotPage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<LotTrace>
      query="inventory.lotTrace"
      id={params.lotId}
      titleOf={({ lot }) => ({ key: 'inventory.trace.lot', values: { code: lot.code } })}
      texts="inventory.trace"
      list="stockList"
      listKey="inventory.product.openList"
    >
      {(trace) => <LotView trace={trace} />}
    </OpenDocument>
  );
}

function LotView({ trace }: { readonly trace: LotTrace }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const nameOf = useWarehouseName();
  const mayBlock = usePermission(permissions.blockLot);
  const block = useCommand('inventory.blockLot');
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const { lot, product, places, quarantined } = trace;
  const unit = product?.unit ?? '';
  const left = company ? lifeDaysLeft(lot.expiresOn, todayAt(company)) : null;
  const onHand = places.reduce((sum, place) => sum + place.onHand, 0);
  const isBlocked = lot.blocked === 1;
  // Of a device that sees part of the warehouses nobody knows.
  const isGone = places.every((place) => place.onHand === 0) && trace.isWhole;
  const setBlocked = async (next: boolean) => {
    const reply = await block.run({ lotId: lot.id, isBlocked: next });
    if (reply.state === 'rejected') return;
    offerUndo({
      label: () => t(next ? 'inventory.trace.nowBlocked' : 'inventory.trace.nowFree', { code: lot.code }),
      run: async () => void (await block.run({ lotId: lot.id, isBlocked: !next })),
    });
  };
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={t('inventory.trace.lot', { code: lot.code })}
          tag={<LotTag isBlocked={isBlocked} isGone={isGone} left={left} />}
          note={
            <button
              type="button"
              className="link-button"
              onClick={() => void openTab('product', { productId: lot.productId })}
            >
              {product?.code} {product?.name}
            </button>
          }
        >
          <LabelButton>
            {(close) => (
              <MarkLabels
                productId={lot.productId}
                mark={{ id: lot.id, lotCode: lot.code, serialCode: null, expiresOn: lot.expiresOn }}
                onClose={close}
              />
            )}
          </LabelButton>
          <TraceExport trace={trace} name={lot.code} />
          <QuarantineButton productId={lot.productId} lotId={lot.id} locationId={null} />
          <ScrapButton productId={lot.productId} lotId={lot.id} locationId={null} />
          {mayBlock ? (
            <ActionButton
              primary={!isBlocked && !isGone}
              label={t(isBlocked ? 'inventory.trace.free' : 'inventory.trace.block')}
              keys="b"
              labelKey={isBlocked ? 'inventory.trace.free' : 'inventory.trace.block'}
              loading={block.running}
              onRun={() => void setBlocked(!isBlocked)}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main trace-main">
        <dl className="trace-facts" data-selectable>
          <div>
            <dt>{t('inventory.lots.expiresOn')}</dt>
            <dd>
              <DateOnly value={lot.expiresOn} />
            </dd>
          </div>
          <div>
            <dt>{t('inventory.lots.receivedOn')}</dt>
            <dd>
              <DateOnly value={lot.receivedOn} />
            </dd>
          </div>
          <div>
            <dt>{t('inventory.trace.supplier')}</dt>
            <dd>{lot.supplierName ?? <Empty />}</dd>
          </div>
          <div>
            <dt>{t('inventory.stock.onHand')}</dt>
            <dd className="strong">
              <Quantity value={onHand} unit={unit} />
            </dd>
          </div>
          <div>
            <dt>{t('inventory.trace.quarantined')}</dt>
            <dd>
              <Quantity value={quarantined} unit={unit} dashZero />
            </dd>
          </div>
        </dl>
        <PartialTrace trace={trace} />
        <WhoGotIt trace={trace} unit={unit} />
        <Places trace={trace} nameOf={nameOf} />
        <WhereFrom trace={trace} nameOf={nameOf} />
      </div>
    </Page>
  );
}

interface LotTagProps {
  readonly isBlocked: boolean;
  /** Nothing of it lies anywhere. */
  readonly isGone: boolean;
  readonly left: number | null;
}

function LotTag({ isBlocked, isGone, left }: LotTagProps): ReactNode {
  const { t } = useTranslation();
  if (isBlocked) return <StateTag state="late">{t('inventory.lots.states.blocked')}</StateTag>;
  if (isGone) return <StateTag state="draft">{t('inventory.lots.states.gone')}</StateTag>;
  if (left !== null && left < 0) return <StateTag state="late">{t('inventory.lots.states.expired')}</StateTag>;
  return <StateTag state="done">{t('inventory.lots.states.saleable')}</StateTag>;
}

/** Where it lies now, place by place. */
function Places({
  trace,
  nameOf,
}: {
  readonly trace: LotTrace;
  readonly nameOf: (warehouseId: string) => string;
}): ReactNode {
  const { t } = useTranslation();
  const { places } = trace;
  return (
    <section className="ledger" aria-label={t('inventory.trace.whereIsIt')}>
      <h3>{t('inventory.trace.whereIsIt')}</h3>
      {places.length === 0 ? <p className="text-2">{t('inventory.trace.nothingLeft')}</p> : null}
      {places.length > 0 ? (
        <table className="ledger-table">
          <thead>
            <tr>
              <th scope="col">{t('inventory.stock.warehouse')}</th>
              <th scope="col">{t('inventory.trace.place')}</th>
              <th scope="col" className="cell-figure">
                {t('inventory.stock.onHand')}
              </th>
              <th scope="col" className="cell-figure">
                {t('inventory.trace.allocated')}
              </th>
            </tr>
          </thead>
          <tbody>
            {places.map((place) => (
              <tr key={place.id}>
                <td>{nameOf(place.warehouseId)}</td>
                <td>
                  {place.locationId === null ? (
                    <Empty />
                  ) : (
                    <button
                      type="button"
                      className="link-button"
                      onClick={() => void openTab('location', { locationId: place.locationId })}
                    >
                      {place.locationCode}
                    </button>
                  )}
                </td>
                <td className="cell-figure strong">
                  <Quantity value={place.onHand} />
                </td>
                <td className="cell-figure">
                  <Quantity value={place.allocated} dashZero />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
