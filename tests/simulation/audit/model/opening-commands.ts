// Long because all that opening day brings is followed here, table by table.
/** What the imports of an opening day must come to (R110): new by key, changed only where the file says something else. */
import { minorUnits } from './arithmetic.ts';
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, adjusted, applied, type Ended, rejected } from './command-run.ts';
import { bookOpening, openingGoods } from './opening-stock.ts';
import { giveFromPool, namedAlone } from './owner-commands.ts';
import { postedAt } from './posting.ts';
import type { Movement } from './stock-ledger.ts';

const isLive = (row: ModelRow): boolean => row.deletedAt === null;
const leftOut = (count: number): Ended =>
  count > 0 ? adjusted([{ code: 'import.rowsLeftOut', params: { count } }]) : applied;

/** By one of its texts; of two alike the one with the greatest id. */
function by(rows: BusinessRows, table: string, column: string): Map<string, ModelRow> {
  return new Map(rows.find(table, isLive).map((row) => [String(row[column]), row]));
}

/** By code, or by name where no code is called so. */
const byWord = (rows: BusinessRows, table: string, fits = isLive): Map<string, ModelRow> =>
  new Map(['name', 'code'].flatMap((column) => rows.find(table, fits).map((row) => [String(row[column]), row])));

function differing(told: ModelRow, known: ModelRow): ModelRow {
  return Object.fromEntries(
    Object.entries(told).filter(([column, value]) => value !== null && value !== (known[column] ?? null)),
  );
}

function change(rows: BusinessRows, table: string, known: ModelRow, told: ModelRow, act: Act): void {
  const changes = differing(told, known);
  const current = rows.get(table, known.id) ?? known;
  if (Object.keys(changes).length > 0) rows.update(table, current, changes, act);
}

type ToldRow = ModelRow & { readonly line: number; readonly id: string; readonly code: string };

export function runImportSuppliers(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as { currency: string; paymentTermsDays: number; rows: ToldRow[] };
  const permission = 'inventory.seeSuppliers';
  if (!act.permissions.has(permission)) return rejected('kernel.notPermitted', { permission });
  const known = by(rows, 'suppliers', 'code');
  const taken = new Set<string>();
  for (const { line: _line, ...told } of args.rows) {
    if (taken.has(told.code)) continue;
    taken.add(told.code);
    const supplier = known.get(told.code);
    const currency = told.currency ?? args.currency;
    const paymentTermsDays = told.paymentTermsDays ?? args.paymentTermsDays;
    if (!supplier) rows.insert('suppliers', { ...told, currency, paymentTermsDays }, act);
    else change(rows, 'suppliers', supplier, { ...told, id: null }, act);
  }
  return leftOut(args.rows.length - taken.size);
}

const stocked = (rows: BusinessRows, productId: Cell | undefined): boolean =>
  rows.find('stockBalances', (row) => row.productId === productId && Number(row.onHand) !== 0).length > 0;

export function runImportProductsWithCost(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as { currency: string; defaultUnit: string; defaultTaxCode: string; rows: ToldRow[] };
  const known = by(rows, 'products', 'code');
  const taken = new Set<string>();
  const costs: [Cell, number, Cell][] = [];
  for (const { line: _line, averageCost, ...told } of args.rows) {
    const product = known.get(told.code);
    const isFixed = product !== undefined && stocked(rows, product.id);
    const isBad =
      taken.has(told.code) ||
      ((averageCost ?? null) !== null && !act.permissions.has('inventory.seeCost')) ||
      (isFixed && told.tracking !== null && told.tracking !== product.tracking) ||
      (isFixed && told.unit !== null && told.unit !== product.unit);
    if (isBad) continue;
    taken.add(told.code);
    if (product) change(rows, 'products', product, { ...told, id: null }, act);
    else {
      const fresh = {
        unit: told.unit ?? args.defaultUnit,
        taxCode: told.taxCode ?? args.defaultTaxCode,
        currency: args.currency,
        reorderPoint: told.reorderPoint ?? 0,
        discontinued: told.discontinued ?? 0,
        tracking: told.tracking ?? 'none',
        pictureHash: null,
      };
      rows.insert('products', { ...told, ...fresh }, act);
    }
    if (typeof averageCost === 'number')
      costs.push([product?.id ?? told.id, averageCost, product?.currency ?? args.currency]);
  }
  for (const [productId, averageCost, currency] of costs) setCost(rows, productId, averageCost, currency, act);
  return leftOut(args.rows.length - taken.size);
}

