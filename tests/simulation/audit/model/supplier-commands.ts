/** Whom goods are bought from, as people keep them, and from whom those came that nobody had ordered. */
import type { ModelRow } from './business-rows.ts';
import { type Act, applied, type Ended, type ModelledRun, rejected } from './command-run.ts';
import { isLive, worksAt } from './document-words.ts';

const SEE = 'inventory.seeSuppliers';
const gone = rejected('inventory.supplierGone', {});

/** What a new supplier must say of itself. */
const columns = [
  ...['code', 'name', 'taxNumber', 'contactName', 'phone', 'email', 'address', 'city', 'country', 'currency'],
  ...['paymentTermsDays', 'leadDays'],
];

const refusedBlind = (act: Act): Ended | null =>
  act.permissions.has(SEE) ? null : rejected('kernel.notPermitted', { permission: SEE });

export const saveSupplier: ModelledRun = (rows, given, act) => {
  const { supplierId, fields } = given as { supplierId: string; fields: ModelRow };
  const refused = refusedBlind(act);
  if (refused) return refused;
  const known = rows.get('suppliers', supplierId);
  if (known && !isLive(known)) return gone;
  if (!known && columns.some((column) => fields[column] === undefined)) return gone;
  const changes = Object.fromEntries(
    Object.entries(fields).filter(([column, value]) => value !== undefined && value !== (known?.[column] ?? null)),
  );
  if (!known || 'code' in changes) {
    const isOther = (row: ModelRow) => isLive(row) && row.code === fields.code && row.id !== supplierId;
    const [other] = rows.find('suppliers', isOther).sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
    if (other) {
      const params = { code: fields.code ?? null, supplier: other.name ?? null };
      return rejected('inventory.supplierCodeTaken', params);
    }
  }
  if (!known) rows.insert('suppliers', { id: supplierId, ...fields }, act);
  else if (Object.keys(changes).length > 0) rows.update('suppliers', known, changes, act);
  return applied;
};

/** Only of goods that came without an order; the lots that had their supplier from them go with it. */
export const nameSupplier: ModelledRun = (rows, given, act) => {
  const { receiptId, supplierId } = given as { receiptId: string; supplierId: string | null };
  const refused = refusedBlind(act);
  if (refused) return refused;
  const receipt = rows.get('receipts', receiptId);
  if (!isLive(receipt) || !worksAt(act, receipt.warehouseId ?? null)) return rejected('inventory.receiptGone', {});
  if (receipt.purchaseOrderId !== null) {
    const params = { number: receipt.number ?? null, purchase: receipt.purchaseOrderNumber ?? '' };
    return rejected('inventory.receiptOfPurchase', params);
  }
  const supplier = rows.get('suppliers', supplierId);
  if (supplierId !== null && !isLive(supplier)) return gone;
  const before = receipt.supplierId;
  if (before === supplierId) return applied;
  rows.update('receipts', receipt, { supplierId, supplierName: supplier?.name ?? null }, act);
  const lotIds = new Set(rows.find('receiptLines', (row) => row.receiptId === receiptId).map(({ lotId }) => lotId));
  for (const lot of rows.find('lots', (row) => lotIds.has(row.id ?? null) && row.supplierId === before)) {
    rows.update('lots', lot, { supplierId }, act);
  }
  return applied;
};
