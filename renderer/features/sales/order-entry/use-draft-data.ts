import { useEffect, useMemo, useRef } from 'react';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { CreditStatus } from '#shared/domains/billing/queries/credit-status.ts';
import type { CreditAnswer } from '#shared/domains/billing/rules/credit-limit.ts';
import { ONE_RATE } from '#shared/domains/billing/rules/exchange-rate.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { ProductCost } from '#shared/domains/inventory/queries/product-costs.ts';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { CustomerBuying } from '#shared/domains/sales/queries/customer-buying.ts';
import type { PriceBookOfProducts } from '#shared/domains/sales/queries/price-book.ts';
import { usePermission } from '../../../app/session.ts';
import { useQuery } from '../../../app/use-query.ts';
import { todayAt } from '../../../ui/use-company.ts';
import { creditForecast, type DraftFigures, draftFigures, keepSameLines, type LineStock } from './draft-figures.ts';
import { type Costs, type DraftMargin, draftMargin } from './draft-margin.ts';
import type { DraftHandle } from './draft-store.ts';
import { companyTerms, type FigureTerms } from './figure-terms.ts';
import type { OrderDraft } from './order-draft.ts';
import { useTermsOfCustomer } from './terms-of-customer.ts';

const SHOWN_ORDERS = 3;
const KNOWN_USUAL = 20;

export interface DraftData {
  readonly terms: FigureTerms & { readonly paymentTermsDays: number };
  readonly figures: DraftFigures;
  /** Null while it is being read. */
  readonly book: PriceBookOfProducts | null;
  readonly stock: ReadonlyMap<string, LineStock>;
  readonly customer: CustomerListRow | null;
  readonly buying: CustomerBuying | null;
  /** Null where no customer is chosen or the person may not see credit. */
  readonly credit: { readonly status: CreditStatus; readonly answer: CreditAnswer } | null;
  readonly overdueHoldDays: number;
  /** R47: null where this person sees no cost, or it is being read. */
  readonly costs: Costs | null;
  readonly margin: DraftMargin | null;
}

/** Everything around a draft, from the device's database, kept true while rows arrive. */
export function useDraftData(handle: DraftHandle, draft: OrderDraft, company: Company): DraftData {
  const { settings } = company;
  const today = todayAt(company);
  const currency = draft.currency ?? settings['company.currency'];
  const mayGiveSamples = usePermission('sales.giveSamples');
  const terms = useMemo(
    () => ({
      ...companyTerms(company, currency, today, mayGiveSamples),
      paymentTermsDays: company.settings['billing.paymentTermsDays'],
    }),
    [company, currency, today, mayGiveSamples],
  );

  const asked = [...new Set(draft.lines.map((line) => line.productId))].sort();
  const question = { customerId: draft.customerId, productIds: asked, currency, day: today };
  const book = useQuery<PriceBookOfProducts>('sales.priceBook', question, { enabled: asked.length > 0 }).data ?? null;
  const gifts = book?.gifts.map(({ id }) => id) ?? [];
  const ids = [...new Set([...asked, ...gifts])].sort();
  const products = useQuery<readonly ProductListRow[]>(
    'inventory.productsById',
    { ids, warehouseId: draft.warehouseId },
    { enabled: ids.length > 0 },
  ).data;
  useEffect(() => {
    if (products) handle.change({ type: 'refreshProducts', products });
  }, [products, handle]);
  const stock = useMemo(() => new Map((products ?? []).map((product) => [product.id, product])), [products]);
  const { lines, documentDiscount, documentDiscountMinor, roundsDown } = draft;
  const seesCost = usePermission('inventory.seeCost');
  const costRows = useQuery<readonly ProductCost[]>(
    'inventory.productCosts',
    { productIds: ids },
    { enabled: seesCost && ids.length > 0 },
  ).data;
  const costs = useMemo(
    () => costRows && new Map(costRows.map(({ productId, averageCost }) => [productId, averageCost])),
    [costRows],
  );
  const shown = useRef<DraftFigures['lines']>([]);
  const figures = useMemo(() => {
    const computed = draftFigures({ lines, documentDiscount, documentDiscountMinor, roundsDown }, stock, terms, book);
    shown.current = keepSameLines(shown.current, computed.lines);
    return { ...computed, lines: shown.current };
  }, [lines, documentDiscount, documentDiscountMinor, roundsDown, stock, terms, book]);

  const margin = useMemo(
    () => (costs ? draftMargin(figures, costs, terms, book?.exchangeRates[terms.currency] ?? ONE_RATE) : null),
    [figures, costs, terms, book],
  );

  const { customerId } = draft;
  const hasCustomer = customerId !== null;
  const customer = useQuery<CustomerListRow | null>('crm.customer', { id: customerId }, { enabled: hasCustomer });
  const buying = useQuery<CustomerBuying>(
    'sales.customerBuying',
    { customerId, limitOrders: SHOWN_ORDERS, limitUsual: KNOWN_USUAL },
    { enabled: hasCustomer },
  );
  const lastWarehouseId = hasCustomer ? buying.data?.lastOrders[0]?.warehouseId : undefined;
  useEffect(() => {
    if (lastWarehouseId) handle.change({ type: 'suggestWarehouse', warehouseId: lastWarehouseId });
  }, [lastWarehouseId, handle]);
  useTermsOfCustomer(handle, draft, customer.data, today);
  const seesCredit = usePermission('billing.see');
  const status = useQuery<CreditStatus>(
    'billing.creditStatus',
    { customerId, currency, today },
    { enabled: hasCustomer && seesCredit },
  );
  const overdueHoldDays = settings['billing.overdueHoldDays'];
  const { totalMinor } = figures.totals;
  const isPriced = book !== null;
  useEffect(() => {
    if (isPriced) handle.noteTotal(totalMinor);
  }, [handle, isPriced, totalMinor]);
  const credit =
    hasCustomer && seesCredit && status.data
      ? { status: status.data, answer: creditForecast(status.data, totalMinor, { today, overdueHoldDays }) }
      : null;
  return {
    terms,
    figures,
    book,
    stock,
    customer: (hasCustomer && customer.data) || null,
    buying: (hasCustomer && buying.data) || null,
    credit,
    overdueHoldDays,
    costs: costs ?? null,
    margin,
  };
}