/** Not once goods came with a receipt, or are there otherwise: the average is theirs too. */
function setCost(rows: BusinessRows, productId: Cell, averageCost: number, currency: Cell, act: Act): void {
  const known = rows.get('productCosts', productId);
  const shelves = rows.find('stockBalances', (row) => row.productId === productId);
  const beyond = shelves.reduce((sum, row) => sum + Number(row.onHand) - Number(row.opening), 0);
  const hasCome = rows.find('receiptLines', (row) => isLive(row) && row.productId === productId).length > 0;
  if (!known) rows.insert('productCosts', { id: productId, productId, averageCost, currency }, act);
  else if (!hasCome && beyond <= 0) change(rows, 'productCosts', known, { averageCost, currency }, act);
}

interface StockRow {
  readonly [column: string]: Cell;
  readonly productCode: string;
  readonly warehouseCode: string | null;
  readonly lotCode: string | null;
  readonly onHand: number;
  readonly onOrder: number | null;
  readonly expiresOn: string | null;
  readonly unitCost: number | null;
}

export function runImportStockByLot(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as { warehouseId: string; openedOn: string; rows: StockRow[] };
  const warehouse = rows.get('warehouses', args.warehouseId);
  if (!warehouse || !isLive(warehouse)) return rejected('inventory.warehouseGone', {});
  const products = by(rows, 'products', 'code');
  const places = byWord(rows, 'warehouses');
  const said = { keys: new Set<string>(), orders: new Set<string>(), days: new Map<string, string>() };
  const costs = new Map<string, { product: ModelRow; shares: [number, number][] }>();
  const { at, reasons } = postedAt(rows, act);
  const movements: Movement[] = [];
  let problems = 0;
  for (const row of args.rows) {
    const product = products.get(row.productCode);
    const place = row.warehouseCode === null ? warehouse : places.get(row.warehouseCode);
    if (!product || !place || !fitsProduct(row, product, act) || !isSaidFirst(row, String(place.id), said)) {
      problems += 1;
      continue;
    }
    movements.push(...bookStock(rows, row, product, String(place.id), args.openedOn, act));
    if (row.unitCost === null) continue;
    const cost = costs.get(row.productCode) ?? { product, shares: [] };
    cost.shares.push([row.onHand, row.unitCost]);
    costs.set(row.productCode, cost);
  }
  for (const { product, shares } of costs.values()) {
    const quantity = shares.reduce((sum, [count]) => sum + BigInt(count), 0n);
    const value = shares.reduce((sum, [count, cost]) => sum + BigInt(count) * BigInt(cost), 0n);
    // Half a unit more goes up.
    const average = quantity === 0n ? Number(shares.at(-1)?.[1]) : Number((value * 2n + quantity) / (quantity * 2n));
    setCost(rows, product.id ?? null, average, product.currency ?? null, act);
  }
  return bookOpening(rows, movements, { at, reasons, problems }, act);
}

function fitsProduct(row: StockRow, product: ModelRow, act: Act): boolean {
  const isLotted = product.tracking === 'lot';
  // A numbered piece may be of a lot as well.
  const isPlain = product.tracking === 'none';
  return (
    ((row.unit ?? null) === null || row.unit === product.unit) &&
    (row.unitCost === null || act.permissions.has('inventory.seeCost')) &&
    !(isLotted && row.lotCode === null && row.onHand !== 0) &&
    !(isPlain && row.lotCode !== null) &&
    !(row.lotCode === null && row.expiresOn !== null)
  );
}

function isSaidFirst(
  row: StockRow,
  warehouseId: string,
  said: { keys: Set<string>; orders: Set<string>; days: Map<string, string> },
): boolean {
  const shelf = `${row.productCode} ${warehouseId}`;
  const lot = `${row.productCode} ${row.lotCode ?? ''}`;
  const key = `${shelf} ${row.lotCode ?? ''}`;
  const day = said.days.get(lot);
  const isOtherDay = day !== undefined && row.expiresOn !== null && day !== row.expiresOn;
  if (said.keys.has(key) || (row.onOrder !== null && said.orders.has(shelf)) || isOtherDay) return false;
  said.keys.add(key);
  if (row.onOrder !== null) said.orders.add(shelf);
  if (row.expiresOn !== null) said.days.set(lot, row.expiresOn);
  return true;
}

