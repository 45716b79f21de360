import { z } from 'zod';
import type { CalendarDate } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** What one label of goods that came says, and of how many units. */
export interface LabelGoodsRow {
  readonly id: string;
  readonly receiptNumber: string;
  readonly receivedOn: CalendarDate;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly packaging: string | null;
  readonly barcode: string | null;
  readonly unit: string;
  readonly lotCode: string | null;
  readonly expiresOn: CalendarDate | null;
  readonly serialCode: string | null;
  readonly locationCode: string | null;
  readonly quantity: Quantity;
  readonly condition: 'saleable' | 'quarantine';
}

const MOST_RECEIPTS = 50;

/** What came with receipts, line by line, for its labels (R112). Receipts that are not here bring no lines. */
export const labelGoods = defineQuery({
  name: 'inventory.labelGoods',
  permission: 'inventory.see',
  args: z.strictObject({ numbers: z.array(z.string().min(1).max(40)).min(1).max(MOST_RECEIPTS) }),
  reads: ['receipts', 'receiptLines', 'products', 'lots'],
  async run(db, { numbers }): Promise<LabelGoodsRow[]> {
    return (
      db
        .selectFrom('receipts')
        .innerJoin('receiptLines', 'receiptLines.receiptId', 'receipts.id')
        .innerJoin('products', 'products.id', 'receiptLines.productId')
        .leftJoin('lots', 'lots.id', 'receiptLines.lotId')
        .select(['receiptLines.id', 'receiptLines.productId', 'receiptLines.productCode', 'receiptLines.productName'])
        .select(['receiptLines.unit', 'receiptLines.lotCode', 'receiptLines.serialCode', 'receiptLines.locationCode'])
        .select(['receiptLines.quantity', 'receiptLines.condition'])
        .select(['receipts.number as receiptNumber', 'receipts.receivedOn', 'products.barcode', 'products.packaging'])
        // A lot keeps the first day that it came with; a line says only what this delivery's paper said.
        .select((eb) => eb.fn.coalesce('lots.expiresOn', 'receiptLines.expiresOn').as('expiresOn'))
        .where('receipts.number', 'in', numbers)
        .where('receipts.deletedAt', 'is', null)
        .where('receiptLines.deletedAt', 'is', null)
        .where('receiptLines.quantity', '>', 0)
        .orderBy('receipts.number')
        .orderBy('receiptLines.position')
        .orderBy('receiptLines.id')
        .execute()
    );
  },
});
