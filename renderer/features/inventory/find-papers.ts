/** Papers of the warehouse by their numbers, in the search of the header: for whoever may open them. */
import { permissions } from '#shared/domains/admin/model.ts';
import type { Page } from '#shared/kernel/paging.ts';
import type { SearchHit, TabParams } from '../../app/feature.ts';
import { i18n } from '../../app/i18n.ts';
import { may, useSession } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { runQuery } from '../../app/use-query.ts';

/** A number has a digit: by names the customer, the supplier or the goods are meant. */
const isNumber = (text: string): boolean => text.length >= LEAST_CHARACTERS && /\d/.test(text) && !/\s/.test(text);
const LEAST_CHARACTERS = 3;

interface PaperRow {
  readonly id: string;
  readonly number: string;
  readonly customerName?: string;
  readonly supplierName?: string | null;
  readonly fromWarehouseName?: string;
  readonly toWarehouseName?: string;
}

interface PaperKind {
  readonly query: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What it is, as its list is called. */
  readonly titleKey: string;
  readonly permission: string | readonly string[];
  readonly route: string;
  readonly params: (id: string) => TabParams;
}

const kinds: readonly PaperKind[] = [
  {
    ...{ query: 'inventory.shipmentList', args: { state: null, warehouseId: null }, route: 'shipment' },
    ...{ titleKey: 'inventory.shipments.title', permission: permissions.seeStock },
    params: (shipmentId) => ({ shipmentId }),
  },
  {
    // The day is for late ones alone, which are not asked for.
    ...{ query: 'inventory.purchaseList', args: { filter: null, warehouseId: null, today: '2000-01-01' } },
    ...{ route: 'purchase', titleKey: 'inventory.purchases.title', permission: permissions.seeSuppliers },
    params: (purchaseOrderId) => ({ purchaseOrderId }),
  },
  {
    ...{ query: 'inventory.receiptList', args: { warehouseId: null }, route: 'receipt' },
    ...{ titleKey: 'inventory.receipts.title', permission: permissions.seeStock },
    params: (receiptId) => ({ receiptId }),
  },
  {
    ...{ query: 'inventory.transferList', args: { filter: null }, route: 'transfer' },
    ...{ titleKey: 'inventory.transfers.title', permission: permissions.transferStock },
    params: (transferId) => ({ transferId }),
  },
  {
    ...{ query: 'inventory.countList', args: { filter: null, warehouseId: null }, route: 'stockCount' },
    ...{ titleKey: 'inventory.counts.title', permission: [permissions.countStock, 'inventory.postCount'] },
    params: (countId) => ({ countId }),
  },
  {
    ...{ query: 'inventory.goodsReturnList', args: { warehouseId: null }, route: 'goodsReturn' },
    ...{ titleKey: 'inventory.returns.title', permission: permissions.seeStock },
    params: (goodsReturnId) => ({ goodsReturnId }),
  },
];

/** Delivery notes, purchase orders, receipts, transfers, counts and returns whose number fits what was typed. */
export async function findPapers(typed: string, limitRows: number): Promise<readonly SearchHit[]> {
  const text = typed.trim();
  if (!isNumber(text)) return [];
  const { session } = useSession.getState();
  const own = kinds.filter(({ permission }) => may(session, permission));
  // A list that fails leaves the others standing.
  const found = await Promise.all(own.map((kind) => hitsOf(kind, text, limitRows).catch(() => [])));
  return found.flat().slice(0, limitRows);
}

async function hitsOf(kind: PaperKind, search: string, limit: number): Promise<readonly SearchHit[]> {
  const page = await runQuery<Page<PaperRow>>(kind.query, { ...kind.args, search, cursor: null, limit });
  return page.rows.map((row) => {
    const way = row.fromWarehouseName === undefined ? null : `${row.fromWarehouseName} → ${row.toWarehouseName}`;
    return {
      ...{ id: row.id, code: row.number, name: row.customerName ?? row.supplierName ?? way ?? '' },
      note: i18n.t(kind.titleKey),
      open: () => void openTab(kind.route, kind.params(row.id)),
    };
  });
}