function bookStock(
  rows: BusinessRows,
  row: StockRow,
  product: ModelRow,
  warehouseId: string,
  openedOn: string,
  act: Act,
): Movement[] {
  const productId = String(product.id);
  let lotId: string | null = null;
  if (row.lotCode !== null) {
    const isIt = (each: ModelRow): boolean => each.productId === productId && each.code === row.lotCode && isLive(each);
    const [lot] = rows.find('lots', isIt);
    lotId = String(lot?.id ?? row.lotId);
    const told = { expiresOn: row.expiresOn, receivedOn: row.receivedOn ?? null };
    if (lot) change(rows, 'lots', lot, told, act);
    else {
      const receivedOn = told.receivedOn ?? openedOn;
      rows.insert('lots', { id: lotId, productId, code: row.lotCode, ...told, receivedOn }, act);
    }
  }
  const opened = openingOf(rows, productId, warehouseId, lotId);
  const quantity = row.onHand - opened;
  const goods = { id: String(row.movementId), product, warehouseId, quantity, lotId, ...openingGoods };
  const movements = quantity === 0 ? [] : [goods];
  const isComing = (each: ModelRow): boolean =>
    each.productId === productId && each.warehouseId === warehouseId && each.origin === 'import' && isLive(each);
  const [coming] = rows.find('expectedReceipts', isComing);
  if (row.onOrder === null || (!coming && row.onOrder === 0)) return movements;
  const dueOn = row.dueOn ?? coming?.dueOn ?? null;
  const receipt = { id: row.receiptId ?? null, productId, warehouseId, quantity: row.onOrder, dueOn, origin: 'import' };
  if (!coming) rows.insert('expectedReceipts', receipt, act);
  else change(rows, 'expectedReceipts', coming, { quantity: row.onOrder, dueOn }, act);
  return movements;
}

/** What opening balances brought of a lot, or of what lies without one. */
function openingOf(rows: BusinessRows, productId: string, warehouseId: string, lotId: string | null): number {
  const shelf = `${productId}:${warehouseId}`;
  if (lotId !== null) return Number(rows.get('lotBalances', `${shelf}:${lotId}`)?.opening ?? 0);
  const inLots = rows.find('lotBalances', (row) => row.productId === productId && row.warehouseId === warehouseId);
  const all = Number(rows.get('stockBalances', shelf)?.opening ?? 0);
  return all - inLots.reduce((sum, row) => sum + Number(row.opening), 0);
}

interface CustomerRow {
  readonly [column: string]: Cell;
  readonly line: number;
  readonly id: string;
  readonly code: string;
  readonly contactName: string | null;
}

