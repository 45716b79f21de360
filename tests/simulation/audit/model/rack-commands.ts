/** Zones and places of a warehouse, and lots that are called back. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, adjusted, applied, type ModelledRun, rejected } from './command-run.ts';
import { isLive, worksAt } from './document-words.ts';

const warehouseGone = rejected('inventory.warehouseGone', {});
const zoneGone = rejected('inventory.zoneGone', {});
const placeGone = rejected('inventory.placeGone', {});

/** The warehouse, where it is in use and the person's to work in. */
function ownWarehouse(rows: BusinessRows, id: Cell | undefined, act: Act): ModelRow | null {
  const row = rows.get('warehouses', id);
  return isLive(row) && worksAt(act, row.id) ? row : null;
}

/** What lies at places, in the order of the balances. */
function lyingAt(rows: BusinessRows, ids: readonly Cell[]): ModelRow[] {
  return rows.find(
    'locationBalances',
    (row) => ids.includes(row.locationId ?? null) && (row.onHand !== 0 || row.allocated !== 0),
  );
}

const nameOfGoods = (rows: BusinessRows, balance: ModelRow): Cell =>
  rows.get('products', balance.productId)?.name ?? null;

const turnsSaleable = (from: Cell | undefined, to: Cell | undefined): boolean =>
  from !== to && (from === 'quarantine' || to === 'quarantine');

const sameCode = (rows: BusinessRows, warehouseId: Cell, code: Cell, id: Cell): boolean =>
  rows.find('zones', (row) => isLive(row) && row.warehouseId === warehouseId && row.code === code && row.id !== id)
    .length > 0;

export const saveZone: ModelledRun = (rows, given, act) => {
  const { zoneId, ...said } = given as {
    zoneId: string;
    warehouseId: string;
    code: string;
    name: string;
    kind: string;
  };
  const { warehouseId, code, name, kind } = said;
  const warehouse = ownWarehouse(rows, warehouseId, act);
  if (!warehouse) return warehouseGone;
  const known = rows.get('zones', zoneId);
  if (known && (!isLive(known) || known.warehouseId !== warehouseId)) return zoneGone;
  if (sameCode(rows, warehouseId, code, zoneId))
    return rejected('inventory.zoneCodeTaken', { code, warehouse: warehouse.name ?? null });
  if (!known) {
    rows.insert('zones', { id: zoneId, ...said }, act);
    return applied;
  }
  if (turnsSaleable(known.kind, kind)) {
    const places = rows.find('locations', (row) => row.zoneId === zoneId).map(({ id }) => id ?? null);
    const [lying] = lyingAt(rows, places);
    if (lying)
      return rejected('inventory.zoneKindFixed', { zone: known.name ?? null, product: nameOfGoods(rows, lying) });
  }
  rows.update('zones', known, { code, name, kind }, act);
  return applied;
};

export const setZoneUse: ModelledRun = (rows, given, act) => {
  const { zoneId, inUse } = given as { zoneId: string; inUse: 0 | 1 };
  const zone = rows.get('zones', zoneId);
  if (!zone) return zoneGone;
  const { warehouseId = null, code = null, name = null } = zone;
  const warehouse = ownWarehouse(rows, warehouseId, act);
  if (!warehouse) return warehouseGone;
  if (isLive(zone) === (inUse === 1)) return applied;
  if (inUse === 0) {
    const codes = rows.find('locations', (row) => row.zoneId === zoneId && isLive(row)).map((row) => String(row.code));
    const [first] = [...codes].sort();
    if (first !== undefined)
      return rejected('inventory.zoneHasPlaces', { zone: name, count: codes.length, code: first });
  } else if (sameCode(rows, warehouseId, code, zoneId)) {
    return rejected('inventory.zoneCodeTaken', { code, warehouse: warehouse.name ?? null });
  }
  rows.update('zones', zone, { deletedAt: inUse === 1 ? null : act.now }, act);
  return applied;
};

const STEP = 10;

/** A-07, A-03-12: rack, bay, level. The simulation has no others. */
function spotOf(code: string) {
  const parts = /^([A-Z]+)-(\d+)(?:-(\d+))?$/.exec(code);
  if (!parts) throw new Error(`${code}: places of this form are not modelled`);
  return { rack: parts[1] ?? null, bay: Number(parts[2]), level: parts[3] === undefined ? null : Number(parts[3]) };
}

