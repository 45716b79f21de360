/** What an order is priced on, and what comes of it, whichever version of the command prices it. */
import type { Settings } from '../../domains/admin/api.ts';
import type { AgreedLine, AgreedOrder } from '../../domains/sales/rules/compose-order.ts';
import type { Deviation } from '../../domains/sales/rules/price-deviations.ts';
import type { WriteContext } from '../../kernel/command.ts';
import type { BasisPoints } from '../../kernel/money.ts';
import type { Refusal, RefusalParams } from '../../kernel/refusal.ts';
import type { Row } from '../../kernel/table.ts';

export const ORDER = 'sales.confirmOrder';

export interface PricingGround {
  readonly customer: Row<'customers'>;
  readonly products: ReadonlyMap<string, Row<'products'>>;
  readonly agreed: AgreedOrder;
  readonly settings: Settings;
}

export interface PricedOrder {
  readonly lines: readonly AgreedLine[];
  /** R9: why it waits for a person. */
  readonly deviations: readonly Deviation[];
  /** The largest discount of a line: a limit that reaches it reaches all. */
  readonly deepest: BasisPoints;
}

export interface PricingContext extends WriteContext {
  refusal(code: 'sales.productCurrencyDiffers' | 'sales.unitGone', params: RefusalParams): Refusal;
}
