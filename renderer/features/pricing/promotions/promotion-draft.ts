/** A promotion as it is typed, and what a command takes of it. */
import { z } from 'zod';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { PromotionRow, PromotionRuleRow } from '#shared/domains/sales/queries/promotions.ts';
import { whatGivesNothing } from '#shared/domains/sales/rules/pricing/promotion-shape.ts';
import { parseDecimal } from '#shared/kernel/money.ts';
import { isCode, readAmount, readFrom, readPercent, typedAmount, typedFigure, typedPercent } from '../typed.ts';

export const promotionKinds = ['percent', 'amount', 'freeGoods', 'gift', 'sample', 'rebate'] as const;
export type PromotionKind = (typeof promotionKinds)[number];
export const scopes = ['all', 'product', 'category', 'brand'] as const;

export interface NamedProduct {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
}

export interface RuleDraft {
  readonly id: string;
  readonly scope: (typeof scopes)[number];
  readonly product: NamedProduct | null;
  readonly category: string | null;
  readonly brand: string;
  /** From so many on. */
  readonly from: string;
  readonly percent: string;
  readonly amount: string;
  readonly buy: string;
  readonly free: string;
  readonly gift: NamedProduct | null;
  readonly giftCount: string;
  /** Of a rebate, and of a whole document: from so much on. */
  readonly fromAmount: string;
  readonly limit: string;
}

export interface PromotionDraft {
  readonly code: string;
  readonly name: string;
  readonly kind: PromotionKind;
  readonly appliesTo: 'line' | 'document';
  readonly stacks: boolean;
  readonly priority: number;
  readonly currency: string;
  readonly groupId: string | null;
  readonly territoryId: string | null;
  readonly minTotal: string;
  readonly period: 'month' | 'quarter' | 'year';
  readonly basis: 'invoiced' | 'collected';
  readonly validFrom: string;
  readonly validUntil: string;
  readonly note: string;
  readonly rules: readonly RuleDraft[];
}

export const newRule = (id: string): RuleDraft => ({
  ...{ id, scope: 'all', product: null, category: null, brand: '', from: '', percent: '', amount: '' },
  ...{ buy: '', free: '', gift: null, giftCount: '1', fromAmount: '', limit: '' },
});

export const newPromotion = (today: string, monthEnd: string, currency: string, ruleId: string): PromotionDraft => ({
  ...{ code: '', name: '', kind: 'percent', appliesTo: 'line', stacks: false, priority: 0, currency },
  ...{ groupId: null, territoryId: null, minTotal: '', period: 'quarter', basis: 'collected' },
  ...{ validFrom: today, validUntil: monthEnd, note: '', rules: [newRule(ruleId)] },
});

/** What stands, to be changed. @param newIds of the rules of the next version */
export function draftOf(row: PromotionRow, home: string, newIds: readonly string[]): PromotionDraft {
  const currency = row.currency ?? home;
  const { code, name, kind, appliesTo, priority, groupId, territoryId, validFrom, validUntil } = row;
  return {
    ...{ code, name, kind, appliesTo, priority, groupId, territoryId, validFrom, validUntil, currency },
    stacks: row.stacks === 1,
    minTotal: typedAmount(row.minMinor ?? 0, currency),
    ...{ period: row.period ?? 'quarter', basis: row.basis ?? 'collected', note: row.note ?? '' },
    rules: row.rules.map((rule, at) => ruleOf(rule, currency, newIds[at] ?? rule.id)),
  };
}

function ruleOf(rule: PromotionRuleRow, currency: string, id: string): RuleDraft {
  const { productId, productName, productCode, unit, giftProductId, giftName, giftUnit } = rule;
  const named = (of: string | null, code: string | null, name: string | null, own: string | null) =>
    of === null ? null : { id: of, code: code ?? '', name: name ?? '', unit: own ?? '' };
  const scope =
    productId !== null ? 'product' : rule.category !== null ? 'category' : rule.brand !== null ? 'brand' : 'all';
  return {
    ...{ id, scope, product: named(productId, productCode, productName, unit), category: rule.category },
    ...{ brand: rule.brand ?? '', from: typedFigure(rule.minQuantity), percent: typedPercent(rule.discount) },
    ...{ amount: typedAmount(rule.amountMinor, currency), buy: typedFigure(rule.buyQuantity) },
    ...{ free: typedFigure(rule.freeQuantity), gift: named(giftProductId, '', giftName, giftUnit) },
    ...{ giftCount: typedFigure(rule.giftQuantity), fromAmount: typedAmount(rule.minMinor, currency) },
    limit: rule.limitTimes === null ? '' : String(rule.limitTimes),
  };
}

/** Times: empty is without a limit; undefined where it is no whole number above zero. */
function readTimes(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const times = parseDecimal(text, 0);
  return times === null || times < 1 || times > 10_000 ? undefined : times;
}

