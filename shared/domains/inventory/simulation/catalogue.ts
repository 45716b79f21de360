/** Who looks after products and places: new ones, changed ones, codes that others have, places that are not empty. */
import type { CommandGenerator, GeneratedCommand, GeneratorView } from '../../../kernel/simulation.ts';

const people = ['manager', 'warehouse', 'administrator'];
const UNIT = 10_000;

const each = (name: string, make: CommandGenerator['make'], roles = people): CommandGenerator => ({
  name: `inventory.${name}`,
  weight: 1,
  roles,
  make,
});

export const generators: readonly CommandGenerator[] = [
  each('saveProduct', saveProduct),
  each('setProductUse', async (view) => {
    const productId = await someProduct(view);
    return productId === null ? null : named('setProductUse', { productId, inUse: view.random.chance(80) ? 1 : 0 });
  }),
  each('saveFamily', saveFamily),
  each('setSubstitutes', async (view) => {
    const [productId, ...others] = await someProducts(view, view.random.between(1, 4));
    if (productId === undefined) return null;
    const wanted = view.random.chance(5) ? [productId, ...others] : others;
    const substitutes = wanted.map((substituteId) => ({ id: view.newId(), substituteId }));
    return named('setSubstitutes', { productId, substitutes });
  }),
  each('setReorderRule', setReorderRule),
  each('saveZone', saveZone),
  each('setZoneUse', async (view) => {
    const zone = await someRow(view, 'zones');
    return zone === null ? null : named('setZoneUse', { zoneId: zone, inUse: view.random.chance(60) ? 1 : 0 });
  }),
  each('saveLocations', saveLocations),
  each('changeLocation', changeLocation),
  each('setPlaceUse', async (view) => {
    const rows = await view.db.selectFrom('locations').select('id').orderBy('id').execute();
    const locationIds = view.random.some(rows, view.random.between(1, 3)).map(({ id }) => id);
    if (locationIds.length === 0) return null;
    return named('setPlaceUse', { locationIds, use: view.random.oneOf(['open', 'open', 'blocked', 'outOfUse']) });
  }),
  each('blockLot', async (view) => {
    const lotId = await someRow(view, 'lots');
    return lotId === null ? null : named('blockLot', { lotId, isBlocked: view.random.chance(30) });
  }),
];

const named = (name: string, args: unknown): GeneratedCommand => ({ name: `inventory.${name}`, args });

async function someRow({ db, random }: GeneratorView, table: 'zones' | 'lots' | 'warehouses'): Promise<string | null> {
  const rows = await db.selectFrom(table).select('id').orderBy('id').execute();
  return random.some(rows, 1)[0]?.id ?? null;
}

async function someProducts({ db, random }: GeneratorView, count: number): Promise<string[]> {
  const rows = await db.selectFrom('products').select('id').where('deletedAt', 'is', null).orderBy('id').execute();
  return random.some(rows, count).map(({ id }) => id);
}

const someProduct = async (view: GeneratorView): Promise<string | null> => (await someProducts(view, 1))[0] ?? null;

const goods = {
  ...{ category: null, unit: '件', packaging: null, basePrice: 25 * UNIT, floorPrice: null, currency: 'CNY' },
  ...{ taxCode: 'standard', reorderPoint: 0, tracking: 'none' as const, weightGrams: null, shelfLifeDays: null },
};

