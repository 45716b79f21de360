/** R40: groups, lists, prices and promotions, by the auditor's own reckoning: rows that end, and rows that come. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, applied, type Ended, type ModelledRun, readSetting, rejected } from './command-run.ts';
import { dayAt, offsetOf } from './posting.ts';
import { reachesCustomer } from './reach.ts';

const PERMISSION = 'sales.managePrices';
const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;
const isOpen = (row: ModelRow): boolean => row.deletedAt === null && row.knownUntil === null;

function saveRow(rows: BusinessRows, table: string, { id, ...told }: { id: string } & ModelRow, act: Act): Ended {
  const known = rows.get(table, id);
  if (known) rows.update(table, known, told, act);
  else rows.insert(table, { id, ...told }, act);
  return applied;
}

const isTaken = (rows: BusinessRows, table: string, { id, code }: { id: string } & ModelRow): boolean =>
  rows.find(table, (row) => row.code === code && row.id !== id).length > 0;

const saveCustomerGroup: ModelledRun = (rows, given, act) => {
  const group = given as { id: string } & ModelRow;
  if (isTaken(rows, 'customerGroups', group)) return rejected('admin.codeTaken', { code: group.code ?? null });
  return saveRow(rows, 'customerGroups', group, act);
};

/** In use, or the company's own. */
function isCurrency(rows: BusinessRows, code: Cell): boolean {
  const isInUse = (row: ModelRow) => row.code === code && row.active === 1;
  return code === readSetting(rows, 'company.currency', 'CNY') || rows.find('currencies', isInUse).length > 0;
}

/** Whether somebody may be put under it: it works, or it stood there before. */
function isGroup(rows: BusinessRows, id: Cell, before: Cell | undefined): boolean {
  const group = rows.get('customerGroups', id);
  return id === null || id === before || (isLive(group) && group.active === 1);
}

const savePriceList: ModelledRun = (rows, given, act) => {
  const list = given as { id: string; code: string; groupId: Cell; currency: string } & ModelRow;
  if (isTaken(rows, 'priceLists', list)) return rejected('admin.codeTaken', { code: list.code });
  const known = rows.get('priceLists', list.id);
  if (!isGroup(rows, list.groupId, known?.groupId)) return rejected('sales.groupGone', {});
  if (list.currency !== known?.currency) {
    if (!isCurrency(rows, list.currency)) return rejected('billing.unknownCurrency', { currency: list.currency });
    const prices = rows.find('priceListItems', (row) => row.priceListId === list.id && isOpen(row));
    if (known && prices.length > 0) {
      const params = { list: known.name ?? null, currency: known.currency ?? null };
      return rejected('sales.listCurrencyFixed', params);
    }
  }
  return saveRow(rows, 'priceLists', list, act);
};

interface GivenPrice {
  readonly id: string;
  readonly productId: string;
  readonly soldUnit: string | null;
  readonly unitRatio: number;
  readonly unitPrice: number | null;
  readonly replacesId: string | null;
  readonly currency: string;
}

/** R46: millionths of the company's currency on a day; null: nobody said. */
export function worth(rows: BusinessRows, currency: Cell, day: string): bigint | null {
  if (currency === readSetting(rows, 'company.currency', 'CNY')) return 1_000_000n;
  const dated = rows
    .find('exchangeRates', (row) => row.currency === currency && row.deletedAt === null)
    .filter((row) => String(row.validFrom) <= day)
    .sort((a, b) => (String(a.validFrom) < String(b.validFrom) ? 1 : -1));
  return dated[0] ? BigInt(dated[0].rate ?? 0) : null;
}

/** R9, R31: the first of them that nobody may set. */
function wrongPrice(rows: BusinessRows, prices: readonly GivenPrice[], act: Act): Ended | null {
  const said = prices.filter(({ unitPrice }) => unitPrice !== null);
  const missing = said.findIndex(({ productId }) => !isLive(rows.get('products', productId)));
  if (missing >= 0) return rejected('inventory.productGone', { line: missing + 1 });
  const day = dayAt(act.now, offsetOf(rows));
  for (const { productId, soldUnit, unitRatio, unitPrice, currency } of said) {
    const product = rows.get('products', productId);
    const isUnit = (row: ModelRow) =>
      row.productId === productId && isLive(row) && row.name === soldUnit && row.ratio === unitRatio;
    const code = product?.code ?? null;
    if (soldUnit !== null && rows.find('productUnits', isUnit).length === 0)
      return rejected('sales.unitGone', { product: code, unit: soldUnit, ratio: unitRatio });
    const floor = product?.floorPrice ?? null;
    if (floor === null || act.permissions.has('sales.approveDiscount')) continue;
    const [from, to] = [worth(rows, product?.currency ?? null, day), worth(rows, currency, day)];
    if (product?.currency !== currency && (from === null || to === null)) continue;
    const [above, below] = product?.currency === currency ? [1n, 1n] : [from ?? 0n, to ?? 1n];
    // Half up.
    const exact = Number((2n * BigInt(floor) * above + below) / (2n * below)) * unitRatio;
    if (Number(unitPrice) < exact)
      return rejected('sales.priceBelowFloorList', { product: code, price: unitPrice, floor: exact, currency });
  }
  return null;
}

