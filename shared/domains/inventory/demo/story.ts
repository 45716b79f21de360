import type { DemoStory } from '../../../kernel/demo.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { BasisPoints, UnitPrice } from '../../../kernel/money.ts';

export interface DemoWarehouse {
  readonly id: Id;
  readonly code: 'WH' | 'CS';
  readonly keeper: DemoStory['manager'];
  /** Part of the company's sales that go out from here. */
  readonly share: number;
  /** Codes of the territories that it ships to. */
  readonly territories: readonly string[];
}

export interface DemoProduct {
  readonly id: Id;
  /** Place in `products`. */
  readonly index: number;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly taxCode: string;
  readonly taxRate: BasisPoints;
  readonly basePrice: UnitPrice;
  /** How often it is ordered beside others. */
  readonly popularity: number;
  /** Pieces that an order line takes. */
  readonly least: number;
  readonly most: number;
  readonly carton: number;
  readonly shelfLifeDays: number | null;
  readonly isDiscontinued: boolean;
  /** Pieces at which it is ordered again, in one warehouse. */
  readonly reorderPoint: number;
  /** Pieces that a day takes, in all warehouses. */
  readonly dailyDemand: number;
  /** Part of a usual month's demand by month, from January. */
  readonly season: readonly number[];
}

/** A line of an order that waits for goods; the store room fills in what it has. */
export interface DemoDemand {
  readonly product: DemoProduct;
  reserved: number;
  backOrdered: number;
}

/** Goods that left for an order on one paper, in pieces. */
export interface DemoShipment {
  readonly order: DemoStory['openOrders'] extends ReadonlySet<infer Order> ? Order : never;
  readonly number: string;
  readonly lines: readonly { readonly place: number; readonly pieces: number }[];
}

declare module '../../../kernel/demo.ts' {
  interface DemoStory {
    warehouses: readonly [DemoWarehouse, DemoWarehouse];
    products: readonly DemoProduct[];
    /** Products that suppliers do not deliver at the end of the year: orders of them wait. */
    scarceProducts: readonly DemoProduct[];
    /** Holds back what is there for a line and notes what is missing (R22). */
    reserve(warehouse: DemoWarehouse, line: DemoDemand, pieces: number): void;
    /** Gives back what a line held. */
    release(warehouse: DemoWarehouse, line: DemoDemand): void;
    /** What left today. */
    shipments: DemoShipment[];
    /** What came back today, by the value of its goods. */
    returns: { readonly order: DemoShipment['order']; readonly place: number; readonly pieces: number }[];
  }
}
