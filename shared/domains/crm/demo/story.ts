import type { DemoStory } from '../../../kernel/demo.ts';
import type { Row } from '../../../kernel/table.ts';

/** How a customer pays its bills; who ends up with `never` paid as usual until the last weeks of buying. */
export type PayingHabit = 'prompt' | 'usual' | 'slow' | 'bad' | 'never';

/** A customer that buys in the year of the demo. */
export interface DemoCustomer {
  readonly row: Row<'customers'>;
  readonly shipTo: string | null;
  readonly rep: DemoStory['manager'];
  readonly territory: DemoStory['territories'][number];
  /** How much it buys beside others: 8 large, 3 middling, 1 small. */
  readonly weight: number;
  readonly pays: PayingHabit;
  /** Minor units; null without a limit. */
  readonly limitMinor: number | null;
  /** Index of the days between which it buys; it has gone silent where the last one lies long ago. */
  readonly firstDay: number;
  readonly lastDay: number;
}

declare module '../../../kernel/demo.ts' {
  interface DemoStory {
    /** Those who buy; a large company knows many more. */
    customers: readonly DemoCustomer[];
  }
}
