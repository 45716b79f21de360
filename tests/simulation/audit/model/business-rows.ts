/**
 * The auditor's own database: rows in maps, and balances as sums that it adds up itself. Rows are never changed in place,
 * so that a copy costs only its maps.
 */

import { emptyColumns } from './empty-columns.ts';

export type Cell = string | number | null;
export type ModelRow = Readonly<Record<string, Cell>>;

/** Who writes, and when: what the audit columns say. */
export interface Writing {
  readonly now: number;
  readonly userId: string;
}

interface Balance {
  readonly table: string;
  readonly key: readonly string[];
  /** Balance column ← what a source row adds to it while it counts. */
  readonly sums: Readonly<Record<string, (row: ModelRow) => number>>;
  /** Columns beside the key and the sums of this source: a new row has 0 there. */
  readonly columns: readonly string[];
}

const quantityOf = (row: ModelRow): number => Number(row.quantity);
const stock = {
  table: 'stockBalances',
  key: ['productId', 'warehouseId'],
  columns: ['onHand', 'reserved', 'incoming', 'opening', 'quarantined', 'quota'],
};
const ofLot = {
  table: 'lotBalances',
  key: ['productId', 'warehouseId', 'lotId'],
  columns: ['onHand', 'opening', 'quarantined', 'allocated'],
};
const atPlace = {
  table: 'locationBalances',
  key: ['warehouseId', 'locationId', 'productId'],
  columns: ['onHand', 'allocated', 'quarantined'],
};
const lotAtPlace = {
  table: 'locationLotBalances',
  key: ['warehouseId', 'locationId', 'productId', 'lotId'],
  columns: ['onHand', 'allocated', 'quarantined'],
};
const amountMinorOf = (row: ModelRow): number => Number(row.amountMinor);
const allocatedOf = (row: ModelRow): number => Number(row.allocated);
const movementSums = {
  onHand: quantityOf,
  opening: (row: ModelRow) => (row.cause === 'openingBalance' ? quantityOf(row) : 0),
  quarantined: (row: ModelRow) => (row.condition === 'quarantine' ? quantityOf(row) : 0),
};
const placeSums = { onHand: movementSums.onHand, quarantined: movementSums.quarantined };
const kindAmount =
  (kind: string) =>
  (row: ModelRow): number =>
    row.kind === kind ? Number(row.amountMinor) : 0;

/** R20, R33, R51, R54, R59: what is summed into what. */
const balancesOf: Readonly<Record<string, readonly Balance[]>> = {
  stockMovements: [
    { ...stock, sums: movementSums },
    { ...ofLot, sums: movementSums },
    { ...atPlace, sums: placeSums },
    { ...lotAtPlace, sums: placeSums },
  ],
  pickLines: [
    { ...ofLot, sums: { allocated: allocatedOf } },
    { ...atPlace, sums: { allocated: allocatedOf } },
    { ...lotAtPlace, sums: { allocated: allocatedOf } },
  ],
  stockQuotas: [{ ...stock, sums: { quota: (row) => Number(row.left) } }],
  reservations: [{ ...stock, sums: { reserved: quantityOf } }],
  expectedReceipts: [{ ...stock, sums: { incoming: quantityOf } }],
  accountEntries: [
    {
      table: 'customerAccounts',
      key: ['payerId', 'currency'],
      columns: ['balanceMinor'],
      sums: { balanceMinor: amountMinorOf },
    },
  ],
  collectorEntries: [
    {
      table: 'collectorAccounts',
      key: ['collectorId', 'currency'],
      columns: ['heldMinor'],
      sums: { heldMinor: amountMinorOf },
    },
  ],
  exposureEntries: [
    {
      table: 'exposures',
      key: ['customerId', 'currency'],
      columns: ['openOrdersMinor', 'unbilledMinor', 'receivablesMinor', 'prepaymentsMinor'],
      sums: {
        openOrdersMinor: kindAmount('openOrder'),
        unbilledMinor: kindAmount('unbilled'),
        receivablesMinor: kindAmount('receivable'),
        prepaymentsMinor: kindAmount('prepayment'),
      },
    },
  ],
};

/** Tables that hold only sums: nobody writes them but this file. */
export const balanceTables: readonly string[] = [
  'stockBalances',
  'lotBalances',
  'locationBalances',
  'locationLotBalances',
  'exposures',
  'customerAccounts',
  'collectorAccounts',
];

export class BusinessRows {
  #tables: Map<string, Map<string, ModelRow>>;
  /** Tables that no copy shares: the others are copied when a row of them is placed. */
  #own = new Set<string>();

  constructor(tables: Map<string, Map<string, ModelRow>> = new Map()) {
    this.#tables = tables;
  }

  table(name: string): ReadonlyMap<string, ModelRow> {
    return this.#tables.get(name) ?? new Map();
  }

