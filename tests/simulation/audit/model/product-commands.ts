/** Products as people keep them: what they are, how they are counted and scanned, what stands in for them, when they are ordered. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, applied, type ModelledRun, rejected } from './command-run.ts';
import { allOrNothing, isLive, Refused } from './document-words.ts';

const PRICE = 'inventory.saveProduct#price';
const removed = rejected('inventory.productRemoved', {});

/** What a new product must say of itself. */
const columns = [
  ...['code', 'name', 'category', 'unit', 'packaging', 'basePrice', 'floorPrice', 'currency', 'taxCode', 'barcode'],
  ...['reorderPoint', 'tracking', 'weightGrams', 'shelfLifeDays', 'pictureHash'],
];
/** And what it may say. */
const allColumns = [...columns, 'brand', 'otherName'];

interface Unit {
  readonly id: string;
  readonly name: string;
  readonly ratio: number;
  readonly forSale: boolean;
  readonly forPurchase: boolean;
}

interface Barcode {
  readonly id: string;
  readonly unitId: string | null;
  readonly code: string;
}

interface Product {
  readonly productId: string;
  readonly fields: ModelRow;
  readonly units: readonly Unit[] | null;
  readonly barcodes: readonly Barcode[] | null;
}

const liveOf = (rows: BusinessRows, table: string, productId: string): ModelRow[] =>
  rows.find(table, (row) => row.productId === productId && isLive(row));

/** Of everything that a person reads: nothing in stock, reserved, or between warehouses. */
function isThere(rows: BusinessRows, productId: string): boolean {
  const isHeld = (row: ModelRow) => row.productId === productId && (row.onHand !== 0 || row.reserved !== 0);
  const isOnTheWay = (row: ModelRow) => row.productId === productId && row.origin === 'transfer' && isLive(row);
  return rows.find('stockBalances', isHeld).length > 0 || rows.find('expectedReceipts', isOnTheWay).length > 0;
}

/** Each code is one product's: the SKU that somebody else has, by who was there first. */
function refuseTakenCodes(rows: BusinessRows, wanted: ReadonlyMap<string, string>): void {
  const [taken] = rows.find(
    'products',
    (row) => isLive(row) && wanted.has(String(row.code)) && wanted.get(String(row.code)) !== row.id,
  );
  if (taken) throw new Refused('inventory.productCodeTaken', { code: taken.code ?? null, product: taken.name ?? null });
}

const spelled = (code: string): string[] => [...new Set([code, code.toUpperCase(), code.toLowerCase()])];

/** A scan means one thing. The simulation scans no article numbers. */
function refuseDoubleScans(rows: BusinessRows, productId: string, codes: readonly string[]): void {
  const forms = new Set<string>();
  for (const code of codes) {
    if (/^\d{8,}$/.test(code)) throw new Error(`${code}: article numbers are not modelled`);
    if (spelled(code).some((form) => forms.has(form))) throw new Refused('inventory.barcodeTwice', { code });
    for (const form of spelled(code)) forms.add(form);
  }
  const isAsked = (code: Cell | undefined) => typeof code === 'string' && forms.has(code);
  const tell = (row: ModelRow, code: Cell) =>
    new Refused('inventory.barcodeTaken', { code, productCode: row.code ?? null, product: row.name ?? null });
  for (const row of rows.find('products', isLive)) {
    if (row.id === productId) continue;
    for (const code of [row.barcode, row.code]) if (isAsked(code)) throw tell(row, code ?? null);
  }
  for (const beside of rows.find('productBarcodes', isLive)) {
    const owner = rows.get('products', beside.productId);
    if (isLive(owner) && owner.id !== productId && isAsked(beside.code)) throw tell(owner, beside.code ?? null);
  }
}

/** What is wanted is there, what is not wanted is gone; what is as it was is not touched. */
function keepExactly(
  rows: BusinessRows,
  table: string,
  productId: string,
  wanted: readonly ModelRow[],
  act: Act,
): void {
  const standing = rows.find(table, (row) => row.productId === productId);
  for (const want of wanted) {
    const known = standing.find(({ id }) => id === want.id);
    const next = { ...want, deletedAt: null };
    if (!known) rows.insert(table, { ...want, productId }, act);
    else if (Object.entries(next).some(([column, value]) => known[column] !== value)) {
      rows.update(table, known, next, act);
    }
  }
  for (const row of standing.filter(isLive)) {
    if (!wanted.some(({ id }) => id === row.id)) rows.update(table, row, { deletedAt: act.now }, act);
  }
}

const flag = (value: boolean): number => (value ? 1 : 0);

