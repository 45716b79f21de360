/** Orders at suppliers: written, ordered, changed, closed, cancelled, and made of suggestions (R34). */
import { z } from 'zod';
import {
  freeStockNumber,
  linesOfPurchase,
  type PurchaseLine,
  productsForDocument,
  purchaseById,
  purchaseForChange,
  setPurchaseState,
  supplierForPurchase,
  unitsById,
  warehouseForDocument,
  writePurchaseRows,
} from '../../domains/inventory/api.ts';
import { documentNumberSchema, isOwnNumber } from '../../domains/sales/api.ts';
import { type CommandContext, defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { calendarDateSchema } from '../../kernel/instants.ts';
import { positiveQuantitySchema, unitPriceSchema } from '../../kernel/money.ts';
import type { Tx } from '../../kernel/table.ts';
import { actorName, bookDay, bookDayTables } from './book-day.ts';

const LIMIT_LINES = 200;
const PERMISSION = 'inventory.purchase';
const SUPPLIER_RIGHT = 'inventory.seeSuppliers';
const COST_RIGHT = 'inventory.seeCost';

const purchaseSchema = z.strictObject({
  purchaseOrderId: idSchema,
  number: documentNumberSchema,
  supplierId: idSchema,
  warehouseId: idSchema,
  dueOn: calendarDateSchema.nullable(),
  note: z.string().max(2_000).nullable(),
  lines: z
    .array(
      z.strictObject({
        id: idSchema,
        productId: idSchema,
        /** One of the product's units; null: its base unit. */
        unitId: idSchema.nullable(),
        /** In base units (R31). */
        quantity: positiveQuantitySchema,
        dueOn: calendarDateSchema.nullable(),
        /** Of one base unit, without tax; null: nothing is said of it (R47). */
        unitCost: unitPriceSchema.nullable(),
      }),
    )
    .min(1)
    .max(LIMIT_LINES),
});
type PurchaseArgs = z.infer<typeof purchaseSchema>;

const refusals = {
  'kernel.notPermitted': 'reject',
  'inventory.warehouseGone': 'reject',
  'inventory.productGone': 'reject',
  'inventory.supplierGone': 'reject',
  'inventory.purchaseGone': 'reject',
  'inventory.purchaseNotOpen': 'reject',
  'inventory.purchaseFixed': 'reject',
  'inventory.numberNotOwn': 'reject',
  'inventory.unitGone': 'reject',
  'inventory.lineReceived': 'reject',
  'inventory.lineOfOther': 'reject',
  'inventory.goodsCame': 'reject',
  'inventory.numberTaken': 'adjust',
} as const;
type Context = CommandContext<typeof refusals>;

const tables = {
  reads: [...bookDayTables, ...(['warehouses', 'products', 'productUnits', 'suppliers'] as const)],
  writes: ['purchaseOrders', 'purchaseOrderLines', 'purchaseLineCosts', 'expectedReceipts', 'stockBalances'] as const,
} as const;

/** What the screen gets back. */
export interface WrittenPurchase {
  readonly purchaseOrderId: string;
  readonly number: string;
  readonly supplierName: string;
}

async function write(tx: Tx, args: PurchaseArgs, isOrdered: boolean, context: Context): Promise<WrittenPurchase> {
  requireSuppliers(context);
  const says = args.lines.some(({ unitCost }) => unitCost !== null);
  if (says && !context.actor.permissions.has(COST_RIGHT)) {
    throw context.refusal('kernel.notPermitted', { permission: COST_RIGHT });
  }
  const standing = await purchaseById(tx, args.purchaseOrderId);
  if (standing) await purchaseForChange(tx, standing.id, ['draft', 'open']);
  else if (!isOwnNumber(args.number, context.device)) {
    throw context.refusal('inventory.numberNotOwn', { number: args.number });
  }
  const warehouse = await warehouseForDocument(tx, args.warehouseId);
  const supplier = await supplierForPurchase(tx, args.supplierId);
  if (standing?.state === 'open' && (standing.supplierId !== supplier.id || standing.warehouseId !== warehouse.id)) {
    throw context.refusal('inventory.purchaseFixed', { number: standing.number });
  }
  const number = standing?.number ?? (await freeStockNumber(tx, 'purchaseOrders', args.number));
  if (!standing && number !== args.number) context.adjust('inventory.numberTaken', { wanted: args.number, number });
  const { openOn } = await bookDay(tx, context.now, context);
  const purchase = {
    ...{ id: args.purchaseOrderId, number, supplier, warehouseId: warehouse.id, orderedOn: openOn },
    ...{ dueOn: args.dueOn, note: args.note, orderedByName: await actorName(tx, context.actor) },
    state: isOrdered || standing?.state === 'open' ? ('open' as const) : ('draft' as const),
    lines: await linesFrom(tx, args, context),
  };
  await writePurchaseRows(tx, purchase, standing, context);
  return { purchaseOrderId: purchase.id, number, supplierName: supplier.name };
}

async function linesFrom(tx: Tx, { lines }: PurchaseArgs, context: Context): Promise<PurchaseLine[]> {
  const products = await productsForDocument(
    tx,
    lines.map(({ productId }) => productId),
  );
  const units = await unitsById(
    tx,
    lines.flatMap(({ unitId }) => unitId ?? []),
  );
  return lines.flatMap(({ productId, unitId, ...line }, index) => {
    const product = products.get(productId);
    if (!product) return [];
    const unit = unitId === null ? null : units.get(unitId);
    if (unit === undefined || (unit !== null && unit.productId !== productId)) {
      throw context.refusal('inventory.unitGone', { line: index + 1, product: product.name });
    }
    return [{ ...line, product, unit: unit?.name ?? product.unit, unitRatio: unit?.ratio ?? 1 }];
  });
}

function requireSuppliers(context: Context): void {
  if (context.actor.permissions.has(SUPPLIER_RIGHT)) return;
  throw context.refusal('kernel.notPermitted', { permission: SUPPLIER_RIGHT });
}

/** Writes a purchase order, or what has become of one; a draft may become anything, an open one keeps what came. */
export const writePurchase = defineCommand({
  name: 'inventory.writePurchase',
  version: 1,
  kind: 'request',
  permission: PERMISSION,
  args: purchaseSchema.extend({
    /** It goes to the supplier at once; else a new one is a draft. */
    isOrdered: z.boolean(),
  }),
  ...tables,
  refusals,
  run: (tx, { isOrdered, ...args }, context) => write(tx, args, isOrdered, context),
  subject: (_, { number: document, supplierName: party }) => ({ document, party }),
  makes: ({ purchaseOrderId, lines }) => [purchaseOrderId, ...lines.map(({ id }) => id)],
  withdraw: ({ purchaseOrderId }) => ({ name: 'inventory.cancelPurchase', args: { purchaseOrderId } }),
});

/** Suggestions of R34 become purchase orders, one for each supplier and warehouse, in one action. */
export const orderSuggested = defineCommand({
  name: 'inventory.orderSuggested',
  version: 1,
  kind: 'request',
  permission: PERMISSION,
  args: z.strictObject({ isOrdered: z.boolean(), purchases: z.array(purchaseSchema).min(1).max(50) }),
  ...tables,
  refusals,
  async run(tx, { isOrdered, purchases }, context): Promise<WrittenPurchase[]> {
    const written: WrittenPurchase[] = [];
    for (const purchase of purchases) written.push(await write(tx, purchase, isOrdered, context));
    return written;
  },
  subject: ({ purchases }) => ({ rows: purchases.length }),
  makes: ({ purchases }) =>
    purchases.flatMap(({ purchaseOrderId, lines }) => [purchaseOrderId, ...lines.map(({ id }) => id)]),
});

const only = z.strictObject({ purchaseOrderId: idSchema });
const about = (_: unknown, { number: document, supplierName: party }: WrittenPurchase) => ({ document, party });

/** A draft goes to the supplier: from now on its goods are expected. */
export const orderPurchase = defineCommand({
  name: 'inventory.orderPurchase',
  version: 1,
  kind: 'request',
  permission: PERMISSION,
  args: only,
  ...tables,
  refusals,
  async run(tx, { purchaseOrderId }, context): Promise<WrittenPurchase> {
    requireSuppliers(context);
    const { number, supplierName } = await purchaseForChange(tx, purchaseOrderId, ['draft']);
    const { openOn } = await bookDay(tx, context.now, context);
    await setPurchaseState(tx, purchaseOrderId, 'open', { orderedOn: openOn }, context);
    return { purchaseOrderId, number, supplierName };
  },
  subject: about,
});

/** Nothing more is expected of it. */
export const closePurchase = defineCommand({
  name: 'inventory.closePurchase',
  version: 1,
  kind: 'request',
  permission: PERMISSION,
  args: only,
  ...tables,
  refusals,
  async run(tx, { purchaseOrderId }, context): Promise<WrittenPurchase> {
    requireSuppliers(context);
    const { number, supplierName } = await purchaseForChange(tx, purchaseOrderId, ['open']);
    await setPurchaseState(tx, purchaseOrderId, 'closed', {}, context);
    return { purchaseOrderId, number, supplierName };
  },
  subject: about,
});

/** Takes back one of which nothing came. */
export const cancelPurchase = defineCommand({
  name: 'inventory.cancelPurchase',
  version: 1,
  kind: 'request',
  permission: PERMISSION,
  args: only,
  ...tables,
  refusals,
  async run(tx, { purchaseOrderId }, context): Promise<WrittenPurchase> {
    requireSuppliers(context);
    const { number, supplierName } = await purchaseForChange(tx, purchaseOrderId, ['draft', 'open']);
    const lines = await linesOfPurchase(tx, purchaseOrderId);
    if (lines.some(({ received }) => received > 0)) throw context.refusal('inventory.goodsCame', { number });
    await setPurchaseState(tx, purchaseOrderId, 'cancelled', {}, context);
    return { purchaseOrderId, number, supplierName };
  },
  subject: about,
});
