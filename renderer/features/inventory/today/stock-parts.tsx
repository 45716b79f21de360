/** What a warehouse looks at first. Each figure opens the stock list with its filter set. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExpectedReceiptRow, ExpiringLotRow } from '#shared/domains/inventory/queries/stock-calendar.ts';
import type { StockCounts, StockListRow } from '#shared/domains/inventory/queries/stock-list.ts';
import { availableQuantity } from '#shared/domains/inventory/rules/availability.ts';
import { addDays } from '#shared/kernel/instants.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery, useQuery } from '../../../app/use-query.ts';
import { DateOnly, Quantity } from '../../../ui/format.tsx';
import { countText } from '../../../ui/format-text.ts';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { StateShape } from '../../../ui/state-tag.tsx';
import { KeyFigure, PanelRows, TodayPanel } from '../../../ui/today-parts.tsx';
import { placeName, useCompany, useToday } from '../../../ui/use-company.ts';
import { Cover } from '../stock-list/cover.tsx';
import { askStock, EXPIRY_WATCH_DAYS, type StockFilter } from '../stock-list/stock-question.ts';

function openStock(filter: StockFilter): void {
  askStock({ filter });
  openTab('stockList');
}

const openProduct = (productId: string) => void openTab('product', { productId });

/** What everybody counts: saleable products in all warehouses. */
function useEverything() {
  const today = useToday();
  const expiringBy = today === '' ? '' : addDays(today, EXPIRY_WATCH_DAYS);
  const products = { search: '', warehouseId: null, category: null, withDiscontinued: false, expiringBy };
  return { today, expiringBy, products, enabled: today !== '' };
}

interface CountedProps {
  readonly of: 'out' | 'toOrder' | 'expiring';
  readonly state: 'late' | 'wait';
}

function Counted({ of, state }: CountedProps): ReactNode {
  const { t } = useTranslation();
  const { products, enabled } = useEverything();
  const { data, refusal } = useQuery<StockCounts>('inventory.stockCounts', products, { enabled });
  const count = data?.[of];
  return (
    <KeyFigure
      label={t(`inventory.today.${of}`)}
      note={
        count === undefined
          ? null
          : t(count === 0 ? 'inventory.today.none' : `inventory.today.${of}Note`, { days: EXPIRY_WATCH_DAYS })
      }
      state={count ? state : null}
      refusal={refusal}
      onOpen={() => openStock(of)}
    >
      {count === undefined ? null : countText(count)}
    </KeyFigure>
  );
}

export const OutFigure = () => <Counted of="out" state="late" />;
export const ToOrderFigure = () => <Counted of="toOrder" state="wait" />;
export const ExpiringFigure = () => <Counted of="expiring" state="wait" />;

/** What runs short, the shortest against its reorder point first. */
export function ShortPanel(): ReactNode {
  const { t } = useTranslation();
  const { products, enabled } = useEverything();
  const paged = usePagedQuery<StockListRow>('inventory.stockList', { ...products, filter: 'toOrder' }, { enabled });
  const company = useCompany();
  const hasSeveral = (company?.warehouses.length ?? 0) > 1;
  const left = (row: StockListRow) => availableQuantity(row) / Math.max(1, row.reorderPoint);
  return (
    <TodayPanel
      title={t('inventory.today.short')}
      note={t('inventory.today.shortNote')}
      onOpenAll={() => openStock('toOrder')}
    >
      <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
      <PanelRows<StockListRow>
        columns="nameBar"
        rows={[...paged.rows].sort((a, b) => left(a) - left(b))}
        rowKey={(row) => row.id}
        onOpen={(row) => openProduct(row.productId)}
        empty={paged.loading || paged.refusal ? null : t('inventory.today.shortEmpty')}
        render={(row) => (
          <>
            <span className="ellipsis text-2">{row.code}</span>
            <span className="ellipsis">
              {row.name}
              {hasSeveral ? <span className="text-3 small"> · {placeName(company, row.warehouseId) ?? ''}</span> : null}
            </span>
            <Cover stock={row} />
            <span className="cell-figure">
              <Quantity value={availableQuantity(row)} />
            </span>
          </>
        )}
      />
    </TodayPanel>
  );
}

/** Goods under way, the next first; what should be here already is late. */
export function ReceiptsPanel(): ReactNode {
  const { t } = useTranslation();
  const { today } = useEverything();
  const paged = usePagedQuery<ExpectedReceiptRow>('inventory.expectedReceiptList', {}, { limitRows: 50 });
  return (
    <TodayPanel title={t('inventory.today.receipts')} onOpenAll={() => openStock('all')}>
      <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
      <PanelRows<ExpectedReceiptRow>
        columns="codeName"
        rows={paged.rows}
        rowKey={(row) => row.id}
        onOpen={(row) => openProduct(row.productId)}
        empty={paged.loading || paged.refusal ? null : t('inventory.today.receiptsEmpty')}
        render={(row) => (
          <>
            <span className="ellipsis text-2">{row.code}</span>
            <span className="ellipsis">{row.name}</span>
            <span className={row.dueOn < today ? 'late-day state-late' : 'text-3'}>
              {row.dueOn < today ? <StateShape state="late" /> : null}
              <DateOnly value={row.dueOn} short />
            </span>
            <span className="today-quantity">
              <Quantity value={row.quantity} unit={row.unit} />
            </span>
          </>
        )}
      />
    </TodayPanel>
  );
}

/** Lots whose last day is near or past, the first to expire first. */
export function LotsPanel(): ReactNode {
  const { t } = useTranslation();
  const { today, expiringBy, enabled } = useEverything();
  const args = { today, until: expiringBy };
  const paged = usePagedQuery<ExpiringLotRow>('inventory.expiringLots', args, { limitRows: 50, enabled });
  return (
    <TodayPanel
      title={t('inventory.today.lots')}
      note={t('inventory.today.lotsNote', { days: EXPIRY_WATCH_DAYS })}
      onOpenAll={() => openStock('expiring')}
    >
      <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
      <PanelRows<ExpiringLotRow>
        columns="lotName"
        rows={paged.rows}
        rowKey={(row) => row.id}
        onOpen={(row) => openProduct(row.productId)}
        empty={paged.loading || paged.refusal ? null : t('inventory.today.lotsEmpty', { days: EXPIRY_WATCH_DAYS })}
        render={(row) => {
          const state = row.lifeDaysLeft < 0 ? 'late' : 'wait';
          return (
            <>
              <span className="ellipsis text-2">{row.lotCode}</span>
              <span className="ellipsis">{row.productName}</span>
              <span className={`late-day state-${state}`}>
                <StateShape state={state} />
                <DateOnly value={row.expiresOn} short />
              </span>
              <span className="today-quantity">
                <Quantity value={row.onHand} unit={row.unit} />
              </span>
            </>
          );
        }}
      />
    </TodayPanel>
  );
}
