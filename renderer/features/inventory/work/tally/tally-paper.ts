/** What a tally is about: the paper that it works off, as each mode reads it. */
import { useMemo } from 'react';
import type { CountLineRow, StockCount } from '#shared/domains/inventory/queries/count-list.ts';
import type { Purchase } from '#shared/domains/inventory/queries/purchase-list.ts';
import type { Workplace } from '#shared/domains/inventory/queries/put-away.ts';
import type { Transfer } from '#shared/domains/inventory/queries/transfer-list.ts';
import { type PartsUnderWay, sumParts } from '#shared/domains/inventory/rules/parts-under-way.ts';
import type { PaperLine, TallyMode, TallyState } from '#shared/domains/inventory/rules/tally.ts';
import { shelfKey } from '#shared/domains/inventory/rules/tally-decision.ts';
import { stillAllowed } from '#shared/domains/inventory/rules/tolerance.ts';
import { useSignedIn } from '../../../../app/session.ts';
import { type QueryState, useQuery } from '../../../../app/use-query.ts';
import { useCompany } from '../../../../ui/use-company.ts';

/** One product of a paper, as its operator reads it. */
export interface PaperGoods extends PaperLine {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly lotCode: string | null;
}

export interface TallyPaper {
  readonly number: string;
  readonly warehouseId: string;
  readonly warehouseName: string;
  /** Its goods are told with their places. */
  readonly hasPlaces: boolean;
  readonly placeExample: string | null;
  /** From whom it comes, or where it goes. */
  readonly party: string | null;
  readonly supplierId: string | null;
  readonly purchaseOrderId: string | null;
  readonly lines: readonly PaperGoods[];
  /** With the tolerance; null: anything may come. */
  readonly allowed: ReadonlyMap<string, number> | null;
  /** Take in: the lots and pieces that are under way, by product; none: they are not told apart. */
  readonly underWay: ReadonlyMap<string, PartsUnderWay>;
  /** Count: its shelves in the order of the way. */
  readonly shelves: readonly CountLineRow[];
  /** Count: the zones that it is about; null: the whole warehouse. */
  readonly zoneIds: ReadonlySet<string> | null;
  /** Count: the goods that it is about; null: whatever lies there. */
  readonly countedIds: ReadonlySet<string> | null;
  readonly ownRecounts: ReadonlySet<string>;
}

/** What stands on top of the desk: the paper, where it is worked off, and who brought what nobody ordered. */
export function subjectOf({ number, warehouseName }: TallyPaper, { supplier }: TallyState): string {
  return [number, warehouseName, supplier?.name ?? ''].filter((word) => word !== '').join(' · ');
}

const bare = {
  ...{ number: '', party: null, supplierId: null, purchaseOrderId: null, lines: [], allowed: null, shelves: [] },
  ...{ zoneIds: null, countedIds: null, ownRecounts: new Set<string>(), underWay: new Map<string, PartsUnderWay>() },
};

/**
 * The paper behind a document's id; undefined until it is known, null where it is gone.
 * @param documentId of a purchase order, a transfer or a count; of a warehouse where goods are put away or come without
 *   an order
 */
export function useTallyPaper(mode: TallyMode, documentId: string, isBlind: boolean) {
  const { user } = useSignedIn();
  const company = useCompany();
  const workplaces = useQuery<readonly Workplace[]>('inventory.workplaces', {});
  const args = { id: documentId };
  const purchase = useQuery<Purchase | null>('inventory.purchase', args, {
    enabled: mode === 'receive' && !isBlind,
  });
  const transfer = useQuery<Transfer | null>('inventory.transfer', args, {
    enabled: mode === 'send' || mode === 'takeIn',
  });
  const count = useQuery<StockCount | null>('inventory.stockCount', args, { enabled: mode === 'count' });
  const paper = useMemo((): TallyPaper | null | undefined => {
    const places = workplaces.data;
    if (!company || !places) return undefined;
    const at = (warehouseId: string) => {
      const name = company.warehouses.find(({ id }) => id === warehouseId)?.name ?? '';
      const { hasPlaces = false, placeExample = null } = places.find(({ id }) => id === warehouseId) ?? {};
      return { ...bare, warehouseId, warehouseName: name, hasPlaces, placeExample };
    };
    if (mode === 'putAway' || isBlind) return at(documentId);
    if (mode === 'receive') {
      const { data } = purchase;
      const tolerance = company.settings['inventory.receiptTolerance'];
      return data && { ...at(data.head.warehouseId), ...fromPurchase(data, tolerance) };
    }
    if (mode === 'count') {
      const { data } = count;
      return data && { ...at(data.head.warehouseId), ...fromCount(data, user.id) };
    }
    const { data } = transfer;
    if (!data) return data;
    const { fromWarehouseId, toWarehouseId } = data.head;
    return { ...at(mode === 'send' ? fromWarehouseId : toWarehouseId), ...fromTransfer(data, mode) };
  }, [company, workplaces.data, mode, documentId, isBlind, purchase, transfer, count, user.id]);
  const asked: readonly QueryState<unknown>[] = [workplaces, purchase, transfer, count];
  return { paper, refusal: asked.find(({ refusal }) => refusal !== null)?.refusal ?? null };
}

function sumsOf(lines: readonly (PaperLine & { readonly most: number })[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { productId, most } of lines) sums.set(productId, (sums.get(productId) ?? 0) + most);
  return sums;
}

function fromPurchase({ head, lines }: Purchase, tolerance: number) {
  const open = lines.map(({ id, productId, quantity, received, productCode, productName, baseUnit }) => ({
    ...{ id, productId, open: Math.max(0, quantity - received) },
    ...{ code: productCode, name: productName, unit: baseUnit, lotCode: null },
    most: stillAllowed(quantity, received, tolerance),
  }));
  return {
    ...{ number: head.number, supplierId: head.supplierId, purchaseOrderId: head.id, party: head.supplierName },
    ...{ lines: open, allowed: sumsOf(open) },
  };
}

function fromTransfer({ head, lines }: Transfer, mode: TallyMode) {
  const isSending = mode === 'send';
  const open = lines.map(({ id, productId, quantity, sent, underWay, productCode, productName, unit, lotCode }) => {
    const left = Math.max(0, isSending ? quantity - sent : underWay);
    return { id, productId, open: left, most: left, code: productCode, name: productName, unit, lotCode };
  });
  const party = isSending ? head.toWarehouseName : head.fromWarehouseName;
  return { number: head.number, party, lines: open, allowed: sumsOf(open), underWay: partsByProduct(lines) };
}

function partsByProduct(lines: Transfer['lines']): ReadonlyMap<string, PartsUnderWay> {
  const byProduct = new Map<string, PartsUnderWay>();
  for (const { productId, tracking } of lines) {
    const parts = tracking === 'none' ? null : sumParts(lines.filter((line) => line.productId === productId));
    if (parts) byProduct.set(productId, parts);
  }
  return byProduct;
}

function fromCount({ head, lines }: StockCount, userId: string) {
  const isPart = head.basis === 'zone';
  const isOfGoods = head.basis === 'chosen' || head.basis === 'cycle';
  const own = lines.filter(({ state, countedBy }) => state === 'recount' && countedBy === userId);
  return {
    number: head.number,
    shelves: lines,
    zoneIds: isPart ? new Set(lines.flatMap(({ zoneId }) => zoneId ?? [])) : null,
    countedIds: isOfGoods ? new Set(lines.map(({ productId }) => productId)) : null,
    ownRecounts: new Set(own.map(shelfKey)),
  };
}
