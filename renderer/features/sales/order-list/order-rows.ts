import { useEffect, useRef, useState } from 'react';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import type { Draft } from '#shared/protocol/bridge.ts';
import { todayAt } from '../../../ui/use-company.ts';
import { draftFigures } from '../order-entry/draft-figures.ts';
import { companyTerms } from '../order-entry/figure-terms.ts';
import { readOrderDraft } from '../order-entry/order-draft.ts';

export type OrderFilter = 'all' | 'open' | 'held' | 'backOrdered' | 'due' | 'cancelled' | 'drafts';

/** A row of the list: an order, or a draft that only this device has. */
export type OrderRow =
  | { readonly kind: 'order'; readonly id: string; readonly order: OrderListRow }
  | {
      readonly kind: 'draft';
      readonly id: string;
      readonly number: string;
      readonly customerName: string | null;
      readonly warehouseId: string | null;
      readonly requestedOn: string | null;
      readonly lineCount: number;
      /** Null while the company's terms are not known. */
      readonly totalMinor: number | null;
      readonly currency: string;
      readonly updatedAt: number;
    };

/** Drafts as rows, with the total that their page shows; those that fit what was typed, by number or customer. */
export function draftRows(drafts: readonly Draft[], typed: string, company: Company | undefined): OrderRow[] {
  const wanted = typed.trim().toLowerCase();
  return drafts.flatMap(({ id, body, updatedAt }) => {
    const draft = readOrderDraft(body);
    if (!draft) return [];
    const { number, customerName, warehouseId, requestedOn, lines } = draft;
    const currency = draft.currency ?? company?.settings['company.currency'] ?? '';
    // One of before that was kept is summed by what its products cost.
    const totalMinor =
      draft.totalMinor ??
      (company
        ? draftFigures(draft, new Map(), companyTerms(company, currency, todayAt(company), false)).totals.totalMinor
        : null);
    const fits = wanted === '' || `${number} ${customerName ?? ''}`.toLowerCase().includes(wanted);
    const row = { number, customerName, warehouseId, requestedOn, lineCount: lines.length, totalMinor, currency };
    return fits ? [{ kind: 'draft', id, ...row, updatedAt }] : [];
  });
}

const stamp = (row: OrderListRow) =>
  [row.state, row.creditHold, row.approvalHold, row.manualHold, row.backOrderedLines, row.totalMinor].join();

/**
 * Ids of orders that came or changed while the list was there, and not from this device's own hand: they glow once.
 * @param question what the list asks; another question is no news. Null while the rows are still the old ones
 */
export function useNews(
  rows: readonly OrderListRow[],
  question: string | null,
  deviceCode: string,
): ReadonlySet<string> {
  const seen = useRef<{ question: string; stamps: Map<string, string> } | null>(null);
  const [news, setNews] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const stamps = new Map(rows.map((row) => [row.id, stamp(row)]));
    const before = seen.current;
    seen.current = question === null ? null : { question, stamps };
    if (!before || before.question !== question || before.stamps.size === 0) return;
    const newest = Math.max(...rows.filter((row) => before.stamps.has(row.id)).map((row) => row.confirmedAt));
    const fresh = rows.filter((row) => {
      const known = before.stamps.get(row.id);
      const own = row.number.includes(`-${deviceCode}-`);
      return known === undefined ? row.confirmedAt >= newest && !own : known !== stamp(row) && !own;
    });
    if (fresh.length > 0) setNews(new Set(fresh.map((row) => row.id)));
  }, [rows, question, deviceCode]);
  return news;
}