function keepUnits(rows: BusinessRows, product: ModelRow, units: readonly Unit[], act: Act): void {
  const names = [String(product.unit), ...units.map(({ name }) => name)];
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new Refused('inventory.unitNameTwice', { name: twice });
  const wanted = units.map(({ forSale, forPurchase, ...unit }) => ({
    ...unit,
    forSale: flag(forSale),
    forPurchase: flag(forPurchase),
  }));
  keepExactly(rows, 'productUnits', String(product.id), wanted, act);
}

export const saveProduct: ModelledRun = (rows, given, act) => {
  const { productId, fields, units, barcodes } = given as Product;
  const known = rows.get('products', productId);
  if (known && !isLive(known)) return removed;
  if (!known && columns.some((column) => fields[column] === undefined)) return removed;
  const next: ModelRow = {
    ...Object.fromEntries(allColumns.map((column) => [column, known?.[column] ?? null])),
    ...fields,
  };
  const differs = (column: string) => next[column] !== (known?.[column] ?? null);
  if ((!known || differs('basePrice') || differs('floorPrice')) && !act.permissions.has(PRICE)) {
    return rejected('kernel.notPermitted', { permission: PRICE });
  }
  return allOrNothing(rows, (working) => {
    if (!known || differs('code')) refuseTakenCodes(working, new Map([[String(next.code), productId]]));
    if (known && (differs('tracking') || differs('unit')) && isThere(working, productId)) {
      const product = known.name ?? null;
      if (differs('tracking')) throw new Refused('inventory.trackingFixed', { product });
      throw new Refused('inventory.unitFixed', { product, unit: known.unit ?? null });
    }
    const standing = liveOf(working, 'productBarcodes', productId).map(
      ({ id, unitId, code }) => ({ id, unitId, code }) as Barcode,
    );
    const own = typeof next.barcode === 'string' ? [next.barcode] : [];
    const codes = [...own, ...(barcodes ?? standing).map(({ code }) => code)];
    const before = new Set<Cell>([known?.barcode ?? null, ...standing.map(({ code }) => code)]);
    if (codes.some((code) => !before.has(code)) || new Set(codes).size < codes.length) {
      refuseDoubleScans(working, productId, codes);
    }
    const changed = Object.fromEntries(allColumns.filter(differs).map((column) => [column, next[column] ?? null]));
    if (!known) working.insert('products', { id: productId, ...next, discontinued: 0 }, act);
    else if (Object.keys(changed).length > 0) working.update('products', known, changed, act);
    const product = working.get('products', productId) ?? {};
    if (units) keepUnits(working, product, units, act);
    else if (!known || differs('unit')) keepUnits(working, product, unitsThere(working, productId), act);
    const kept = barcodes ?? (units ? standing : null);
    if (kept) {
      const there = new Set(liveOf(working, 'productUnits', productId).map(({ id }) => id));
      const lost = kept.find(({ unitId }) => unitId !== null && !there.has(unitId));
      if (lost && barcodes) throw new Refused('inventory.barcodeOfNoUnit', { code: lost.code });
      const left = kept.filter(({ unitId }) => unitId === null || there.has(unitId));
      keepExactly(working, 'productBarcodes', productId, left as unknown as readonly ModelRow[], act);
    }
    return applied;
  });
};

const unitsThere = (rows: BusinessRows, productId: string): Unit[] =>
  liveOf(rows, 'productUnits', productId).map((row) => ({
    ...{ id: String(row.id), name: String(row.name), ratio: Number(row.ratio) },
    ...{ forSale: row.forSale === 1, forPurchase: row.forPurchase === 1 },
  }));

export const setProductUse: ModelledRun = (rows, given, act) => {
  const { productId, inUse } = given as { productId: string; inUse: 0 | 1 };
  const product = rows.get('products', productId);
  if (!isLive(product)) return removed;
  const discontinued = 1 - inUse;
  if (product.discontinued !== discontinued) rows.update('products', product, { discontinued }, act);
  return applied;
};

interface Family {
  readonly familyId: string;
  readonly code: string;
  readonly name: string;
  readonly axes: readonly string[];
  readonly goods: ModelRow;
  readonly variants: readonly {
    readonly productId: string;
    readonly code: string;
    readonly name: string;
    readonly values: readonly string[];
    readonly barcode: string | null;
    readonly basePrice: number;
  }[];
}

