import { DownOutlined, RightOutlined } from '@ant-design/icons';
import type { TFunction } from 'i18next';
import type { StockListRow } from '#shared/domains/inventory/queries/stock-list.ts';
import { availableQuantity, isOut } from '#shared/domains/inventory/rules/availability.ts';
import { needsReorder } from '#shared/domains/inventory/rules/reorder.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly, Empty, Quantity } from '../../../ui/format.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { Cover, CoverDays } from './cover.tsx';

const THUMBNAIL = 24;

interface StockColumnsOptions {
  readonly t: TFunction;
  readonly openId: string | null;
  /** Named in each row when the list goes over more than one. */
  readonly warehouseNames: ReadonlyMap<string, string> | null;
  /** What expires on this day or earlier is said. */
  readonly expiringBy: string;
  /** Whether this device has seen goods leave: days of cover are told from that, and reps hold no ledger. */
  readonly withDays: boolean;
  /** Whether vans have stock of their own: what they hold back is seen apart, so that the figures add up. */
  readonly withVans: boolean;
}

/** Goods that this warehouse, or any, never had: nobody counted nothing of them, so no figure is shown. */
const wasNeverHere = ({ warehouseId }: StockListRow): boolean => warehouseId === null;

/** Columns of the stock list: available is what is read first, cover what is seen first. */
export function stockColumns(options: StockColumnsOptions): readonly DataColumn<StockListRow>[] {
  const { t, openId, warehouseNames } = options;
  const figure = (
    key: 'onHand' | 'reserved' | 'unsaleable' | 'heldForOthers',
    width = 'minmax(56px, 0.5fr)',
  ): DataColumn<StockListRow> => ({
    key,
    title: t(`inventory.stock.${key}`),
    width,
    figure: true,
    render: (row) => <Quantity value={row[key]} dashZero />,
  });
  return [
    {
      key: 'code',
      title: <span className="stock-code-head">{t('inventory.stock.code')}</span>,
      width: '116px',
      render: (row) => (
        <span className="stock-code">
          {row.id === openId ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
          <Picture hash={row.pictureHash} size={THUMBNAIL} alt="" letterOf={row.name} />
          <span>{row.code}</span>
        </span>
      ),
    },
    {
      key: 'name',
      title: t('inventory.stock.product'),
      width: 'minmax(172px, 2.4fr)',
      render: (row) => <Name row={row} t={t} />,
    },
    ...(warehouseNames
      ? [
          {
            key: 'warehouse',
            title: t('inventory.stock.warehouse'),
            width: 'minmax(64px, 0.4fr)',
            render: (row: StockListRow) =>
              row.warehouseId === null ? <Empty /> : (warehouseNames.get(row.warehouseId) ?? <Empty />),
          },
        ]
      : []),
    figure('onHand'),
    figure('unsaleable', 'minmax(72px, 0.5fr)'),
    figure('reserved'),
    ...(options.withVans ? [figure('heldForOthers', 'minmax(36px, 0.3fr)')] : []),
    {
      key: 'available',
      title: t('inventory.stock.available'),
      width: 'minmax(64px, 0.4fr)',
      figure: true,
      strong: true,
      render: (row) => <Available row={row} />,
    },
    {
      key: 'unit',
      title: t('inventory.stock.unit'),
      width: '40px',
      render: (row) => <span className="text-3">{row.unit}</span>,
    },
    {
      key: 'incoming',
      title: t('inventory.stock.incoming'),
      width: 'minmax(96px, 0.6fr)',
      figure: true,
      render: (row) => (
        <>
          <Quantity value={row.incoming} dashZero />
          {row.incomingDueOn === null ? null : (
            <span className="stock-due">
              <DateOnly value={row.incomingDueOn} short />
            </span>
          )}
        </>
      ),
    },
    {
      key: 'cover',
      title: <span title={t('inventory.stock.mark')}>{t('inventory.stock.cover')}</span>,
      width: 'minmax(56px, 0.6fr)',
      render: (row) => (wasNeverHere(row) ? null : <Cover stock={row} />),
    },
    ...(options.withDays
      ? [
          {
            key: 'days',
            title: t('inventory.stock.days'),
            width: '52px',
            figure: true,
            render: (row: StockListRow) => <CoverDays stock={row} />,
          },
        ]
      : []),
    {
      key: 'state',
      title: t('inventory.stock.reorder'),
      width: '92px',
      render: (row) => <StockState row={row} options={options} />,
    },
  ];
}

/** With the lot by which it was found: nothing else of the row says why it is there. */
function Name({ row: { name, foundLots }, t }: { readonly row: StockListRow; readonly t: TFunction }) {
  const [lot, ...others] = foundLots ?? [];
  if (lot === undefined) return name;
  return (
    <span className="stock-found">
      <span className="ellipsis">{name}</span>
      <span className="stock-lot" title={foundLots?.join(' ')}>
        {others.length === 0
          ? t('inventory.stock.foundLot', { lot })
          : t('inventory.stock.foundLots', { lot, more: others.length })}
      </span>
    </span>
  );
}

function Available({ row }: { readonly row: StockListRow }) {
  if (wasNeverHere(row)) return <Empty />;
  const figure = <Quantity value={availableQuantity(row)} />;
  return isOut(row) && row.discontinued === 0 ? <span className="stock-out">{figure}</span> : figure;
}

function StockState({
  row,
  options: { t, expiringBy },
}: {
  readonly row: StockListRow;
  readonly options: StockColumnsOptions;
}) {
  const tag = (state: 'draft' | 'late' | 'wait', word: string) => (
    <StateTag state={state} plain>
      {t(`inventory.stock.states.${word}`)}
    </StateTag>
  );
  if (row.discontinued === 1) return tag('draft', 'discontinued');
  if (wasNeverHere(row)) return tag('draft', 'neverHere');
  const order = row.suggested > 0 ? t('inventory.stock.order', { quantity: row.suggested }) : null;
  if (isOut(row)) return <span title={order ?? undefined}>{tag('late', 'out')}</span>;
  if (needsReorder(row)) {
    return order === null ? (
      tag('wait', 'toOrder')
    ) : (
      <StateTag state="wait" plain>
        {order}
      </StateTag>
    );
  }
  // Low now, and enough is on its way.
  if (row.incoming > 0 && availableQuantity(row) <= row.reorderPoint) return tag('wait', 'onOrder');
  return row.nextExpiryOn !== null && row.nextExpiryOn <= expiringBy ? tag('wait', 'expiring') : null;
}