export function runImportCustomersWithOwner(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as {
    territoryId: string;
    currency: string;
    paymentTermsDays: number;
    contactsFollow: boolean;
    rows: CustomerRow[];
  };
  const known = by(rows, 'customers', 'code');
  const users = new Map(
    rows.find('users', (row) => isLive(row) && row.active === 1).map((row) => [String(row.login), row]),
  );
  const territories = byWord(rows, 'territories');
  const terms = byWord(rows, 'paymentTerms', (row) => isLive(row) && row.active === 1);
  const taken = new Set<string>();
  const later: (() => void)[] = [];
  const meet: (() => void)[] = [];
  const give: (() => void)[] = [];
  const primaries = new Map(
    rows.find('contacts', (row) => isLive(row) && row.isPrimary === 1).map((row) => [row.customerId, row]),
  );
  for (const { line: _line, creditLimit, ownerLogin, paymentTerms, territory, contactId, ...told } of args.rows) {
    const customer = known.get(told.code);
    const currency = String(customer?.currency ?? told.currency ?? args.currency);
    const limitMinor = typeof creditLimit === 'number' ? minorUnits(creditLimit, currency) : null;
    const owner = users.get(String(ownerLogin)) ?? namedAlone(rows, ownerLogin);
    const place = territories.get(String(territory));
    const term = terms.get(String(paymentTerms));
    const number = Number(paymentTerms);
    const isDays = !term && /^\d{1,3}$/.test(String(paymentTerms)) && number <= 365;
    const days = isDays ? number : null;
    const isBad =
      taken.has(told.code) ||
      (told.currency !== null && told.currency !== currency) ||
      ((creditLimit ?? null) !== null && limitMinor === null) ||
      ((ownerLogin ?? null) !== null && (!owner || !act.permissions.has('crm.assignCustomers'))) ||
      ((territory ?? null) !== null && !place) ||
      ((paymentTerms ?? null) !== null && !term && days === null);
    if (isBad) continue;
    taken.add(told.code);
    const customerId = String(customer?.id ?? told.id);
    const paymentTermsId = term?.id ?? null;
    const paymentTermsDays = told.paymentTermsDays ?? term?.days ?? days;
    const ownerId = owner?.id ?? null;
    if (customer) {
      const primary = primaries.get(customer.id ?? null);
      const reached: ModelRow = primary
        ? {
            contactName: null,
            contactTitle: null,
            phone: primary.phone === null ? (told.phone ?? null) : null,
            email: primary.email === null ? (told.email ?? null) : null,
          }
        : {};
      const changes = { ...told, id: null, paymentTermsId, paymentTermsDays, ...reached };
      change(rows, 'customers', customer, changes, act);
    } else {
      const territoryId = String(place?.id ?? args.territoryId);
      const fresh = {
        currency,
        paymentTermsId,
        paymentTermsDays: paymentTermsDays ?? args.paymentTermsDays,
        territoryId,
        ownerId: null,
        ownerTeamId: null,
        holderId: territoryId,
        heldSince: null,
      };
      rows.insert('customers', { ...told, ...fresh }, act);
    }
    if (ownerId !== null) give.push(() => giveFromPool(rows, customerId, ownerId, told.id, act));
    if (limitMinor !== null) later.push(() => limitCredit(rows, { customerId, limitMinor, currency }, act));
    if (told.contactName !== null && (!customer || !args.contactsFollow)) {
      const { contactName: name, contactTitle: title = null, phone = null, email = null } = told;
      const person = { id: contactId ?? null, customerId, name, title, phone, email, isPrimary: null, note: null };
      meet.push(() => savePerson(rows, person, act));
    }
  }
  for (const work of [...later, ...meet, ...give]) work();
  return leftOut(args.rows.length - taken.size);
}

function limitCredit(
  rows: BusinessRows,
  limit: { customerId: string; limitMinor: number; currency: string },
  act: Act,
): void {
  const account = rows.get('creditAccounts', limit.customerId);
  if (account) change(rows, 'creditAccounts', account, limit, act);
  else rows.insert('creditAccounts', { id: limit.customerId, ...limit, validUntil: null }, act);
}

export function runImportContacts(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as { rows: (ModelRow & { customerCode: string; name: string })[] };
  const customers = by(rows, 'customers', 'code');
  const taken = new Set<string>();
  for (const { line: _line, customerCode, ...told } of args.rows) {
    const customer = customers.get(customerCode);
    const key = `${customerCode} ${told.name}`;
    if (!customer || taken.has(key)) continue;
    taken.add(key);
    savePerson(rows, { ...told, customerId: customer.id ?? null }, act);
  }
  return leftOut(args.rows.length - taken.size);
}

/** The first at a customer is called first, unless another is said to be; the customer's row names who is. */
function savePerson(rows: BusinessRows, told: ModelRow, act: Act): void {
  const there = rows.find('contacts', (row) => row.customerId === (told.customerId ?? '') && isLive(row));
  const known = there.filter((row) => row.name === told.name)[0];
  const first = there.find((row) => row.isPrimary === 1);
  const isPrimary = told.isPrimary === 1 || !first || first.id === known?.id ? 1 : 0;
  if (isPrimary === 1 && first && first.id !== known?.id) rows.update('contacts', first, { isPrimary: 0 }, act);
  const merged = Object.fromEntries(
    ['title', 'phone', 'email', 'note'].map((column) => [column, told[column] ?? known?.[column] ?? null]),
  );
  if (known && Object.keys(differing({ ...merged, isPrimary }, known)).length === 0) return;
  if (known) rows.update('contacts', known, { ...merged, isPrimary }, act);
  else rows.insert('contacts', { ...told, ...merged, isPrimary }, act);
  const customer = rows.get('customers', told.customerId);
  if (isPrimary === 0 || !customer) return;
  const isSameName = customer.contactName === told.name;
  const named = {
    contactName: told.name ?? null,
    contactTitle: merged.title ?? (isSameName ? (customer.contactTitle ?? null) : null),
    phone: merged.phone ?? customer.phone ?? null,
    email: merged.email ?? customer.email ?? null,
  };
  const isNamed = Object.entries(named).every(([column, value]) => (customer[column] ?? null) === value);
  if (!isNamed) rows.update('customers', customer, named, act);
}