/** Few codes, so that two desks often want the same one. */
async function saveProduct(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, newId } = view;
  const barcode = random.chance(30) ? `C${random.between(1, 9)}` : null;
  const unit = { id: newId(), name: random.oneOf(['箱', '托']), ratio: random.between(2, 48), forSale: true };
  const units = random.chance(30) ? [{ ...unit, forPurchase: true }] : null;
  const barcodes = units && [{ id: newId(), unitId: unit.id, code: `B${random.between(1, 9)}` }];
  if (random.chance(40)) {
    const code = `N${random.between(1, 12)}`;
    const fields = { ...goods, code, name: `新品 ${code}`, barcode, pictureHash: null };
    return named('saveProduct', { productId: newId(), fields, units, barcodes });
  }
  const productId = await someProduct(view);
  if (productId === null) return null;
  const change = random.oneOf<object>([
    { name: `改名 ${random.between(1, 99)}` },
    { weightGrams: random.between(1, 900) },
    { basePrice: random.between(10, 90) * UNIT },
    { shelfLifeDays: random.between(30, 400) },
    { tracking: random.oneOf(['none', 'lot'] as const) },
    { barcode },
    { brand: random.chance(70) ? '行囊' : null, otherName: `Goods ${random.between(1, 99)}` },
  ]);
  return named('saveProduct', { productId, fields: change, units, barcodes });
}

async function saveFamily({ random, newId, db }: GeneratorView): Promise<GeneratedCommand> {
  const known = await db.selectFrom('productFamilies').select(['id', 'code']).orderBy('id').execute();
  const [again] = random.some(known, 1);
  const family = again && random.chance(60) ? again : { id: newId(), code: `F${random.between(1, 5)}` };
  const variants = Array.from({ length: random.between(0, 3) }, () => {
    const size = `${random.between(1, 6)}`;
    const code = `${family.code}-${size}`;
    return { productId: newId(), code, name: `系列 ${code}`, values: [size], barcode: null, basePrice: 25 * UNIT };
  });
  const name = `系列 ${random.between(1, 9)}`;
  return named('saveFamily', { familyId: family.id, code: family.code, name, axes: ['尺寸'], goods, variants });
}

async function setReorderRule(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, newId } = view;
  const productId = await someProduct(view);
  const warehouseId = await someRow(view, 'warehouses');
  if (productId === null || warehouseId === null) return null;
  const rule = {
    ...{ reorderPoint: random.between(0, 20) * UNIT, maximum: random.between(10, 60) * UNIT, multiple: 0 },
    ...{ safetyStock: 0, leadDays: random.chance(50) ? random.between(1, 20) : null, supplierId: null },
    isComputed: random.chance(20),
  };
  return named('setReorderRule', { ruleId: newId(), productId, warehouseId, rule: random.chance(80) ? rule : null });
}

async function saveZone(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, newId, db } = view;
  const warehouseId = await someRow(view, 'warehouses');
  if (warehouseId === null) return null;
  const known = await db.selectFrom('zones').select(['id', 'warehouseId']).orderBy('id').execute();
  const [again] = random.some(known, 1);
  const zone = again && random.chance(40) ? again : { id: newId(), warehouseId };
  const kind = random.oneOf(['storage', 'storage', 'receiving', 'staging', 'quarantine'] as const);
  const code = random.oneOf(['A', 'B', 'C', 'Q']);
  return named('saveZone', { zoneId: zone.id, warehouseId: zone.warehouseId, code, name: `区 ${code}`, kind });
}

async function saveLocations(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, newId, db } = view;
  const zones = await db.selectFrom('zones').select(['id', 'warehouseId']).orderBy('id').execute();
  const [zone] = random.some(zones, 1);
  if (!zone) return null;
  const first = random.between(1, 20);
  const locations = Array.from({ length: random.between(1, 4) }, (_, at) => ({
    id: newId(),
    code: `A-${String(first + at).padStart(2, '0')}`,
  }));
  return named('saveLocations', { warehouseId: zone.warehouseId, zoneId: zone.id, locations });
}

async function changeLocation(view: GeneratorView): Promise<GeneratedCommand | null> {
  const { random, db } = view;
  const [place] = random.some(await db.selectFrom('locations').select('id').orderBy('id').execute(), 1);
  const [zone] = random.some(await db.selectFrom('zones').select('id').orderBy('id').execute(), 1);
  if (!place || !zone) return null;
  const change = random.chance(30)
    ? { code: `A-${String(random.between(1, 25)).padStart(2, '0')}` }
    : random.chance(50)
      ? { zoneId: zone.id }
      : { walkOrder: random.between(1, 500) };
  return named('changeLocation', { locationId: place.id, ...change });
}
