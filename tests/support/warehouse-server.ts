/**
 * What a desktop test of the warehouse does with the company's own file while no server has it open, in a process that
 * has the server's driver: `node tests/support/warehouse-server.ts places|shelves --database …`. Prints one line of JSON.
 */
import { openCompany } from '../../server/open-company.ts';
import { readPlace } from '../../server/read-options.ts';
import { makeRealWorld } from '../../server/real-world.ts';
import { runSystemCommand } from '../../server/sync/system-command.ts';
import '#shared/domains/inventory/tables.ts';

const [task, , database = ''] = process.argv.slice(2);
const world = makeRealWorld();
const place = readPlace((option) => (option === 'database' ? database : undefined));
const company = await openCompany(place, world, 'nothing');
try {
  console.log(JSON.stringify(task === 'places' ? await makePlaces() : await readShelves()));
} finally {
  await company.close();
}

/** Two racks of three and a quarantine, in the warehouse that comes first by its code. */
async function makePlaces(): Promise<number> {
  return runSystemCommand({ database: company, world }, async (tx, { created, newId }) => {
    const [warehouse] = await tx.selectFrom('warehouses').select('id').orderBy('code').execute();
    const warehouseId = warehouse?.id ?? '';
    const zone = { storage: newId(), quarantine: newId() };
    for (const kind of ['storage', 'quarantine'] as const) {
      const code = kind === 'storage' ? 'A' : 'Q';
      await tx
        .insertInto('zones')
        .values({ id: zone[kind], warehouseId, code, name: kind, kind, ...created })
        .execute();
    }
    const codes = ['A-01-01', 'A-01-02', 'A-01-03', 'A-02-01', 'A-02-02', 'A-02-03', 'Q-01'];
    for (const [index, code] of codes.entries()) {
      const isQuarantine = code.startsWith('Q');
      const rack = isQuarantine ? null : code.slice(2, 4);
      const hole = { rack, bay: isQuarantine ? null : Number(code.slice(5)), level: isQuarantine ? null : 1 };
      const zoneId = zone[isQuarantine ? 'quarantine' : 'storage'];
      const row = { id: newId(), warehouseId, zoneId, code, ...hole, walkOrder: index, active: 1 as const };
      await tx
        .insertInto('locations')
        .values({ ...row, ...created })
        .execute();
    }
    return codes.length;
  });
}

/** What the file says at the end. */
export type ServerShelves = Awaited<ReturnType<typeof readShelves>>;

/** What lies where: by the balances, and as the ledger's movements sum up; in pieces, what is nothing left out. */
async function readShelves() {
  const { kysely } = company;
  const names = {
    products: new Map<string, string>(),
    lots: new Map<string, string>(),
    places: new Map<string, string>(),
  };
  for (const { id, code } of await kysely.selectFrom('products').select(['id', 'code']).orderBy('id').execute()) {
    names.products.set(id, code);
  }
  for (const { id, code } of await kysely.selectFrom('lots').select(['id', 'code']).orderBy('id').execute()) {
    names.lots.set(id, code);
  }
  for (const { id, code } of await kysely.selectFrom('locations').select(['id', 'code']).orderBy('id').execute()) {
    names.places.set(id, code);
  }
  // What lies at no place lies in its warehouse.
  for (const { id, code } of await kysely.selectFrom('warehouses').select(['id', 'code']).orderBy('id').execute()) {
    names.places.set(id, code);
  }
  const movements = await kysely
    .selectFrom('stockMovements')
    .select(['productId', 'lotId', 'warehouseId', 'locationId', 'condition', 'quantity'])
    .orderBy('id')
    .execute();
  interface Row {
    readonly productId: string;
    readonly lotId?: string | null;
    readonly locationId?: string | null;
    readonly condition?: string;
    readonly pieces: number;
  }
  const sum = (rows: readonly Row[], ...by: ('lotId' | 'locationId' | 'condition')[]): Record<string, number> => {
    const sums = new Map<string, number>();
    for (const row of rows) {
      const parts = by.map((column) => {
        const id = row[column];
        if (id == null) return '-';
        return names.lots.get(id) ?? names.places.get(id) ?? id;
      });
      const key = [names.products.get(row.productId) ?? row.productId, ...parts].join(' ');
      sums.set(key, (sums.get(key) ?? 0) + row.pieces);
    }
    return Object.fromEntries([...sums].filter(([, pieces]) => pieces !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const moved = movements.map(({ quantity, ...row }) => ({ ...row, pieces: quantity / 10_000 }));
  const stock = await kysely.selectFrom('stockBalances').selectAll().orderBy('id').execute();
  const lots = await kysely.selectFrom('lotBalances').selectAll().orderBy('id').execute();
  const places = await kysely.selectFrom('locationBalances').selectAll().orderBy('id').execute();
  const lotsAtPlaces = await kysely.selectFrom('locationLotBalances').selectAll().orderBy('id').execute();
  const held = <Balance extends { readonly onHand: number }>(rows: readonly Balance[]) =>
    rows.map((row) => ({ ...row, pieces: row.onHand / 10_000 }));
  const apart = moved.filter(({ condition }) => condition === 'quarantine');
  return {
    shelves: sum(
      moved.map((row) => ({ ...row, locationId: row.locationId ?? row.warehouseId })),
      ...(['lotId', 'locationId', 'condition'] as const),
    ),
    byLedger: {
      products: sum(moved),
      lots: sum(
        moved.filter(({ lotId }) => lotId !== null),
        'lotId',
      ),
      places: sum(
        moved.filter(({ locationId }) => locationId !== null),
        'locationId',
      ),
      lotsAtPlaces: sum(
        moved.filter(({ lotId, locationId }) => lotId !== null && locationId !== null),
        ...(['lotId', 'locationId'] as const),
      ),
      quarantined: sum(apart),
    },
    byBalances: {
      products: sum(held(stock)),
      lots: sum(held(lots), 'lotId'),
      places: sum(held(places), 'locationId'),
      lotsAtPlaces: sum(held(lotsAtPlaces), 'lotId', 'locationId'),
      quarantined: sum(stock.map((row) => ({ productId: row.productId, pieces: row.quarantined / 10_000 }))),
    },
    flags: await kysely.selectFrom('stockFlags').select(['kind', 'productName', 'state']).orderBy('id').execute(),
  };
}
