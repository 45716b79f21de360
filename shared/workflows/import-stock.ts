import { z } from 'zod';
import { postingTime } from '../domains/admin/api.ts';
import {
  type OpenedRows,
  openStock,
  openStockFirst,
  STOCK_IMPORT_LIMIT_ROWS,
  stockImportRowFirstSchema,
  stockImportRowSchema,
} from '../domains/inventory/api.ts';
import { type CommandContext, defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { IMPORT_CHUNK_ROWS, type ImportResult } from '../kernel/import-fields.ts';
import { calendarDateSchema, type Instant } from '../kernel/instants.ts';
import type { Tx } from '../kernel/table.ts';

const refusals = {
  'inventory.warehouseGone': 'reject',
  'import.rowsLeftOut': 'adjust',
  'admin.periodClosed': 'adjust',
  'inventory.belowZero': 'flag',
} as const;
type Context = CommandContext<typeof refusals>;

/** What posting asks for (R12, R27, R32), whatever is posted. */
const dated = ['settings', 'periods', 'legalEntities', 'transfers', 'transferLines'] as const;
/** Where what is posted leaves its traces. */
const posted = [
  ...(['stockMovements', 'stockBalances', 'lotBalances', 'locationBalances', 'locationLotBalances'] as const),
  ...(['movementCosts', 'productCosts', 'countLines', 'serials', 'stockFlags'] as const),
] as const;

/** Opening stock by product, warehouse and lot, with what it cost, and goods under way (R110). */
export const importStock = defineCommand({
  name: 'inventory.importStock',
  version: 2,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    /** For rows that name none. */
    warehouseId: idSchema,
    /** When a lot came of which the file does not say it. */
    openedOn: calendarDateSchema,
    rows: z.array(stockImportRowSchema).min(1).max(STOCK_IMPORT_LIMIT_ROWS),
  }),
  reads: ['products', 'warehouses', 'receiptLines', ...dated],
  writes: [...posted, 'lots', 'expectedReceipts'],
  refusals,
  run: async (tx, args, context): Promise<ImportResult> =>
    sayWhatIsOff(await openStock(tx, args, await postedAt(tx, context), context), context),
  subject: ({ rows, importId: group }) => ({ rows: rows.length, group }),
});

/** As it was first released, by product and warehouse alone; it runs for ever. */
export const importStockFirst = defineCommand({
  name: 'inventory.importStock',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    warehouseId: idSchema,
    rows: z.array(stockImportRowFirstSchema).min(1).max(IMPORT_CHUNK_ROWS),
  }),
  reads: ['products', 'warehouses', 'lots', ...dated],
  writes: [...posted, 'expectedReceipts'],
  refusals,
  run: async (tx, args, context): Promise<ImportResult> =>
    sayWhatIsOff(await openStockFirst(tx, args, await postedAt(tx, context), context), context),
  subject: ({ rows, importId: group }) => ({ rows: rows.length, group }),
});

/** R12: movements that come late count from the first open day on; their rows keep when they were written. */
async function postedAt(tx: Tx, context: Context): Promise<Instant> {
  const { at, late } = await postingTime(tx, context.now);
  if (late) context.adjust('admin.periodClosed', { ...late });
  return at;
}

function sayWhatIsOff({ result, told }: OpenedRows, context: Context): ImportResult {
  // Pieces with numbers come by no import: below zero is all that can be told.
  for (const { params } of told) context.flag('inventory.belowZero', params);
  if (result.problems.length > 0) context.adjust('import.rowsLeftOut', { count: result.problems.length });
  return result;
}