export const saveFamily: ModelledRun = (rows, given, act) => {
  const { familyId, code, name, axes, goods, variants } = given as Family;
  const [taken] = rows.find('productFamilies', (row) => isLive(row) && row.code === code && row.id !== familyId);
  if (taken) return rejected('inventory.familyCodeTaken', { code, family: taken.name ?? null });
  const known = rows.get('productFamilies', familyId);
  const members = rows.find('products', (row) => isLive(row) && row.familyId === familyId);
  if (known && members.length > 0 && JSON.parse(String(known.axes)).length !== axes.length) {
    return rejected('inventory.axesFixed', { family: known.name ?? null, count: members.length });
  }
  const added = variants.filter(({ productId }) => !members.some(({ id }) => id === productId));
  return allOrNothing(rows, (working) => {
    const said = members.map(({ variant }) => variant);
    for (const { values } of added) {
      const written = JSON.stringify(values);
      if (said.includes(written)) throw new Refused('inventory.variantTwice', { values: values.join(' / ') });
      said.push(written);
    }
    const owners = new Map<string, string>();
    for (const variant of added) {
      if (owners.has(variant.code)) throw new Refused('inventory.productCodeTwice', { code: variant.code });
      owners.set(variant.code, variant.productId);
    }
    refuseTakenCodes(working, owners);
    for (const { productId, barcode } of added) {
      if (barcode !== null) refuseDoubleScans(working, productId, [barcode]);
    }
    if (added.length > 0 && !act.permissions.has(PRICE))
      throw new Refused('kernel.notPermitted', { permission: PRICE });
    const family = { code, name, axes: JSON.stringify(axes) };
    if (known) working.update('productFamilies', known, family, act);
    else working.insert('productFamilies', { id: familyId, ...family }, act);
    for (const { productId: id, values, ...variant } of added) {
      const own = { id, familyId, variant: JSON.stringify(values), discontinued: 0, pictureHash: null };
      working.insert('products', { ...goods, ...variant, ...own }, act);
    }
    return applied;
  });
};

export const setSubstitutes: ModelledRun = (rows, given, act) => {
  const { productId, substitutes } = given as {
    productId: string;
    substitutes: readonly { readonly id: string; readonly substituteId: string }[];
  };
  const product = rows.get('products', productId);
  if (!isLive(product)) return removed;
  if (substitutes.some(({ substituteId }) => substituteId === productId)) {
    return rejected('inventory.substituteOfItself', { product: product.name ?? null });
  }
  if (substitutes.some(({ substituteId }) => !isLive(rows.get('products', substituteId)))) return removed;
  const wanted = [...new Set(substitutes.map(({ substituteId }) => substituteId))];
  const standing = rows.find('productSubstitutes', (row) => row.productId === productId);
  for (const [at, substituteId] of wanted.entries()) {
    const rank = at + 1;
    const known = standing.find((row) => row.substituteId === substituteId);
    const id = substitutes.find((each) => each.substituteId === substituteId)?.id ?? '';
    if (!known) rows.insert('productSubstitutes', { id, productId, substituteId, rank }, act);
    else if (known.rank !== rank || known.deletedAt !== null) {
      rows.update('productSubstitutes', known, { rank, deletedAt: null }, act);
    }
  }
  const kept = new Set(wanted.map((id) => standing.find((row) => row.substituteId === id)?.id));
  for (const row of standing.filter(isLive)) {
    if (!kept.has(row.id)) rows.update('productSubstitutes', row, { deletedAt: act.now }, act);
  }
  return applied;
};

export const setReorderRule: ModelledRun = (rows, given, act) => {
  const { ruleId, productId, warehouseId, rule } = given as {
    ruleId: string;
    productId: string;
    warehouseId: string;
    rule: (ModelRow & { readonly reorderPoint: number; readonly maximum: number; readonly isComputed: never }) | null;
  };
  const product = rows.get('products', productId);
  if (!isLive(product)) return removed;
  const warehouse = rows.get('warehouses', warehouseId);
  if (!isLive(warehouse)) return rejected('inventory.warehouseGone', {});
  if (rule && !rule.isComputed && rule.maximum < rule.reorderPoint) {
    const params = { product: product.name ?? null, warehouse: warehouse.name ?? null };
    return rejected('inventory.maximumBelowPoint', params);
  }
  const of = rows.find('reorderRules', (row) => row.productId === productId && row.warehouseId === warehouseId);
  const stays = rule ? (of.find(isLive) ?? of[0]) : undefined;
  for (const row of of.filter(isLive)) {
    if (row.id !== stays?.id) rows.update('reorderRules', row, { deletedAt: act.now }, act);
  }
  if (!rule) return applied;
  const said = { ...rule, isComputed: flag(rule.isComputed) };
  if (stays) rows.update('reorderRules', stays, { ...said, deletedAt: null }, act);
  else rows.insert('reorderRules', { id: ruleId, productId, warehouseId, ...said }, act);
  return applied;
};
