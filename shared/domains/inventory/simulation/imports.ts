/** Price lists and opening stock that a manager brings in while others sell. */
import type { CommandGenerator, GeneratorView } from '../../../kernel/simulation.ts';

const managers = ['manager', 'administrator'];
const UNIT = 10_000;

export const generators: readonly CommandGenerator[] = [
  { name: 'inventory.importProducts', weight: 2, roles: managers, make: importProducts },
  { name: 'inventory.importStock', weight: 3, roles: managers, make: importStock },
  { name: 'inventory.saveWarehouse', weight: 1, roles: ['administrator'], make: saveWarehouse },
  { name: 'inventory.importSuppliers', weight: 1, roles: managers, make: importSuppliers },
];

async function saveWarehouse({ random, newId }: GeneratorView) {
  const args = { id: newId(), code: `W${random.between(1, 9)}`, name: `仓库 ${random.between(1, 99)}` };
  return { name: 'inventory.saveWarehouse', args };
}

/** Prices move, a product is discontinued, one is new: orders that wait elsewhere saw the old list. */
async function importProducts(view: GeneratorView) {
  const { random, db } = view;
  const known = await db.selectFrom('products').select(['code', 'name', 'basePrice']).orderBy('id').execute();
  const chosen = random.some(known, random.between(1, 2));
  if (random.chance(30)) {
    const code = `Q${random.between(1, 20)}`;
    if (!chosen.some((product) => product.code === code))
      chosen.push({ code, name: `新品 ${code}`, basePrice: 25_0000 });
  }
  if (chosen.length === 0) return null;
  const rows = chosen.map((product, at) => ({
    line: at + 2,
    id: view.newId(),
    code: product.code,
    name: product.name,
    category: null,
    unit: null,
    packaging: null,
    barcode: null,
    basePrice: random.chance(50) ? product.basePrice + random.between(-5, 5) * UNIT : product.basePrice,
    taxCode: null,
    reorderPoint: random.chance(20) ? random.between(0, 10) * UNIT : null,
    discontinued: random.chance(10) ? (random.chance(50) ? 1 : 0) : null,
    floorPrice: random.chance(20) ? Math.floor(product.basePrice / 2) : null,
    averageCost: random.chance(20) ? random.between(1, 40) * UNIT : null,
    tracking: random.chance(20) ? random.oneOf<'none' | 'lot'>(['none', 'lot']) : null,
    shelfLifeDays: random.chance(10) ? random.between(30, 400) : null,
    brand: random.chance(10) ? '行囊' : null,
    otherName: null,
  }));
  const args = { importId: view.newId(), currency: 'CNY', defaultUnit: '件', defaultTaxCode: 'standard', rows };
  return { name: 'inventory.importProducts', args };
}

/** More or less than was there, goods under way, a code twice, a code that nobody has. */
async function importStock(view: GeneratorView) {
  const { random, db } = view;
  const [warehouse] = random.some(await db.selectFrom('warehouses').select(['id', 'code']).orderBy('id').execute(), 1);
  const products = await db.selectFrom('products').select(['code', 'tracking']).orderBy('id').execute();
  const lotted = new Set(products.flatMap((product) => (product.tracking === 'lot' ? product.code : [])));
  const codes = random.some(products, random.between(1, 3)).map((product) => product.code);
  const [first] = codes;
  if (!warehouse || first === undefined) return null;
  if (random.chance(10)) codes.push(random.chance(50) ? first : 'NOTHING');
  const rows = codes.map((productCode, at) => ({
    line: at + 2,
    movementId: view.newId(),
    receiptId: view.newId(),
    productCode,
    onHand: random.between(0, 12) * UNIT,
    onOrder: random.chance(40) ? random.between(0, 5) * UNIT : null,
    dueOn: random.chance(20) ? '2026-12-01' : null,
    lotId: view.newId(),
    warehouseCode: random.chance(10) ? random.oneOf([warehouse.code, 'NOWHERE']) : null,
    lotCode: lotted.has(productCode) || random.chance(10) ? `L${random.between(1, 3)}` : null,
    expiresOn: random.chance(20) ? `2027-0${random.between(1, 9)}-01` : null,
    receivedOn: null,
    unit: random.chance(5) ? '箱' : null,
    unitCost: random.chance(30) ? random.between(1, 40) * UNIT : null,
  }));
  const args = { importId: view.newId(), warehouseId: warehouse.id, openedOn: '2026-11-01', rows };
  return { name: 'inventory.importStock', args };
}

/** Suppliers that are new or known, now and then one twice; a manager who may not see them is refused. */
async function importSuppliers(view: GeneratorView) {
  const { random } = view;
  const rows = Array.from({ length: random.between(1, 3) }, (_, at) => ({
    line: at + 2,
    id: view.newId(),
    code: `V${random.between(1, 6)}`,
    name: `供应商 ${random.between(1, 20)}`,
    taxNumber: null,
    contactName: random.chance(30) ? '陈建国' : null,
    phone: null,
    email: null,
    address: null,
    city: random.chance(30) ? '长沙' : null,
    country: null,
    currency: random.chance(10) ? 'USD' : null,
    paymentTermsDays: random.chance(20) ? random.between(0, 90) : null,
    leadDays: random.chance(20) ? random.between(1, 60) : null,
  }));
  const args = { importId: view.newId(), currency: 'CNY', paymentTermsDays: 30, rows };
  return { name: 'inventory.importSuppliers', args };
}
