/** The registry's list: one line a domain. */
export { admin } from './admin/index.ts';
export { billing } from './billing/index.ts';
export { crm } from './crm/index.ts';
export { inventory } from './inventory/index.ts';
export { reports } from './reports/index.ts';
export { sales } from './sales/index.ts';