/** What is replaced, and what is said anew, ends now; what is said comes. */
function writePrices(
  rows: BusinessRows,
  table: string,
  owner: ModelRow,
  prices: readonly (GivenPrice & ModelRow)[],
  act: Act,
): void {
  const [column = '', id = null] = Object.entries(owner)[0] ?? [];
  const standing = rows.find(table, (row) => row[column] === id && isOpen(row));
  const alike = ['unitRatio', 'minQuantity', 'validFrom', 'currency'];
  const isAnew = (row: ModelRow, price: ModelRow): boolean =>
    price.unitPrice !== null && alike.every((each) => (row[each] ?? null) === (price[each] ?? null));
  const isOver = (row: ModelRow): boolean =>
    prices.some((price) => price.productId === row.productId && (price.replacesId === row.id || isAnew(row, price)));
  for (const row of standing.filter(isOver))
    rows.update(table, row, { knownUntil: Math.max(act.now, Number(row.knownFrom)) }, act);
  for (const { replacesId: _replaced, ...price } of prices)
    if (price.unitPrice !== null) {
      rows.insert(table, { ...price, ...owner, knownFrom: act.now, knownUntil: null }, act);
    }
}

const setPrices: ModelledRun = (rows, given, act) => {
  const { priceListId, prices } = given as { priceListId: string; prices: (GivenPrice & ModelRow)[] };
  const list = rows.get('priceLists', priceListId);
  if (!isLive(list)) return rejected('sales.priceListGone', {});
  const currency = String(list.currency);
  const wrong = wrongPrice(
    rows,
    prices.map((price) => ({ ...price, currency })),
    act,
  );
  if (wrong) return wrong;
  writePrices(rows, 'priceListItems', { priceListId }, prices, act);
  return applied;
};

const setCustomerPrices: ModelledRun = (rows, given, act) => {
  const { customerId, prices } = given as { customerId: string; prices: (GivenPrice & ModelRow)[] };
  const customer = rows.get('customers', customerId);
  if (!isLive(customer) || !reachesCustomer(customer, act)) return rejected('crm.customerGone', {});
  const strange = prices.find(
    ({ unitPrice, currency }) => unitPrice !== null && currency !== customer.currency && !isCurrency(rows, currency),
  );
  if (strange) return rejected('billing.unknownCurrency', { currency: strange.currency });
  const wrong = wrongPrice(rows, prices, act);
  if (wrong) return wrong;
  writePrices(rows, 'customerPrices', { customerId }, prices, act);
  return applied;
};

/** What each kind of promotion must say with every rule. */
const givesBy: Readonly<Record<string, readonly string[]>> = {
  percent: ['discount'],
  rebate: ['discount'],
  amount: ['amountMinor'],
  freeGoods: ['buyQuantity', 'freeQuantity'],
  gift: ['giftProductId', 'giftQuantity'],
  sample: ['freeQuantity'],
};

function emptyRule(promotion: ModelRow, rules: readonly ModelRow[]): number | null {
  const kind = String(promotion.kind);
  const isMoney = kind === 'amount' || promotion.minMinor !== null;
  if (isMoney && promotion.currency === null) return 0;
  if (promotion.appliesTo === 'document' && !['percent', 'amount'].includes(kind)) return 0;
  if (kind === 'rebate' && (promotion.period === null || promotion.basis === null)) return 0;
  const at = rules.findIndex((rule) => (givesBy[kind] ?? []).some((column) => !rule[column]));
  return at < 0 ? null : at + 1;
}

const endNow = (rows: BusinessRows, row: ModelRow, act: Act): void => {
  rows.update('promotions', row, { knownUntil: Math.max(act.now, Number(row.knownFrom)) }, act);
};

