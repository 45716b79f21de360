import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { Promises } from '#shared/domains/inventory/queries/promises.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { useQuery } from '../../../app/use-query.ts';
import { shortDateText } from '../../../ui/format-text.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';
import { useToday } from '../../../ui/use-company.ts';
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
  const when = useWhen(short, lines, warehouseId);
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
      <WayText way={way} when={when} company={company} />
    </button>
  ));
}

/**
 * R21: when all of a line can go: the first day on which so much can be promised, after everybody who waits for it. What
 * comes is not enough for that where others wait for it, or where less is on order.
 */
function useWhen({ line, stock }: LineFigures, lines: readonly LineFigures[], warehouseId: string): string {
  const { t, i18n } = useTranslation();
  const today = useToday();
  const upToIt = lines.slice(0, lines.findIndex((each) => each.line.key === line.key) + 1);
  const wanted = upToIt.reduce(
    (sum, each) => sum + (each.line.productId === line.productId ? each.line.quantity : 0),
    0,
  );
  const asked = { productId: line.productId, warehouseId, on: null, wanted };
  const { data } = useQuery<Promises>('inventory.promises', asked);
  if (!data) return t('sales.ways.laterUnknown');
  const { firstOn } = data;
  if (firstOn === null) return t('sales.ways.laterNone');
  if (firstOn > today) return t('sales.ways.laterOn', { due: shortDateText(firstOn, i18n.language) });
  // It counts on what should have come before today, and has not.
  const due = stock?.incomingDueOn ?? null;
  return due === null
    ? t('sales.ways.laterUnknown')
    : t('sales.ways.laterLate', { due: shortDateText(due, i18n.language) });
}

function WayText({ way, when, company }: { way: ShortLineWay; when: string; company: Company }): ReactNode {
  const { t } = useTranslation();
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
