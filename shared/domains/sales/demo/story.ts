import type { DemoStory } from '../../../kernel/demo.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { CalendarDate, Instant } from '../../../kernel/instants.ts';
import type { BasisPoints, Minor } from '../../../kernel/money.ts';

export interface DemoOrderLine {
  readonly id: Id;
  readonly product: DemoStory['products'][number];
  /** In pieces, as all of the line. */
  readonly pieces: number;
  readonly discount: BasisPoints;
  /** With tax. */
  totalMinor: Minor;
  reserved: number;
  backOrdered: number;
  shipped: number;
}

/** What somebody was asked about an order, and what became of it. */
export interface DemoWord {
  readonly kind: 'discount' | 'credit';
  /** Why the customer should have it. */
  readonly note: string | null;
  state: 'asked' | 'approved' | 'refused' | 'voided';
  decided: {
    readonly at: Instant;
    readonly by: DemoStory['manager'];
    readonly onBehalfOf: Id | null;
    readonly note: string;
    readonly byCode: boolean;
  } | null;
}

export interface DemoOrder {
  readonly id: Id;
  readonly number: string;
  readonly customer: DemoStory['customers'][number];
  readonly warehouse: DemoStory['warehouses'][number];
  readonly lines: readonly DemoOrderLine[];
  /** Index of the day. */
  readonly takenOn: number;
  /** Index of the day from which it may leave. */
  readonly leavesFrom: number;
  /** When it is to be there; settled anew where goods are late. */
  requestedOn: CalendarDate;
  readonly confirmedAt: Instant;
  readonly note: string | null;
  totalMinor: Minor;
  state: 'open' | 'closed' | 'cancelled';
  creditHold: 0 | 1;
  approvalHold: 0 | 1;
  words: readonly DemoWord[];
  /** What the office will say to it on the next open day; null: what comes. */
  readonly fate: 'approved' | 'refused' | 'byCode' | null;
  /** When and by whom it was last changed. */
  changedAt: Instant;
  changedBy: Id;
}

declare module '../../../kernel/demo.ts' {
  interface DemoStory {
    /** Groups that customers are put into. */
    customerGroups: readonly Id[];
    /** Oldest first. */
    openOrders: Set<DemoOrder>;
    /** Orders that came today, for those who reckon with what is promised. */
    takenOrders: DemoOrder[];
    /** Orders that ended today. */
    endedOrders: DemoOrder[];
  }
}
