import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/command.ts';
import { IMPORT_CHUNK_ROWS, type ImportProblem, type ImportResult } from '../../../kernel/import-fields.ts';
import { currencySchema } from '../../../kernel/money.ts';
import type { Row, Tx } from '../../../kernel/table.ts';
import { productsByCode } from '../api.ts';
import { type ProductImportRow, productImportRowSchema, productImportRowSecondSchema } from '../model.ts';
import { type OpeningCost, setOpeningCosts } from '../opening-costs.ts';

const COST_RIGHT = 'inventory.seeCost';

const head = {
  importId: z.string().max(60),
  currency: currencySchema,
  /** For rows that name none. */
  defaultUnit: z.string().min(1).max(20),
  defaultTaxCode: z.string().min(1).max(20),
};
const argsSchema = z.strictObject({ ...head, rows: z.array(productImportRowSchema).min(1).max(IMPORT_CHUNK_ROWS) });
type Args = z.infer<typeof argsSchema>;

const refusals = { 'import.rowsLeftOut': 'adjust' } as const;

/**
 * Creates products, or updates those whose code is known, with their floor price, their cost and how they are tracked
 * (R110). Empty cells leave old values.
 */
async function importRows(tx: Tx, args: Args, context: CommandContext<typeof refusals>): Promise<ImportResult> {
  const codes = args.rows.map((row) => row.code);
  const known = await productsByCode(tx, codes);
  const stocked = await productsInStock(tx, [...known.values()]);
  const problems: ImportProblem[] = [];
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const costs: OpeningCost[] = [];
  const done = new Map<string, 'created' | 'updated' | 'unchanged'>();
  const firstLines = new Map<string, number>();
  for (const row of args.rows) {
    const product = known.get(row.code);
    const problem = problemOf(row, product, {
      firstLine: firstLines.get(row.code),
      maySeeCost: context.actor.permissions.has(COST_RIGHT),
      isStocked: product !== undefined && stocked.has(product.id),
    });
    if (problem) {
      problems.push(problem);
      continue;
    }
    firstLines.set(row.code, row.line);
    const { line: _line, id, averageCost, ...told } = row;
    const productId = product?.id ?? id;
    if (!product) {
      await tx
        .insertInto('products')
        .values({
          ...told,
          id,
          unit: told.unit ?? args.defaultUnit,
          taxCode: told.taxCode ?? args.defaultTaxCode,
          currency: args.currency,
          reorderPoint: told.reorderPoint ?? 0,
          discontinued: told.discontinued ?? 0,
          tracking: told.tracking ?? 'none',
          ...context.created(),
        })
        .execute();
      done.set(productId, 'created');
    } else done.set(productId, await changeProduct(tx, product, told, context));
    if (averageCost !== null) costs.push({ productId, averageCost, currency: product?.currency ?? args.currency });
  }
  const recosted = await setOpeningCosts(tx, costs, context);
  for (const [productId, did] of done) counts[did === 'unchanged' && recosted.has(productId) ? 'updated' : did] += 1;
  if (problems.length > 0) context.adjust('import.rowsLeftOut', { count: problems.length });
  return { ...counts, problems };
}

interface Rows {
  readonly importId: string;
  readonly rows: readonly { readonly id: string }[];
}
const common = {
  name: 'inventory.importProducts',
  kind: 'request',
  permission: 'admin.importData',
  reads: ['products', 'productCosts', 'stockBalances', 'receiptLines'],
  writes: ['products', 'productCosts'],
  refusals,
  subject: ({ rows, importId: group }: Rows) => ({ rows: rows.length, group }),
  makes: ({ rows }: Rows) => rows.map((row) => row.id),
} as const;

/** With brand and the name in the other language. */
export const importProducts = defineCommand({ ...common, version: 3, args: argsSchema, run: importRows });

/** As it was before products had a brand; it runs for ever. */
export const importProductsSecond = defineCommand({
  ...common,
  version: 2,
  args: z.strictObject({ ...head, rows: z.array(productImportRowSecondSchema).min(1).max(IMPORT_CHUNK_ROWS) }),
  run: (tx, args, context) =>
    importRows(tx, { ...args, rows: args.rows.map((row) => ({ ...row, brand: null, otherName: null })) }, context),
});

/** Products of which something is there: how they are tracked cannot change any more. */
async function productsInStock(tx: Tx, products: readonly Row<'products'>[]): Promise<Set<string>> {
  if (products.length === 0) return new Set();
  const rows = await tx
    .selectFrom('stockBalances')
    .select('productId')
    .where(
      'productId',
      'in',
      products.map((product) => product.id),
    )
    .where('onHand', '<>', 0)
    .orderBy('id')
    .execute();
  return new Set(rows.map((row) => row.productId));
}

function problemOf(
  { line, code, tracking, averageCost, ...row }: ProductImportRow,
  product: Row<'products'> | undefined,
  facts: { readonly firstLine: number | undefined; readonly maySeeCost: boolean; readonly isStocked: boolean },
): ImportProblem | null {
  const { firstLine, maySeeCost, isStocked } = facts;
  if (firstLine !== undefined)
    return { line, column: 'code', code: 'import.duplicate', params: { cell: code, firstLine } };
  if (averageCost !== null && !maySeeCost)
    return { line, column: 'averageCost', code: 'import.noRightToCost', params: {} };
  if (product && isStocked && tracking !== null && tracking !== product.tracking) {
    return { line, column: 'tracking', code: 'import.trackingFixed', params: { cell: code } };
  }
  const unit = row.unit;
  if (product && isStocked && unit !== null && unit !== product.unit) {
    return { line, column: 'unit', code: 'import.unitFixed', params: { cell: unit, unit: product.unit } };
  }
  return null;
}

async function changeProduct(
  tx: Tx,
  product: Row<'products'>,
  told: Omit<ProductImportRow, 'line' | 'id' | 'averageCost'>,
  context: { updated(): object },
): Promise<'updated' | 'unchanged'> {
  const changes = Object.fromEntries(
    Object.entries(told).filter(([column, value]) => value !== null && value !== product[column as keyof typeof told]),
  );
  if (Object.keys(changes).length === 0) return 'unchanged';
  await tx
    .updateTable('products')
    .set({ ...changes, ...context.updated() })
    .where('id', '=', product.id)
    .execute();
  return 'updated';
}
