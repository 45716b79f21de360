/** What somebody of the demo company did, and what it is made of. */
import type { DemoLanguage, InBoth } from '#shared/kernel/demo.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { CalendarDate, Instant } from '#shared/kernel/instants.ts';
import type { Reader } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';
import '#shared/domains/billing/tables.ts';
import '#shared/domains/crm/tables.ts';
import '#shared/domains/inventory/tables.ts';
import '#shared/domains/sales/tables.ts';

/** What a deed can see and make, at its moment. */
export interface Making {
  readonly db: Reader;
  readonly at: Instant;
  /** The day on which the demo is opened. */
  readonly today: CalendarDate;
  readonly language: DemoLanguage;
  readonly newId: () => Id;
  readonly say: (text: InBoth) => string;
  /** A person's id by login. */
  readonly person: (login: string) => Promise<Id>;
  /** The next number of a series on the laptop of whoever does it: PO-Z1-000003. */
  readonly number: (prefix: string) => string;
  /** Ids that one deed makes and another names, by what they call them. */
  readonly made: Map<string, Id>;
}

export interface Deed {
  readonly by: string;
  readonly daysAgo: number;
  /** After midnight at the office. */
  readonly minutes: number;
  readonly name: string;
  /** Null: nothing here fits. */
  readonly args: (making: Making) => Promise<object | null>;
}