const savePromotion: ModelledRun = (rows, given, act) => {
  const { rules, replacesId, ...promotion } = given as {
    id: string;
    seriesId: string;
    rules: ({ id: string } & ModelRow)[];
    replacesId: string | null;
    code: string;
    groupId: Cell;
    currency: Cell;
  } & ModelRow;
  const before = replacesId === null ? undefined : rows.get('promotions', replacesId);
  if (replacesId !== null && (!isLive(before) || before.seriesId !== promotion.seriesId))
    return rejected('sales.promotionGone', {});
  if (before && before.knownUntil !== null) return rejected('sales.promotionChanged', { name: before.name ?? null });
  const sameCode = (row: ModelRow) => row.code === promotion.code && row.seriesId !== promotion.seriesId && isOpen(row);
  if (rows.find('promotions', sameCode).length > 0) return rejected('admin.codeTaken', { code: promotion.code });
  const rule = emptyRule(promotion, rules);
  if (rule !== null) return rejected('sales.promotionEmpty', { rule });
  if (!isGroup(rows, promotion.groupId, before?.groupId)) return rejected('sales.groupGone', {});
  const { currency } = promotion;
  if (currency !== null && currency !== before?.currency && !isCurrency(rows, currency))
    return rejected('billing.unknownCurrency', { currency });
  const products = rules.flatMap((each) => [each.productId, each.giftProductId].filter((id) => typeof id === 'string'));
  const missing = products.findIndex((id) => !isLive(rows.get('products', id)));
  if (missing >= 0) return rejected('inventory.productGone', { line: missing + 1 });
  if (before) endNow(rows, before, act);
  rows.insert('promotions', { ...promotion, knownFrom: act.now, knownUntil: null }, act);
  rules.forEach((each, index) => {
    rows.insert('promotionRules', { ...each, promotionId: promotion.id, position: index + 1 }, act);
  });
  return applied;
};

const endPromotion: ModelledRun = (rows, given, act) => {
  const { promotionId } = given as { promotionId: string };
  const promotion = rows.get('promotions', promotionId);
  if (!isLive(promotion)) return rejected('sales.promotionGone', {});
  if (promotion.knownUntil === null) endNow(rows, promotion, act);
  return applied;
};

/** R11: the payer of a customer pays in its currency; nobody is a shop of its own shops. */
const setParties: ModelledRun = (rows, given, act) => {
  const { customerId, parties } = given as { customerId: string; parties: ModelRow };
  const customer = rows.get('customers', customerId);
  if (!isLive(customer) || !reachesCustomer(customer, act)) return rejected('crm.customerGone', {});
  const said = Object.fromEntries(
    Object.entries(parties).filter(([name, value]) => value !== undefined && value !== (customer[name] ?? null)),
  );
  const name = customer.name ?? null;
  for (const role of ['parentId', 'billToId', 'payerId']) {
    const id = said[role] ?? null;
    if (id === null) continue;
    const party = rows.get('customers', id);
    if (!isLive(party)) return rejected('crm.partyGone', { customer: name });
    if (role === 'parentId' && standsBelow(rows, customerId, id))
      return rejected('crm.partyCircle', { customer: name, parent: party.name ?? null });
    if (role === 'payerId' && party.currency !== customer.currency)
      return rejected('crm.payerCurrencyDiffers', { payer: party.name ?? null, currency: party.currency ?? null });
  }
  const { groupId = null, priceListId = null, taxCode = null } = said;
  if (!isGroup(rows, groupId, undefined)) return rejected('sales.groupGone', {});
  const list = rows.get('priceLists', priceListId);
  const isList = isLive(list) && list.kind === 'list' && list.active === 1;
  if (priceListId !== null && !isList) return rejected('sales.priceListGone', {});
  const isRated = rows.find('taxRates', (row) => row.code === taxCode && row.deletedAt === null).length > 0;
  if (taxCode !== null && !isRated) return rejected('billing.taxCodeUnknown', { taxCode });
  if (Object.keys(said).length > 0) rows.update('customers', customer, said, act);
  return applied;
};

function standsBelow(rows: BusinessRows, customerId: string, parentId: Cell): boolean {
  const seen = new Set<Cell>();
  for (let above: Cell = parentId; above !== null; above = rows.get('customers', above)?.parentId ?? null) {
    // A chain that comes round has no end.
    if (above === customerId || seen.has(above) || seen.size >= 20) return true;
    seen.add(above);
  }
  return false;
}

export const pricingCommands: Readonly<Record<string, { readonly permission: string; readonly run: ModelledRun }>> = {
  'crm.setParties@1': { permission: 'crm.setParties', run: setParties },
  'sales.saveCustomerGroup@1': { permission: PERMISSION, run: saveCustomerGroup },
  'sales.savePriceList@1': { permission: PERMISSION, run: savePriceList },
  'sales.setPrices@1': { permission: PERMISSION, run: setPrices },
  'sales.setCustomerPrices@1': { permission: PERMISSION, run: setCustomerPrices },
  'sales.savePromotion@1': { permission: PERMISSION, run: savePromotion },
  'sales.endPromotion@1': { permission: PERMISSION, run: endPromotion },
};