interface OpenItem {
  readonly id: string;
  readonly customerCode: string;
  readonly documentNumber: string;
  readonly documentDate: string;
  readonly dueOn: string | null;
  readonly amount: number | null;
  readonly openAmount: number;
  readonly currency: string | null;
}

const MS_PER_DAY = 86_400_000;

export function runImportOpenItems(rows: BusinessRows, given: unknown, act: Act): Ended {
  const args = given as { kind: string; rows: OpenItem[] };
  const customers = by(rows, 'customers', 'code');
  const taken = new Set<string>();
  for (const item of args.rows) {
    const customer = customers.get(item.customerCode);
    const key = `${item.customerCode} ${item.documentNumber}`;
    if (customer && !taken.has(key) && importItem(rows, args.kind, item, customer, act)) taken.add(key);
  }
  return leftOut(args.rows.length - taken.size);
}

function importItem(rows: BusinessRows, kind: string, item: OpenItem, customer: ModelRow, act: Act): boolean {
  const { documentNumber, documentDate } = item;
  const isIt = (row: ModelRow): boolean =>
    row.customerId === (customer.id ?? '') &&
    row.kind === kind &&
    row.documentNumber === documentNumber &&
    (row.openingMinor ?? null) !== null;
  const [known] = rows.find('exposureEntries', isIt);
  const currency = item.currency ?? String(customer.currency);
  const openMinor = signed(item.openAmount, currency);
  const originalMinor = item.amount === null ? openMinor : signed(item.amount, currency);
  if ((known && known.currency !== currency) || openMinor === null || originalMinor === null) return false;
  if (kind === 'prepayment' && openMinor < 0) return false;
  if (openMinor * originalMinor < 0 || Math.abs(openMinor) > Math.abs(originalMinor)) return false;
  if (item.dueOn !== null && item.dueOn < documentDate) return false;
  const dueOn = kind === 'prepayment' ? null : (item.dueOn ?? dueOf(rows, customer, documentDate));
  const told = { documentDate, dueOn, originalMinor, openingMinor: openMinor };
  if (!known) {
    const { id } = item;
    const fresh = { id, customerId: customer.id ?? null, documentId: id, documentNumber, kind, currency };
    rows.insert('exposureEntries', { ...fresh, ...told, amountMinor: openMinor }, act);
    return true;
  }
  if (Object.entries(told).every(([column, value]) => (known[column] ?? null) === value)) return true;
  const more = openMinor - Number(known.openingMinor);
  const amountMinor = isLive(known) ? Number(known.amountMinor) + more : more;
  const deletedAt = amountMinor === 0 ? (known.deletedAt ?? null) : null;
  rows.update('exposureEntries', known, { ...told, amountMinor, deletedAt }, act);
  return true;
}

function signed(amount: number, currency: string): number | null {
  const minor = minorUnits(Math.abs(amount), currency);
  return minor === null ? null : amount < 0 ? -minor : minor;
}

export function runRememberMapping(rows: BusinessRows, given: unknown, act: Act): Ended {
  const { id, kind, headings, columns } = given as {
    id: string;
    kind: string;
    headings: string;
    columns: Readonly<Record<string, number | null>>;
  };
  const isIt = (row: ModelRow): boolean => row.kind === kind && row.headings === headings && isLive(row);
  const [known] = rows.find('importMappings', isIt);
  const mapping = JSON.stringify(Object.fromEntries(Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1))));
  if (known) change(rows, 'importMappings', known, { mapping }, act);
  else rows.insert('importMappings', { id, kind, headings, mapping }, act);
  return applied;
}

/** R11: at once, so many days after the day of the document, or after the last day of its month. */
function dueOf(rows: BusinessRows, customer: ModelRow, documentDate: string): string {
  const terms = rows.get('paymentTerms', customer.paymentTermsId);
  if (terms?.kind === 'cash') return documentDate;
  const [year = 0, month = 0] = documentDate.split('-').map(Number);
  const from = terms?.kind === 'monthEnd' ? Date.UTC(year, month, 0) : Date.parse(`${documentDate}T00:00:00Z`);
  const days = Number(terms ? terms.days : customer.paymentTermsDays);
  return new Date(from + days * MS_PER_DAY).toISOString().slice(0, 10);
}
