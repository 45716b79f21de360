import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { type CalendarDate, calendarDateSchema } from '../../../kernel/instants.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';

/** A rule with the names of what it is about. */
export interface PromotionRuleRow
  extends Omit<Row<'promotionRules'>, 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'deletedAt'> {
  readonly productName: string | null;
  readonly productCode: string | null;
  readonly unit: string | null;
  readonly giftName: string | null;
  readonly giftUnit: string | null;
}

type Head = Omit<Row<'promotions'>, 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'deletedAt'>;

/** The newest version of a promotion. */
export interface PromotionRow extends Head {
  readonly groupName: string | null;
  readonly territoryName: string | null;
  readonly rules: readonly PromotionRuleRow[];
}

/** As a promotion was once. */
export interface PastPromotion {
  readonly id: string;
  readonly name: string;
  readonly knownFrom: number;
  readonly knownUntil: number | null;
  readonly setBy: string | null;
}

export interface PromotionPage extends PromotionRow {
  /** This one among them, the newest first. */
  readonly versions: readonly PastPromotion[];
}

const reads = ['promotions', 'promotionRules', 'products', 'customerGroups', 'territories'] as const;
const LIMIT_ROWS = 200;
/** Versions that are looked through for those that are over. */
const OVER_LIMIT_ROWS = 1_000;

/** Promotions that give something today, those that are to begin, or those that are over: by their days. */
export const promotions = defineQuery({
  name: 'sales.promotions',
  permission: 'sales.see',
  args: z.strictObject({ when: z.enum(['now', 'coming', 'over']), today: calendarDateSchema }),
  reads,
  async run(db, { when, today }): Promise<PromotionRow[]> {
    const heads = await (when === 'over' ? overBy(db, today) : standingOn(db, when, today));
    return withRules(db, heads);
  },
});

/** One promotion, with its rules and what it was before; null when it is not there. */
export const promotion = defineQuery({
  name: 'sales.promotion',
  permission: 'sales.see',
  args: z.strictObject({ id: idSchema }),
  reads: [...reads, 'users'],
  async run(db, { id }): Promise<PromotionPage | null> {
    const [asked] = await selectHeads(db).where('id', '=', id).orderBy('id').execute();
    if (!asked) return null;
    const [whole] = await withRules(db, [asked]);
    const versions = await db
      .selectFrom('promotions')
      .leftJoin('users', 'users.id', 'promotions.createdBy')
      .select(['promotions.id', 'promotions.name', 'knownFrom', 'knownUntil', 'users.name as setBy'])
      .where('seriesId', '=', asked.seriesId)
      .where('promotions.deletedAt', 'is', null)
      .orderBy('knownFrom', 'desc')
      .orderBy('promotions.id')
      .limit(LIMIT_ROWS)
      .execute();
    return whole ? { ...whole, versions } : null;
  },
});

function selectHeads(db: Reader) {
  return db
    .selectFrom('promotions')
    .select(['id', 'seriesId', 'code', 'name', 'kind', 'appliesTo', 'stacks', 'priority', 'currency', 'groupId'])
    .select([
      'territoryId',
      'minMinor',
      'period',
      'basis',
      'validFrom',
      'validUntil',
      'knownFrom',
      'knownUntil',
      'note',
    ])
    .where('deletedAt', 'is', null);
}

function standingOn(db: Reader, when: 'now' | 'coming', today: CalendarDate): Promise<Head[]> {
  const standing = selectHeads(db).where('knownUntil', 'is', null);
  const wanted =
    when === 'coming'
      ? standing.where('validFrom', '>', today).orderBy('validFrom')
      : standing.where('validFrom', '<=', today).where('validUntil', '>=', today).orderBy('validUntil');
  return wanted.orderBy('code').orderBy('id').limit(LIMIT_ROWS).execute();
}

/** Whose days are over, or that somebody ended; never a version that another one took the place of. */
async function overBy(db: Reader, today: CalendarDate): Promise<Head[]> {
  const rows = await selectHeads(db)
    .where((eb) => eb.or([eb('validUntil', '<', today), eb('knownUntil', 'is not', null)]))
    .orderBy('validUntil', 'desc')
    .orderBy('id')
    .limit(OVER_LIMIT_ROWS)
    .execute();
  const versions = await db
    .selectFrom('promotions')
    .select(['id', 'seriesId'])
    .where('seriesId', 'in', ['', ...new Set(rows.map(({ seriesId }) => seriesId))])
    .where('deletedAt', 'is', null)
    .orderBy('knownFrom')
    .orderBy('id')
    .execute();
  // The last one that is said of a series stays.
  const newest = new Map(versions.map(({ id, seriesId }) => [seriesId, id]));
  return rows.filter(({ id, seriesId }) => newest.get(seriesId) === id).slice(0, LIMIT_ROWS);
}

async function withRules(db: Reader, heads: readonly Head[]): Promise<PromotionRow[]> {
  if (heads.length === 0) return [];
  const rules = await db
    .selectFrom('promotionRules')
    .select(['id', 'promotionId', 'position', 'productId', 'category', 'brand', 'minQuantity', 'discount'])
    .select(['amountMinor', 'buyQuantity', 'freeQuantity', 'giftProductId', 'giftQuantity', 'minMinor', 'limitTimes'])
    .where(
      'promotionId',
      'in',
      heads.map(({ id }) => id),
    )
    .where('deletedAt', 'is', null)
    .orderBy('promotionId')
    .orderBy('position')
    .orderBy('id')
    .execute();
  const productIds = rules.flatMap(({ productId, giftProductId }) => [productId ?? [], giftProductId ?? []].flat());
  const products = await db
    .selectFrom('products')
    .select(['id', 'code', 'name', 'unit'])
    .where('id', 'in', ['', ...new Set(productIds)])
    .orderBy('id')
    .execute();
  const byId = new Map(products.map((product) => [product.id, product]));
  const named = rules.map((rule) => {
    const product = byId.get(rule.productId ?? '');
    const gift = byId.get(rule.giftProductId ?? '');
    return {
      ...rule,
      ...{ productName: product?.name ?? null, productCode: product?.code ?? null, unit: product?.unit ?? null },
      ...{ giftName: gift?.name ?? null, giftUnit: gift?.unit ?? null },
    };
  });
  const groups = await db.selectFrom('customerGroups').select(['id', 'name']).orderBy('id').execute();
  const places = await db.selectFrom('territories').select(['id', 'name']).orderBy('id').execute();
  const nameIn = (rows: readonly { readonly id: string; readonly name: string }[], id: string | null) =>
    rows.find((row) => row.id === id)?.name ?? null;
  return heads.map((head) => ({
    ...head,
    groupName: nameIn(groups, head.groupId),
    territoryName: nameIn(places, head.territoryId),
    rules: named.filter(({ promotionId }) => promotionId === head.id),
  }));
}
