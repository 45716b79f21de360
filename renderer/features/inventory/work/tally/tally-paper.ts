/** What a tally is about: the paper that it works off, as each mode reads it. */
import { useMemo } from 'react';
import type { StockCount } from '#shared/domains/inventory/queries/count-list.ts';
import type { Purchase } from '#shared/domains/inventory/queries/purchase-list.ts';
import type { Transfer } from '#shared/domains/inventory/queries/transfer-list.ts';
import type { PaperLine, TallyMode } from '#shared/domains/inventory/rules/tally.ts';
import { stillAllowed } from '#shared/domains/inventory/rules/tolerance.ts';
import { type QueryState, useQuery } from '../../../../app/use-query.ts';
import { useCompany } from '../../../../ui/use-company.ts';

export interface TallyPaper {
  readonly number: string;
  readonly warehouseId: string;
  readonly warehouseName: string;
  readonly supplierId: string | null;
  readonly purchaseOrderId: string | null;
  readonly lines: readonly PaperLine[];
  /** With the tolerance; null: anything may come. */
  readonly allowed: ReadonlyMap<string, number> | null;
}

/**
 * The paper behind a document's id; undefined until it is known, null where it is gone.
 * @param documentId of a purchase order, a transfer, a count, or of a warehouse where things are put away
 * @param isBlind goods that came without an order of ours
 */
export function useTallyPaper(mode: TallyMode, documentId: string, isBlind: boolean) {
  const company = useCompany();
  const args = { id: documentId };
  const purchase = useQuery<Purchase | null>('inventory.purchase', args, {
    enabled: mode === 'receive' && !isBlind,
  });
  const transfer = useQuery<Transfer | null>('inventory.transfer', args, {
    enabled: mode === 'send' || mode === 'takeIn',
  });
  const count = useQuery<StockCount | null>('inventory.stockCount', args, {
    enabled: mode === 'count',
  });
  const paper = useMemo((): TallyPaper | null | undefined => {
    if (!company) return undefined;
    const nameOf = (id: string) => company.warehouses.find((each) => each.id === id)?.name ?? '';
    const bare = { supplierId: null, purchaseOrderId: null, lines: [], allowed: null };
    if (mode === 'putAway' || isBlind) {
      const id = mode === 'putAway' ? documentId : (company.warehouses[0]?.id ?? '');
      return { ...bare, number: '', warehouseId: id, warehouseName: nameOf(id) };
    }
    if (mode === 'receive') return purchase.data && fromPurchase(purchase.data, nameOf, company.settings);
    if (mode === 'count') {
      const { data } = count;
      if (!data) return data;
      const { number, warehouseId: id } = data.head;
      return { ...bare, number, warehouseId: id, warehouseName: nameOf(id) };
    }
    return transfer.data && fromTransfer(transfer.data, mode);
  }, [company, mode, documentId, isBlind, purchase.data, transfer.data, count]);
  const asked: readonly QueryState<unknown>[] = [purchase, transfer, count];
  return { paper, refusal: asked.find(({ refusal }) => refusal !== null)?.refusal ?? null };
}

function sumsOf(lines: readonly (PaperLine & { readonly most: number })[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { productId, most } of lines) sums.set(productId, (sums.get(productId) ?? 0) + most);
  return sums;
}

function fromPurchase(
  { head, lines }: Purchase,
  nameOf: (id: string) => string,
  settings: { readonly 'inventory.receiptTolerance': number },
): TallyPaper {
  const open = lines.map(({ id, productId, quantity, received }) => ({
    ...{ id, productId, open: quantity - received },
    most: stillAllowed(quantity, received, settings['inventory.receiptTolerance']),
  }));
  return {
    ...{ number: head.number, warehouseId: head.warehouseId, warehouseName: nameOf(head.warehouseId) },
    ...{ supplierId: head.supplierId, purchaseOrderId: head.id, lines: open, allowed: sumsOf(open) },
  };
}

function fromTransfer({ head, lines }: Transfer, mode: TallyMode): TallyPaper {
  const open = lines.map(({ id, productId, quantity, sent, underWay }) => {
    const left = mode === 'send' ? Math.max(0, quantity - sent) : Math.max(0, underWay);
    return { id, productId, open: left, most: left };
  });
  const where =
    mode === 'send'
      ? { warehouseId: head.fromWarehouseId, warehouseName: head.fromWarehouseName }
      : { warehouseId: head.toWarehouseId, warehouseName: head.toWarehouseName };
  const bare = { supplierId: null, purchaseOrderId: null };
  return { number: head.number, ...where, ...bare, lines: open, allowed: sumsOf(open) };
}
