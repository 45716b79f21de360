import type { RefusalParams } from '../../../kernel/refusal.ts';

/** Parameters that the answers of version 1 had: devices that foretold by it compare all of them. */
const firstParams: Readonly<Record<string, readonly string[]>> = {
  'inventory.shortStock': ['line', 'product', 'unit', 'reserved', 'backOrdered'],
  'sales.priceNotListed': ['line', 'product', 'listPrice', 'currency'],
  'billing.taxRateDiffers': ['line', 'product', 'taxRate'],
  'billing.limitExceeded': ['customer', 'overMinor', 'currency'],
  'billing.limitExpired': ['customer', 'overMinor', 'currency'],
  'billing.overdue': ['customer', 'overMinor', 'currency'],
};

/** What version 1 of confirming an order says of it. */
export function firstAnswer(code: string, params: RefusalParams): RefusalParams {
  const names = firstParams[code];
  if (!names) return params;
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.includes(name)));
}
