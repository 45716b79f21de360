/** Products as people write them: shared by the commands that make and change them. */
import type { WriteContext } from '../../kernel/command.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import type { WrittenBarcode, WrittenUnit } from './catalogue-model.ts';

/**
 * A product that is to be changed.
 * @throws Refusal `inventory.productRemoved`
 */
export async function productForChange(tx: Tx, id: string): Promise<Row<'products'>> {
  const row = await productById(tx, id);
  if (!row || row.deletedAt !== null) throw new Refusal('inventory.productRemoved', {});
  return row;
}

export async function productById(tx: Tx, id: string): Promise<Row<'products'> | undefined> {
  return tx.selectFrom('products').selectAll().where('id', '=', id).orderBy('id').executeTakeFirst();
}

/**
 * SKUs are what people and files call goods by: each is one product's alone.
 * @throws Refusal `inventory.productCodeTaken` naming who has it
 */
export async function checkProductCodes(
  tx: Tx,
  wanted: readonly { readonly productId: string; readonly code: string }[],
): Promise<void> {
  const owners = new Map<string, string>();
  for (const { productId, code } of wanted) {
    if (owners.has(code)) throw new Refusal('inventory.productCodeTwice', { code });
    owners.set(code, productId);
  }
  if (owners.size === 0) return;
  const rows = await tx
    .selectFrom('products')
    .select(['id', 'code', 'name'])
    .where('code', 'in', [...owners.keys()])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const taken = rows.find(({ id, code }) => owners.get(code) !== id);
  if (taken) throw new Refusal('inventory.productCodeTaken', { code: taken.code, product: taken.name });
}

/** Whether anything of a product lies somewhere, is held back, or is on its way between warehouses. */
export async function isInStock(tx: Tx, productId: string): Promise<boolean> {
  const shelf = await tx
    .selectFrom('stockBalances')
    .select('id')
    .where('productId', '=', productId)
    .where((eb) => eb.or([eb('onHand', '<>', 0), eb('reserved', '<>', 0)]))
    .orderBy('id')
    .executeTakeFirst();
  if (shelf) return true;
  const underWay = await tx
    .selectFrom('expectedReceipts')
    .select('id')
    .where('productId', '=', productId)
    .where('origin', '=', 'transfer')
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  return underWay !== undefined;
}

/**
 * Sets what a product is counted in beside its base unit; units that are left out go.
 * @throws Refusal `inventory.unitNameTwice`
 */
export async function writeUnits(
  tx: Tx,
  product: { readonly id: string; readonly unit: string },
  units: readonly WrittenUnit[],
  context: WriteContext,
): Promise<void> {
  const names = new Set([product.unit]);
  for (const { name } of units) {
    if (names.has(name)) throw new Refusal('inventory.unitNameTwice', { name });
    names.add(name);
  }
  const rows = await tx
    .selectFrom('productUnits')
    .selectAll()
    .where('productId', '=', product.id)
    .orderBy('id')
    .execute();
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const { id, name, ratio, forSale, forPurchase } of units) {
    const row = { name, ratio, forSale: asFlag(forSale), forPurchase: asFlag(forPurchase) };
    const before = known.get(id);
    if (!before) {
      await tx
        .insertInto('productUnits')
        .values({ id, productId: product.id, ...row, ...context.created() })
        .execute();
    } else if (!isSame(before, { ...row, deletedAt: null })) {
      await tx
        .updateTable('productUnits')
        .set({ ...row, deletedAt: null, ...context.updated() })
        .where('id', '=', id)
        .execute();
    }
  }
  const kept = new Set(units.map(({ id }) => id));
  for (const row of rows.filter(({ id, deletedAt }) => deletedAt === null && !kept.has(id))) {
    await tx
      .updateTable('productUnits')
      .set({ deletedAt: context.now, ...context.updated() })
      .where('id', '=', row.id)
      .execute();
  }
}

/** Sets the barcodes beside a product's own one; those that are left out go. Whether they may be, the caller has asked. */
export async function writeBarcodes(
  tx: Tx,
  productId: string,
  barcodes: readonly WrittenBarcode[],
  context: WriteContext,
): Promise<void> {
  const rows = await tx
    .selectFrom('productBarcodes')
    .selectAll()
    .where('productId', '=', productId)
    .orderBy('id')
    .execute();
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const { id, unitId, code } of barcodes) {
    const before = known.get(id);
    if (!before) {
      await tx
        .insertInto('productBarcodes')
        .values({ id, productId, unitId, code, ...context.created() })
        .execute();
    } else if (!isSame(before, { unitId, code, deletedAt: null })) {
      await tx
        .updateTable('productBarcodes')
        .set({ unitId, code, deletedAt: null, ...context.updated() })
        .where('id', '=', id)
        .execute();
    }
  }
  const kept = new Set(barcodes.map(({ id }) => id));
  for (const row of rows.filter(({ id, deletedAt }) => deletedAt === null && !kept.has(id))) {
    await tx
      .updateTable('productBarcodes')
      .set({ deletedAt: context.now, ...context.updated() })
      .where('id', '=', row.id)
      .execute();
  }
}

const asFlag = (value: boolean): 0 | 1 => (value ? 1 : 0);

const isSame = <Known extends object>(row: Known, wanted: Partial<Known>): boolean =>
  Object.entries(wanted).every(([column, value]) => row[column as keyof Known] === value);