  get(name: string, id: Cell | undefined): ModelRow | undefined {
    return this.#tables.get(name)?.get(String(id));
  }

  /** Rows that fit, in the order of their ids. */
  find(name: string, fits: (row: ModelRow) => boolean): ModelRow[] {
    return [...this.table(name).values()].filter(fits).sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
  }

  /** What is placed in one of the two afterwards is not in the other. */
  copy(): BusinessRows {
    this.#own.clear();
    return new BusinessRows(new Map(this.#tables));
  }

  /** Takes over everything that a copy has come to. */
  become(copy: BusinessRows): void {
    copy.#own.clear();
    this.#own.clear();
    this.#tables = new Map(copy.#tables);
  }

  /** Puts a row in as it is, or takes it out: no balance follows. */
  place(name: string, id: string, row: ModelRow | null): void {
    const rows = this.#writable(name);
    if (row === null) rows.delete(id);
    else rows.set(id, row);
  }

  #writable(name: string): Map<string, ModelRow> {
    const known = this.#tables.get(name);
    if (known && this.#own.has(name)) return known;
    const rows = new Map(known);
    this.#tables.set(name, rows);
    this.#own.add(name);
    return rows;
  }

  /** A new row by a command. */
  insert(name: string, row: ModelRow, by: Writing): void {
    const empty = emptyColumns[name] ?? {};
    const audit = { createdAt: by.now, createdBy: by.userId, updatedAt: by.now, updatedBy: by.userId, deletedAt: null };
    this.#change(name, String(row.id), null, { ...empty, ...row, ...audit }, by);
  }

  /** A changed row by a command. */
  update(name: string, row: ModelRow, changes: ModelRow, by: Writing): void {
    const next = { ...row, ...changes, updatedAt: by.now, updatedBy: by.userId };
    this.#change(name, String(row.id), row, next, by);
  }

  /** A row taken out for good by a command. */
  remove(name: string, row: ModelRow, by: Writing): void {
    this.#change(name, String(row.id), row, null, by);
  }

  #change(name: string, id: string, before: ModelRow | null, after: ModelRow | null, by: Writing): void {
    this.place(name, id, after);
    for (const balance of balancesOf[name] ?? []) this.#follow(balance, before, after, by);
  }

  #follow(balance: Balance, before: ModelRow | null, after: ModelRow | null, by: Writing): void {
    const isSame = before !== null && after !== null && keyOf(balance, before) === keyOf(balance, after);
    if (isSame) {
      this.#add(balance, after, (sum) => counted(sum, after) - counted(sum, before), by);
      return;
    }
    if (before) this.#add(balance, before, (sum) => -counted(sum, before), by);
    if (after) this.#add(balance, after, (sum) => counted(sum, after), by);
  }

  #add(balance: Balance, source: ModelRow, deltaOf: (sum: (row: ModelRow) => number) => number, by: Writing): void {
    const id = keyOf(balance, source);
    const deltas = Object.entries(balance.sums).map(([column, sum]) => [column, deltaOf(sum)] as const);
    if (id === null || deltas.every(([, delta]) => delta === 0)) return;
    const known = this.get(balance.table, id);
    const row: Record<string, Cell> = known
      ? { ...known, updatedAt: by.now, updatedBy: by.userId }
      : {
          id,
          ...Object.fromEntries(balance.key.map((column) => [column, source[column] ?? null])),
          ...Object.fromEntries(balance.columns.map((column) => [column, 0])),
          createdAt: by.now,
          createdBy: by.userId,
          updatedAt: by.now,
          updatedBy: by.userId,
          deletedAt: null,
        };
    for (const [column, delta] of deltas) row[column] = Number(row[column] ?? 0) + delta;
    this.place(balance.table, id, row);
  }
}

function counted(sum: (row: ModelRow) => number, row: ModelRow): number {
  return row.deletedAt === null ? sum(row) : 0;
}

function keyOf(balance: Balance, row: ModelRow): string | null {
  const parts = balance.key.map((column) => row[column] ?? null);
  return parts.includes(null) ? null : parts.join(':');
}

/** What the sums of a table's sources come to, by balance id: for comparing with the balances that are stored. */
export function sumsOf(rows: BusinessRows, table: string): Map<string, Record<string, number>> {
  const sums = new Map<string, Record<string, number>>();
  for (const [source, balances] of Object.entries(balancesOf)) {
    for (const balance of balances.filter((each) => each.table === table)) {
      for (const row of rows.table(source).values()) {
        const id = keyOf(balance, row);
        if (id === null) continue;
        const found = sums.get(id) ?? Object.fromEntries(balance.columns.map((column) => [column, 0]));
        sums.set(id, found);
        for (const [column, sum] of Object.entries(balance.sums))
          found[column] = (found[column] ?? 0) + counted(sum, row);
      }
    }
  }
  return sums;
}
