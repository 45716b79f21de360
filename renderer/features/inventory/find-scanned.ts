import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import type { SearchHit } from '../../app/feature.ts';
import { openTab } from '../../app/tabs.ts';
import { runQuery } from '../../app/use-query.ts';

/** Codes of boxes and labels are longer; what is shorter somebody types. */
const LEAST_CHARACTERS = 6;

/** What bears a code that was scanned into the search, where no list finds it by itself. */
export async function findScanned(typed: string, limitRows: number): Promise<readonly SearchHit[]> {
  const text = typed.trim();
  if (text.length < LEAST_CHARACTERS || /\s/.test(text)) return [];
  const { reading, products, lots, serials, documents } = await runQuery<Scanned>('inventory.scanned', {
    text,
    warehouseId: null,
  });
  const hasElements = reading.lot !== null || reading.serial !== null;
  const hits: SearchHit[] = [];
  for (const { id, code, productName } of reading.lot === null ? [] : lots) {
    hits.push({ id, code, name: productName, open: () => void openTab('lot', { lotId: id }) });
  }
  for (const { id, code, productName } of reading.serial === null ? [] : serials) {
    hits.push({ id, code, name: productName, open: () => void openTab('serial', { serialId: id }) });
  }
  for (const { id, code, name, unitName, unitRatio } of products) {
    if (unitRatio === 1 && !hasElements) continue;
    hits.push({ id, code, name, note: unitName, open: () => void openTab('product', { productId: id }) });
  }
  for (const { kind, id, number } of documents) {
    if (kind !== 'parcel') continue;
    hits.push({
      id: `${id} ${number}`,
      code: number,
      name: '',
      open: () => void openTab('shipment', { shipmentId: id }),
    });
  }
  return hits.slice(0, limitRows);
}