export const saveLocations: ModelledRun = (rows, given, act) => {
  const { warehouseId, zoneId, locations } = given as {
    warehouseId: string;
    zoneId: string;
    locations: readonly { readonly id: string; readonly code: string }[];
  };
  if (!ownWarehouse(rows, warehouseId, act)) return warehouseGone;
  const zone = rows.get('zones', zoneId);
  if (!isLive(zone) || zone.warehouseId !== warehouseId) return zoneGone;
  const here = rows.find('locations', (row) => row.warehouseId === warehouseId);
  let walkOrder = Math.max(0, ...here.filter(isLive).map((row) => Number(row.walkOrder)));
  const made = new Set<string>();
  const old: string[] = [];
  for (const { id, code } of locations) {
    const known = here.find((row) => row.code === code);
    if (made.has(code) || isLive(known)) {
      old.push(code);
      continue;
    }
    made.add(code);
    walkOrder += STEP;
    const spot = { zoneId, ...spotOf(code), walkOrder, active: 1 };
    if (known) rows.update('locations', known, { ...spot, deletedAt: null }, act);
    else rows.insert('locations', { id, warehouseId, code, ...spot }, act);
  }
  const [first = null] = old;
  return first === null
    ? applied
    : adjusted([{ code: 'inventory.placesExist', params: { count: old.length, code: first } }]);
};

export const changeLocation: ModelledRun = (rows, given, act) => {
  const { locationId, ...said } = given as {
    locationId: string;
    code?: string;
    zoneId?: string;
    walkOrder?: number;
  };
  const place = rows.get('locations', locationId);
  if (!isLive(place)) return placeGone;
  const { warehouseId = null } = place;
  if (!ownWarehouse(rows, warehouseId, act)) return warehouseGone;
  const { code = place.code ?? null, zoneId = place.zoneId ?? null, walkOrder = place.walkOrder ?? null } = said;
  const isTaken = (row: ModelRow) => row.warehouseId === warehouseId && row.code === code && row.id !== locationId;
  if (code !== place.code && rows.find('locations', isTaken).length > 0)
    return rejected('inventory.placeCodeTaken', { code });
  if (zoneId !== place.zoneId) {
    const to = rows.get('zones', zoneId);
    if (!isLive(to) || to.warehouseId !== warehouseId) return zoneGone;
    const from = rows.get('zones', place.zoneId);
    const [lying] = lyingAt(rows, [locationId]);
    if (lying && from && turnsSaleable(from.kind, to.kind))
      return rejected('inventory.zoneKindFixed', { zone: from.name ?? null, product: nameOfGoods(rows, lying) });
  }
  rows.update('locations', place, { code, zoneId, walkOrder }, act);
  return applied;
};

export const setPlaceUse: ModelledRun = (rows, given, act) => {
  const { locationIds, use } = given as { locationIds: readonly string[]; use: 'open' | 'blocked' | 'outOfUse' };
  const places = rows.find('locations', (row) => locationIds.includes(String(row.id)));
  if (places.length < new Set(locationIds).size) return placeGone;
  if (places.some((row) => !ownWarehouse(rows, row.warehouseId, act))) return warehouseGone;
  if (use === 'outOfUse') {
    const lying = lyingAt(rows, locationIds);
    const [first] = lying;
    if (first) {
      const code = rows.get('locations', first.locationId)?.code ?? null;
      const count = lying.filter((row) => row.locationId === first.locationId).length;
      return rejected('inventory.placeHasGoods', { code, product: nameOfGoods(rows, first), count });
    }
  }
  const active = use === 'open' ? 1 : 0;
  for (const row of places) {
    const deletedAt = use === 'outOfUse' ? (row.deletedAt ?? act.now) : null;
    if (row.active !== active || row.deletedAt !== deletedAt) rows.update('locations', row, { active, deletedAt }, act);
  }
  return applied;
};

/** R20. Of two lots that desks made for one code the first stays, and is meant by both. */
export const blockLot: ModelledRun = (rows, given, act) => {
  const { lotId, isBlocked } = given as { lotId: string; isBlocked: boolean };
  const named = rows.get('lots', lotId);
  const isSame = (row: ModelRow) => isLive(row) && row.productId === named?.productId && row.code === named?.code;
  const lot = isLive(named) ? named : rows.find('lots', isSame)[0];
  if (!lot) return rejected('inventory.lotGone', {});
  const blocked = isBlocked ? 1 : 0;
  if (lot.blocked !== blocked) rows.update('lots', lot, { blocked }, act);
  return applied;
};
