/** What stands behind a figure of stock: its lots, which add up to it, and its movements, which end at it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MovementDocument } from '#shared/domains/inventory/queries/movement-documents.ts';
import type { StockLotRow } from '#shared/domains/inventory/queries/stock-lots.ts';
import type { StockMovementRow } from '#shared/domains/inventory/queries/stock-movements.ts';
import { findRoute } from '../../app/features.ts';
import { usePermission } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { usePagedQuery, useQuery } from '../../app/use-query.ts';
import { DateOnly, DateTime, Empty, Quantity } from '../../ui/format.tsx';
import { MINUS, quantityText } from '../../ui/format-text.ts';
import { QueryFailed } from '../../ui/query-failed.tsx';
import { StateTag } from '../../ui/state-tag.tsx';
import { todayAt, useCompany } from '../../ui/use-company.ts';
import './inventory.css';
import { EXPIRY_WATCH_DAYS } from './stock-list/stock-question.ts';

interface OfStock {
  readonly productId: string;
  /** Null: all warehouses. */
  readonly warehouseId: string | null;
}

/** The lots of a product, first expired first. */
export function Lots({ productId, warehouseId }: OfStock): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const { data, refusal, refetch } = useQuery<StockLotRow[]>(
    'inventory.stockLots',
    { productId, warehouseId, today: company ? todayAt(company) : '' },
    { enabled: company !== undefined },
  );
  const nameOf = new Map(
    company && [...company.warehouses, ...company.former.warehouses].map(({ id, name }) => [id, name] as const),
  );
  const hasPlaces = data?.some(({ places }) => places.length > 0) ?? false;
  const total = data?.reduce((sum, lot) => sum + lot.onHand, 0) ?? 0;
  return (
    <section className="ledger" aria-label={t('inventory.lots.title')}>
      <h3>
        {t('inventory.lots.title')} <span className="text-3 small">{t('inventory.lots.note')}</span>
      </h3>
      <QueryFailed refusal={refusal} onRetry={refetch} />
      {data && data.length === 0 ? <p className="text-2">{t('inventory.lots.none')}</p> : null}
      {data && data.length > 0 ? (
        <table className="ledger-table">
          <thead>
            <tr>
              <th scope="col">{t('inventory.lots.code')}</th>
              {warehouseId === null ? <th scope="col">{t('inventory.stock.warehouse')}</th> : null}
              <th scope="col">{t('inventory.lots.expiresOn')}</th>
              {hasPlaces ? <th scope="col">{t('inventory.trace.place')}</th> : null}
              <th scope="col" className="cell-figure">
                {t('inventory.stock.onHand')}
              </th>
              <th scope="col" className="cell-figure">
                {t('inventory.trace.allocated')}
              </th>
              <th scope="col">{t('inventory.lots.state')}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((lot) => (
              <tr key={`${lot.warehouseId} ${lot.lotId}`}>
                <td>
                  <LotLink lotId={lot.lotId} code={lot.code} />
                </td>
                {warehouseId === null ? <td>{nameOf.get(lot.warehouseId) ?? <Empty />}</td> : null}
                <td>
                  <DateOnly value={lot.expiresOn} />
                </td>
                {hasPlaces ? (
                  <td className="text-2" title={lot.places.join(', ')}>
                    {lot.places.length > 1
                      ? `${lot.places[0]} +${lot.places.length - 1}`
                      : (lot.places[0] ?? <Empty />)}
                    {lot.loose > 0 ? (
                      <span className="lot-part text-3 small">
                        {t('inventory.lots.loose', { quantity: lot.loose })}
                      </span>
                    ) : null}
                  </td>
                ) : null}
                <td className="cell-figure">
                  <Quantity value={lot.onHand} />
                </td>
                <td className="cell-figure">
                  <Quantity value={lot.allocated} dashZero />
                </td>
                <td>
                  <LotState lot={lot} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={(warehouseId === null ? 3 : 2) + (hasPlaces ? 1 : 0)}>
                {t('inventory.lots.sum', { count: data.length })}
              </td>
              <td className="cell-figure strong">
                <Quantity value={total} />
              </td>
              <td className="cell-figure">
                <Quantity value={data.reduce((sum, lot) => sum + lot.allocated, 0)} dashZero />
              </td>
              <td />
            </tr>
          </tfoot>
        </table>
      ) : null}
    </section>
  );
}

/** Leads to both ways of a lot. */
export function LotLink({ lotId, code }: { readonly lotId: string | null; readonly code: string | null }): ReactNode {
  if (lotId === null || code === null) return code ?? <Empty />;
  return (
    <button type="button" className="link-button" onClick={() => void openTab('lot', { lotId })}>
      {code}
    </button>
  );
}

/** Leads to both ways of the piece, where goods are numbered one by one, else of the lot. */
export function LotOrPiece({
  line,
}: {
  readonly line: {
    readonly lotId: string | null;
    readonly lotCode: string | null;
    readonly serialId: string | null;
    readonly serialCode: string | null;
  };
}): ReactNode {
  const { lotId, lotCode, serialId, serialCode } = line;
  if (serialId === null) return <LotLink lotId={lotId} code={lotCode} />;
  return (
    <button type="button" className="link-button" onClick={() => void openTab('serial', { serialId })}>
      {serialCode}
    </button>
  );
}

/** Where each kind of document opens, and by which param. */
const documentScreens: Readonly<Record<MovementDocument, readonly [kind: string, param: string]>> = {
  receipts: ['receipt', 'receiptId'],
  shipments: ['shipment', 'shipmentId'],
  transfers: ['transfer', 'transferId'],
  stockCounts: ['stockCount', 'countId'],
  goodsReturns: ['goodsReturn', 'goodsReturnId'],
  pickLists: ['pickList', 'pickListId'],
  orders: ['order', 'orderId'],
};

/** The document that caused a movement; its number alone where it is not here, or not for this person. */
export function MovementLink({
  moved,
}: {
  readonly moved: Pick<StockMovementRow, 'documentId' | 'documentNumber' | 'documentTable'>;
}): ReactNode {
  const { documentId, documentNumber, documentTable } = moved;
  const [kind, param] = documentTable === null ? [] : documentScreens[documentTable];
  const isAllowed = usePermission(kind === undefined ? undefined : findRoute(kind)?.permission);
  if (kind === undefined || param === undefined || !isAllowed) return documentNumber ?? <Empty />;
  return (
    <button type="button" className="link-button" onClick={() => void openTab(kind, { [param]: documentId })}>
      {documentNumber ?? documentId}
    </button>
  );
}

function LotState({ lot }: { readonly lot: StockLotRow }): ReactNode {
  const { t } = useTranslation();
  const { lifeDaysLeft: daysLeft, blocked, quarantined, onHand } = lot;
  const [state, word] =
    blocked === 1
      ? (['late', 'blocked'] as const)
      : daysLeft !== null && daysLeft < 0
        ? (['late', 'expired'] as const)
        : quarantined > 0 && quarantined >= onHand
          ? (['wait', 'quarantine'] as const)
          : daysLeft !== null && daysLeft <= EXPIRY_WATCH_DAYS
            ? (['wait', daysLeft === 0 ? 'lastDay' : 'expiring'] as const)
            : (['done', 'saleable'] as const);
  return (
    <>
      <StateTag state={state} plain>
        {t(`inventory.lots.states.${word}`, { count: daysLeft ?? 0 })}
      </StateTag>
      {quarantined > 0 && quarantined < onHand ? (
        <span className="lot-part text-3 small">{t('inventory.lots.ofQuarantine', { quantity: quarantined })}</span>
      ) : null}
    </>
  );
}

interface MovementsProps {
  readonly productId: string;
  readonly warehouseId: string;
  readonly limitRows: number;
  /** Said where several could be meant. */
  readonly warehouseName?: string | undefined;
  /** Leads to more than these; without it a key brings the next ones. */
  readonly onAll?: () => void;
}

/** The newest movements of a product in a warehouse, each with the balance after it. */
export function Movements({ productId, warehouseId, limitRows, warehouseName, onAll }: MovementsProps): ReactNode {
  const { t } = useTranslation();
  const paged = usePagedQuery<StockMovementRow>('inventory.stockMovements', { productId, warehouseId }, { limitRows });
  const { rows, loading, refusal, hasMore } = paged;
  const more = onAll ?? paged.loadMore;
  return (
    <section className="ledger" aria-label={t('inventory.movements.title')}>
      <h3>
        {t('inventory.movements.title')}{' '}
        <span className="text-3 small">
          {warehouseName ? `${warehouseName} · ` : ''}
          {t('inventory.movements.note')}
        </span>
        {hasMore ? (
          <button type="button" className="link-button small ledger-more" onClick={more}>
            {t(onAll ? 'inventory.movements.all' : 'inventory.movements.more')}
          </button>
        ) : null}
      </h3>
      <QueryFailed refusal={refusal} onRetry={paged.refetch} />
      {!loading && !refusal && rows.length === 0 ? <p className="text-2">{t('inventory.movements.none')}</p> : null}
      {rows.length > 0 ? (
        <table className="ledger-table">
          <thead>
            <tr>
              <th scope="col">{t('inventory.movements.when')}</th>
              <th scope="col">{t('inventory.movements.what')}</th>
              <th scope="col">{t('inventory.movements.document')}</th>
              <th scope="col">{t('inventory.lots.code')}</th>
              <th scope="col">{t('inventory.movements.by')}</th>
              <th scope="col" className="cell-figure">
                {t('inventory.movements.change')}
              </th>
              <th scope="col" className="cell-figure">
                {t('inventory.movements.balance')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td className="text-2">
                  <DateTime value={row.occurredAt} />
                </td>
                <td>{t(`inventory.movements.causes.${row.cause}`)}</td>
                <td>
                  <MovementLink moved={row} />
                </td>
                <td>
                  <LotLink lotId={row.lotId} code={row.lotCode} />
                </td>
                <td className="text-2">{row.bookedByName ?? <Empty />}</td>
                <td className="cell-figure">{signedQuantity(row.quantity)}</td>
                <td className="cell-figure strong">
                  <Quantity value={row.balance} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

/** `+6` or `−6`: what came and what went. */
export function signedQuantity(quantity: number): string {
  return `${quantity < 0 ? MINUS : '+'}${quantityText(Math.abs(quantity))}`;
}
