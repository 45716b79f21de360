/** The dialog of labels, for what must be looked up first: what came, the boxes of a delivery note, goods, places. */
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { LabelGoodsRow } from '#shared/domains/inventory/queries/label-goods.ts';
import type { LocationRow } from '#shared/domains/inventory/queries/places.ts';
import type { ProductCard } from '#shared/domains/inventory/queries/product-card.ts';
import type { ShipmentDocument } from '#shared/domains/inventory/queries/shipments.ts';
import type { StockLotRow } from '#shared/domains/inventory/queries/stock-lots.ts';
import { MOST_LABELS } from '#shared/kernel/labels/label.ts';
import type { Page, PageKey } from '#shared/kernel/paging.ts';
import type { Row } from '#shared/kernel/table.ts';
import { notifyRefusal } from '../../../app/notices.ts';
import { QueryRefused, runQuery, useQuery } from '../../../app/use-query.ts';
import { useToday } from '../../../ui/use-company.ts';
import { LabelDialog } from './label-dialog.tsx';
import {
  type BoxMark,
  type GoodsMark,
  type LabelItem,
  locationItems,
  markedItem,
  parcelItems,
  productItems,
  receivedItems,
} from './label-items.ts';

interface ReceiptLabelsProps {
  /** Of receipts, in the order in which they were booked. */
  readonly numbers: readonly string[];
  readonly onClose: () => void;
}

/** As many as are looked up at once: the last ones of an order that came in more parts. */
const MOST_RECEIPTS = 50;

/** n labels for each unit received, in one job (R112). */
export function ReceiptLabels({ numbers, onClose }: ReceiptLabelsProps): ReactNode {
  const latest = numbers.slice(-MOST_RECEIPTS);
  const { data } = useQuery<LabelGoodsRow[]>('inventory.labelGoods', { numbers: latest });
  const items = useMemo(() => receivedItems(data ?? []).slice(0, MOST_LABELS), [data]);
  if (data === undefined) return null;
  const [first = '', ...others] = latest;
  const last = others.at(-1);
  return <LabelDialog items={items} subject={last === undefined ? first : `${first} … ${last}`} onClose={onClose} />;
}

interface ParcelLabelsProps {
  readonly shipmentId: string;
  readonly onClose: () => void;
}

/** A label for each box of a shipment. */
export function ParcelLabels({ shipmentId, onClose }: ParcelLabelsProps): ReactNode {
  const { data } = useQuery<ShipmentDocument | null>('inventory.shipment', { id: shipmentId });
  const items = useMemo(() => (data ? parcelItems(data) : []), [data]);
  if (!data) return null;
  return <LabelDialog items={items} subject={data.head.number} onClose={onClose} />;
}

interface ProductLabelsProps {
  readonly product: Row<'products'>;
  readonly onClose: () => void;
}

/** A product's own label, and those of its lots in stock. */
export function ProductLabels({ product, onClose }: ProductLabelsProps): ReactNode {
  const today = useToday();
  const { data } = useQuery<StockLotRow[]>(
    'inventory.stockLots',
    { productId: product.id, warehouseId: null, today },
    { enabled: today !== '' },
  );
  const { data: card } = useQuery<ProductCard | null>('inventory.productCard', { id: product.id });
  const items = useMemo(
    () => (data && card !== undefined ? productItems(product, data, boxesOf(card)) : []),
    [product, data, card],
  );
  if (!data || card === undefined) return null;
  return <LabelDialog items={items} subject={product.code} onClose={onClose} />;
}

function boxesOf(card: ProductCard | null): BoxMark[] {
  const units = new Map(card?.units.map((unit) => [unit.id, unit]));
  return (card?.barcodes ?? []).map(({ id, unitId, code }) => ({ id, code, unit: units.get(unitId ?? '') ?? null }));
}

interface MarkLabelsProps {
  readonly productId: string;
  readonly mark: GoodsMark;
  readonly onClose: () => void;
}

/** Labels of one lot, or of one piece with a number of its own. */
export function MarkLabels({ productId, mark, onClose }: MarkLabelsProps): ReactNode {
  const { data } = useQuery<Row<'products'> | null>('inventory.product', { id: productId });
  const items = useMemo(() => (data ? [markedItem(data, mark, 1)] : []), [data, mark]);
  if (!data) return null;
  return <LabelDialog items={items} subject={mark.serialCode ?? mark.lotCode ?? data.code} onClose={onClose} />;
}

interface PlaceLabelsProps {
  /** The list's question: what it shows gets labels, more than its first page too. */
  readonly question: {
    readonly search: string;
    readonly warehouseId: string;
    readonly zoneId: string | null;
    readonly use: string;
  };
  readonly warehouseName: string;
  readonly onClose: () => void;
}

const PAGE_PLACES = 500;

/** Labels of the places that a list shows, in its order; of more than a job takes the first. */
export function PlaceLabels({ question, warehouseName, onClose }: PlaceLabelsProps): ReactNode {
  const [items, setItems] = useState<readonly LabelItem[] | null>(null);
  // What was asked when it was opened: the list may go on underneath.
  const [asked] = useState({ question, warehouseName });
  useEffect(() => {
    let isGone = false;
    readPlaces(asked.question).then(
      (rows) => {
        if (isGone) return;
        const places = rows.map(({ id, code, zoneCode }) => {
          return { id, code, where: [asked.warehouseName, zoneCode].filter(Boolean).join(' · ') };
        });
        setItems(locationItems(places));
      },
      (error: unknown) => {
        if (error instanceof QueryRefused) notifyRefusal(error.reason);
        else throw error;
      },
    );
    return () => {
      isGone = true;
    };
  }, [asked]);
  return items ? <LabelDialog items={items} subject={asked.warehouseName} onClose={onClose} /> : null;
}

async function readPlaces(question: PlaceLabelsProps['question']): Promise<LocationRow[]> {
  const rows: LocationRow[] = [];
  let cursor: PageKey | null = null;
  do {
    const args = { ...question, cursor, limit: PAGE_PLACES };
    const page: Page<LocationRow> = await runQuery<Page<LocationRow>>('inventory.locationList', args);
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null && rows.length < MOST_LABELS);
  return rows.slice(0, MOST_LABELS);
}