/** One rule as the command takes it: only what its kind has a use for. Null where something is no figure. */
export function ruleArgs(rule: RuleDraft, { kind, currency }: Pick<PromotionDraft, 'kind' | 'currency'>) {
  const isBought = kind === 'freeGoods' || kind === 'gift';
  const figures = {
    minQuantity: kind === 'rebate' || isBought || kind === 'sample' ? 0 : readFrom(rule.from),
    discount: kind === 'percent' || kind === 'rebate' ? readPercent(rule.percent) : 0,
    amountMinor: kind === 'amount' ? readAmount(rule.amount, currency) : 0,
    buyQuantity: isBought ? readFrom(rule.buy) : 0,
    freeQuantity: kind === 'freeGoods' || kind === 'sample' ? readFrom(rule.free) : 0,
    giftQuantity: kind === 'gift' ? readFrom(rule.giftCount) : 0,
    minMinor: kind === 'rebate' ? readAmount(rule.fromAmount, currency) : 0,
  };
  const limitTimes = isBought ? readTimes(rule.limit) : null;
  const { minQuantity, discount, amountMinor, buyQuantity, freeQuantity, giftQuantity, minMinor } = figures;
  if (minQuantity === null || discount === null || amountMinor === null || buyQuantity === null) return null;
  if (freeQuantity === null || giftQuantity === null || minMinor === null || limitTimes === undefined) return null;
  if (rule.scope === 'product' && rule.product === null) return null;
  if (rule.scope === 'category' && rule.category === null) return null;
  if (rule.scope === 'brand' && rule.brand.trim() === '') return null;
  return {
    id: rule.id,
    productId: rule.scope === 'product' ? (rule.product?.id ?? null) : null,
    category: rule.scope === 'category' ? rule.category : null,
    brand: rule.scope === 'brand' ? rule.brand.trim() : null,
    ...{ minQuantity, discount, amountMinor, buyQuantity, freeQuantity, giftQuantity, minMinor, limitTimes },
    giftProductId: kind === 'gift' ? (rule.gift?.id ?? null) : null,
  };
}

/** The whole of it; null while something is missing, or gives nothing. */
export function promotionArgs(draft: PromotionDraft) {
  const { code, name, kind, priority, groupId, territoryId, validFrom, validUntil, period, basis } = draft;
  const canBeDocument = kind === 'percent' || kind === 'amount';
  const appliesTo: 'line' | 'document' = canBeDocument ? draft.appliesTo : 'line';
  const minMinor = appliesTo === 'document' ? readAmount(draft.minTotal, draft.currency) : 0;
  if (minMinor === null || !isCode(code) || name.trim() === '') return null;
  if (validFrom === '' || validUntil === '' || validUntil < validFrom) return null;
  const rules = draft.rules.flatMap((rule) => ruleArgs(rule, draft) ?? []);
  if (rules.length === 0 || rules.length < draft.rules.length) return null;
  const isMoney = kind === 'amount' || minMinor > 0 || rules.some((rule) => rule.minMinor > 0);
  const args = {
    ...{ code: code.trim(), name: name.trim(), kind, appliesTo, stacks: draft.stacks ? (1 as const) : (0 as const) },
    ...{ priority, currency: isMoney ? draft.currency : null, groupId, territoryId },
    ...{ minMinor: minMinor > 0 ? minMinor : null, period: kind === 'rebate' ? period : null },
    ...{ basis: kind === 'rebate' ? basis : null, validFrom, validUntil },
    ...{ note: draft.note.trim() === '' ? null : draft.note.trim(), rules },
  };
  return whatGivesNothing(args) === null ? args : null;
}

const figure = z.int();
const word = z.string().nullable();
const sent = z.object({
  ...{ code: z.string(), name: z.string(), kind: z.enum(promotionKinds), appliesTo: z.enum(['line', 'document']) },
  ...{
    stacks: figure,
    priority: figure,
    currency: word,
    groupId: word,
    territoryId: word,
    minMinor: figure.nullable(),
  },
  period: z.enum(['month', 'quarter', 'year']).nullable(),
  basis: z.enum(['invoiced', 'collected']).nullable(),
  ...{ validFrom: z.string(), validUntil: z.string(), note: word },
  rules: z.array(
    z.object({
      ...{ id: z.string(), productId: word, category: word, brand: word, minQuantity: figure, discount: figure },
      ...{ amountMinor: figure, buyQuantity: figure, freeQuantity: figure, giftProductId: word },
      ...{ giftQuantity: figure, minMinor: figure, limitTimes: figure.nullable() },
    }),
  ),
});

/** Products that a rejected promotion names. */
export function productsOf(args: unknown): readonly string[] {
  const read = sent.safeParse(args);
  if (!read.success) return [];
  return [...new Set(read.data.rules.flatMap((rule) => [rule.productId ?? [], rule.giftProductId ?? []].flat()))];
}

/** A rejected promotion as it was typed; null where it cannot be read. */
export function draftOfArgs(args: unknown, home: string, products: readonly ProductListRow[]): PromotionDraft | null {
  const read = sent.safeParse(args);
  if (!read.success) return null;
  const byId = new Map(products.map((product) => [product.id, product]));
  const currency = read.data.currency ?? home;
  const { minMinor, stacks, period, basis, note, rules, currency: _currency, ...head } = read.data;
  return {
    ...{ ...head, currency, stacks: stacks === 1, minTotal: typedAmount(minMinor ?? 0, currency) },
    ...{ period: period ?? 'quarter', basis: basis ?? 'collected', note: note ?? '' },
    rules: rules.map((rule, position) => {
      const product = byId.get(rule.productId ?? '');
      const gift = byId.get(rule.giftProductId ?? '');
      const names = {
        ...{ productName: product?.name ?? null, productCode: product?.code ?? null, unit: product?.unit ?? null },
        ...{ giftName: gift?.name ?? null, giftUnit: gift?.unit ?? null },
      };
      return ruleOf({ ...rule, ...names, position, promotionId: '' }, currency, rule.id);
    }),
  };
}
