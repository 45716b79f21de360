import { useMemo } from 'react';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { OrderChange } from '#shared/domains/sales/queries/order-changes.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import { useQuery } from '../../../app/use-query.ts';
import { placeName, useCompany } from '../../../ui/use-company.ts';
import { mostElsewhere, type OrderLine, type WarehouseStock } from './ways-out.ts';

/** A line with pieces on back-order that nobody has decided about, and what is known around it on this device. */
export interface OpenShortage {
  readonly document: OrderDocument;
  readonly line: OrderLine;
  readonly warehouseName: string;
  /** The other warehouse that has most. */
  readonly elsewhere: { readonly warehouseId: string; readonly name: string; readonly available: number } | null;
  /** The next delivery that is known. */
  readonly dueOn: CalendarDate | null;
}

/** Whether somebody decided since a moment that a line's missing pieces wait; any other decision leaves none missing. */
export function isKept(changes: readonly OrderChange[], lineId: string, sinceMs: number): boolean {
  return changes.some(
    (each) => each.orderLineId === lineId && each.kind === 'backOrderKept' && each.changedAt >= sinceMs,
  );
}

interface Question {
  readonly orderId: string;
  readonly findLine: (lines: readonly OrderLine[]) => OrderLine | undefined;
  /** Decisions from then on count. */
  readonly sinceMs: number;
}

/** `settled`: there is nothing on back-order any more, or somebody has decided, or this device does not hold the order. */
export function useShortage({ orderId, findLine, sinceMs }: Question): OpenShortage | 'loading' | 'settled' {
  const order = useQuery<OrderDocument | null>('sales.order', { id: orderId });
  const changes = useQuery<readonly OrderChange[]>('sales.orderChanges', { orderId });
  const company = useCompany();
  const line = order.data ? findLine(order.data.lines) : undefined;
  const enabled = line !== undefined;
  const warehouseId = order.data?.order.warehouseId ?? null;
  const ids = useMemo(() => (line ? [line.productId] : []), [line]);
  const stock = useQuery<readonly WarehouseStock[]>('inventory.stockByWarehouse', { productIds: ids }, { enabled });
  const products = useQuery<readonly ProductListRow[]>('inventory.productsById', { ids, warehouseId }, { enabled });
  if (order.refusal) return 'settled';
  if (order.data === undefined || !company) return 'loading';
  if (order.data === null || order.data.order.state !== 'open' || !line || line.backOrdered === 0) return 'settled';
  if (changes.data === undefined && !changes.refusal) return 'loading';
  if (isKept(changes.data ?? [], line.id, sinceMs)) return 'settled';
  if (stock.loading || products.loading) return 'loading';
  const nameOf = (id: string) => placeName(company, id) ?? '';
  const most = mostElsewhere(stock.data ?? [], order.data.order.warehouseId);
  return {
    document: order.data,
    line,
    warehouseName: nameOf(order.data.order.warehouseId),
    elsewhere: most && { ...most, name: nameOf(most.warehouseId) },
    dueOn: products.data?.[0]?.incomingDueOn ?? null,
  };
}
