import type { DemoDay } from '../../../kernel/demo.ts';
import type { Minor } from '../../../kernel/money.ts';

declare module '../../../kernel/demo.ts' {
  interface DemoStory {
    /** Whether an order of this amount would put its payer on credit hold (R55). */
    exceedsCredit(customer: DemoStory['customers'][number], orderMinor: Minor, day: DemoDay): boolean;
  }
}
