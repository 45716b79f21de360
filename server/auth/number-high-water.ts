import type { Reader } from '#shared/kernel/table.ts';
import '#shared/domains/sales/tables.ts';

/**
 * The highest running number by series that the server has seen of a device code: `SO-K7-000123` → `SO`: 123. A device
 * whose numbers went back (a restored copy) goes on after it (R7).
 */
export async function readNumberHighWater(db: Reader, deviceCode: string): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('orders')
    .select('number')
    .where('deviceCode', '=', deviceCode)
    .orderBy('id')
    .execute();
  const highest: Record<string, number> = {};
  for (const { number } of rows) {
    const match = /^([A-Z]+)-([0-9A-Z]+)-(\d{1,15})$/.exec(number);
    const [, series, code, running] = match ?? [];
    if (series === undefined || code !== deviceCode) continue;
    highest[series] = Math.max(highest[series] ?? 0, Number(running));
  }
  return highest;
}
