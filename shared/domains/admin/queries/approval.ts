import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';
import { permissions } from '../model.ts';
import type { MayDecide } from '../rules/who-decides.ts';
import { decidersRead, readDeciders } from './read-deciders.ts';

const LIMIT_EARLIER = 12;

export interface ApprovalLine {
  readonly id: string;
  readonly position: number;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly quantity: number;
  /** R31: null and 1 where it is sold in base units; prices are of one unit as it is sold. */
  readonly soldUnit: string | null;
  readonly unitRatio: number;
  readonly unitPrice: number;
  readonly listPrice: number;
  readonly discount: number;
  readonly secondDiscount: number;
  readonly promotionDiscount: number;
  readonly promotionMinor: number;
  readonly lineKind: 'goods' | 'free' | 'gift' | 'sample';
  readonly netMinor: number;
  /** Null: the product has none, or is not here. */
  readonly floorPrice: number | null;
  /** Without tax; null where nothing is known of it, or it is not the person's to see (R47). */
  readonly unitCost: number | null;
}

/** Everything that whoever decides needs to see; null when this device does not hold it. */
export interface ApprovalDetail {
  readonly word: Row<'approvals'>;
  readonly order: Row<'orders'> | null;
  readonly lines: readonly ApprovalLine[];
  readonly seesCost: boolean;
  /** Of this document and this customer, the newest first, without this one. */
  readonly earlier: readonly Row<'approvals'>[];
  readonly may: MayDecide;
  readonly deputyOf: string | null;
}

export const approval = defineQuery({
  name: 'admin.approval',
  permission: 'sales.see',
  args: z.strictObject({ id: z.string().max(120) }),
  reads: ['approvals', 'orders', 'orderLines', 'products', 'productCosts', ...decidersRead],
  async run(db, { id }, { actor, now }): Promise<ApprovalDetail | null> {
    const word = await db
      .selectFrom('approvals')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (!word) return null;
    const order = await db
      .selectFrom('orders')
      .selectAll()
      .where('id', '=', word.documentId)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const seesCost = actor.permissions.has(permissions.seeCost);
    const lines = await db
      .selectFrom('orderLines')
      .leftJoin('products', 'products.id', 'orderLines.productId')
      .leftJoin('productCosts', 'productCosts.id', 'orderLines.productId')
      .select([
        'orderLines.id',
        'orderLines.position',
        'orderLines.productCode',
        'orderLines.productName',
        'orderLines.unit',
        'orderLines.quantity',
        'orderLines.unitPrice',
        'orderLines.listPrice',
        'orderLines.discount',
        'orderLines.soldUnit',
        'orderLines.unitRatio',
        'orderLines.secondDiscount',
        'orderLines.promotionDiscount',
        'orderLines.promotionMinor',
        'orderLines.lineKind',
        'orderLines.netMinor',
        'products.floorPrice',
        'productCosts.averageCost',
        'productCosts.currency as costCurrency',
      ])
      .where('orderLines.orderId', '=', word.documentId)
      .where('orderLines.deletedAt', 'is', null)
      .orderBy('orderLines.position')
      .orderBy('orderLines.id')
      .execute();
    const earlier = await db
      .selectFrom('approvals')
      .selectAll()
      .where((eb) => eb.or([eb('documentId', '=', word.documentId), eb('customerId', '=', word.customerId)]))
      .where('id', '!=', id)
      .where('deletedAt', 'is', null)
      .orderBy('askedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(LIMIT_EARLIER)
      .execute();
    const deciders = await readDeciders(db, now);
    const may = deciders.decide(actor.userId, { ...word, madeBy: order?.confirmedBy ?? '' });
    const principal = may.may ? may.onBehalfOf : word.onBehalfOf;
    return {
      word,
      order: order ?? null,
      lines: lines.map(({ averageCost, costCurrency, ...line }) => ({
        ...line,
        unitCost: seesCost && costCurrency === word.currency ? averageCost : null,
      })),
      seesCost,
      earlier,
      may,
      deputyOf: deciders.people.find((person) => person.id === principal)?.name ?? null,
    };
  },
});

/** Every word about a document, the newest first. */
export const approvalsOfDocument = defineQuery({
  name: 'admin.approvalsOfDocument',
  permission: 'sales.see',
  args: z.strictObject({ documentId: idSchema }),
  reads: ['approvals'],
  async run(db, { documentId }): Promise<Row<'approvals'>[]> {
    return db
      .selectFrom('approvals')
      .selectAll()
      .where('documentId', '=', documentId)
      .where('deletedAt', 'is', null)
      .orderBy('askedAt', 'desc')
      .orderBy('id', 'desc')
      .execute();
  },
});
