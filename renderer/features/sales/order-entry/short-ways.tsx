import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { useQuery } from '../../../app/use-query.ts';
import { shortDateText } from '../../../ui/format-text.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import type { LineFigures } from './draft-figures.ts';
import type { DraftAction } from './order-draft.ts';
import { type ShortLineWay, shortLineWays, type WarehouseStock } from './short-line-ways.ts';

interface ShortWaysProps {
  readonly short: LineFigures;
  readonly lines: readonly LineFigures[];
  readonly warehouseId: string;
  readonly company: Company;
  readonly change: (action: DraftAction) => void;
  /** After a way was taken the cursor goes on where it was. */
  readonly onTaken: () => void;
}

/** Alt+1 to Alt+3: what can be done about a line that asks for more than there is. */
export function ShortWays({ short, lines, warehouseId, company, change, onTaken }: ShortWaysProps): ReactNode {
  const productIds = [...new Set(lines.map(({ line }) => line.productId))].sort();
  const { data = [] } = useQuery<readonly WarehouseStock[]>('inventory.stockByWarehouse', { productIds });
  const ways = shortLineWays(short, lines, warehouseId, data);
  const take = (way: ShortLineWay | undefined) => {
    if (!way) return;
    const { key } = short.line;
    if (way.kind === 'split') change({ type: 'splitLine', key, firstQuantity: way.now });
    else if (way.kind === 'warehouse') change({ type: 'setWarehouse', warehouseId: way.warehouseId });
    else change({ type: 'keepBackOrder', key });
    onTaken();
  };
  useShortcut('alt+1', () => take(ways[0]), { labelKey: 'sales.orderEntry.wayKeys', enabled: ways.length > 0 });
  useShortcut('alt+2', () => take(ways[1]), { enabled: ways.length > 1 });
  useShortcut('alt+3', () => take(ways[2]), { enabled: ways.length > 2 });
  return ways.map((way, index) => (
    <button
      key={way.kind}
      type="button"
      className="order-way"
      tabIndex={-1}
      aria-keyshortcuts={`Alt+${index + 1}`}
      onClick={() => take(way)}
    >
      <KeyCap keys={`alt+${index + 1}`} />
      <WayText way={way} short={short} company={company} />
    </button>
  ));
}

function WayText({ way, short, company }: { way: ShortLineWay; short: LineFigures; company: Company }): ReactNode {
  const { t, i18n } = useTranslation();
  const due = short.stock?.incomingDueOn ?? null;
  const when = due ? t('sales.ways.laterOn', { due: shortDateText(due, i18n.language) }) : t('sales.ways.laterUnknown');
  if (way.kind === 'split') {
    return (
      <>
        <strong>{t('sales.ways.split')}</strong>
        <small>{t('sales.ways.splitMore', { now: way.now, later: way.later, when })}</small>
      </>
    );
  }
  if (way.kind === 'warehouse') {
    const name = company.warehouses.find((warehouse) => warehouse.id === way.warehouseId)?.name ?? '';
    return (
      <>
        <strong>{t('sales.ways.warehouse', { name })}</strong>
        <small>{t('sales.ways.warehouseMore', { available: way.available })}</small>
      </>
    );
  }
  return (
    <>
      <strong>{t('sales.ways.backOrder')}</strong>
      <small>{t('sales.ways.backOrderMore', { later: way.later, when })}</small>
    </>
  );
}
