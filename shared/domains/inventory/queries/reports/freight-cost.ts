/** What carrying goods cost: by carrier and month, for an order, and against the goods' own price. */
import { z } from 'zod';
import { type Id, idSchema } from '../../../../kernel/ids.ts';
import { type CalendarDate, calendarDateSchema } from '../../../../kernel/instants.ts';
import { type BasisPoints, type CurrencyCode, divideHalfUp, type Minor } from '../../../../kernel/money.ts';
import { type Page, pageArgs } from '../../../../kernel/paging.ts';
import { defineQuery, type QueryContext } from '../../../../kernel/query.ts';
import type { Reader } from '../../../../kernel/table.ts';
import type {} from '../../../sales/tables.ts';
import { shareInPoints } from '../../rules/fill-rate.ts';
import type { ReportTable } from '../../rules/report-table.ts';
import { pageOfList } from './page-of-list.ts';
import { basisTables, type ReportBasis, readBasis, reportArgs } from './read-basis.ts';

interface Freight {
  readonly shipments: number;
  readonly orders: number;
  readonly freightMinor: Minor;
  readonly perOrderMinor: Minor | null;
  /** What the goods were sold for, without tax. */
  readonly goodsMinor: Minor;
  /** Freight by the goods' price. */
  readonly share: BasisPoints | null;
}

/** One carrier. */
export interface FreightRow extends Freight {
  /** '' where nobody said who carried it. */
  readonly id: string;
  readonly name: string | null;
  /** Of each month of the report, in order. */
  readonly byMonth: readonly Minor[];
  readonly slice: string;
  readonly valueMinor: Minor;
}

export interface FreightCost extends ReportTable<FreightRow> {
  readonly currency: CurrencyCode;
  readonly months: readonly string[];
  readonly total: Freight;
  /** Shipments of the period that nobody gave a freight: they are in no figure. */
  readonly withoutFreight: number;
  readonly otherCurrencies: readonly string[];
}

/** Freight is cost (R47). */
const COST_RIGHT = 'inventory.seeCost';
const tables = ['shipments', 'shipmentFreights', 'shipmentLines', 'orderLines'] as const;
const questionArgs = {
  warehouseId: reportArgs.warehouseId,
  /** A month; null: all. */
  slice: reportArgs.slice,
  from: calendarDateSchema,
  /** Included. */
  to: calendarDateSchema,
};

export const freightCost = defineQuery({
  name: 'inventory.freightCost',
  permission: COST_RIGHT,
  args: z.strictObject({ ...questionArgs, limitRows: reportArgs.limitRows }),
  reads: [...basisTables, ...tables],
  isSlow: true,
  async run(db, { slice, limitRows, ...asked }, context): Promise<FreightCost> {
    const { basis, sent, withoutFreight, otherCurrencies } = await readSent(db, asked, context);
    const months = [...new Set(sent.map(({ month }) => month))].sort();
    const chosen = slice === null ? sent : sent.filter(({ month }) => month === slice);
    const carriers = new Map<string, FreightShipment[]>();
    for (const each of chosen) {
      const id = each.carrierId ?? '';
      const own = carriers.get(id);
      if (own) own.push(each);
      else carriers.set(id, [each]);
    }
    const rows = [...carriers].map(([id, own]): FreightRow => {
      const freight = freightOf(own);
      return {
        ...freight,
        id,
        name: own[0]?.carrierName ?? null,
        byMonth: months.map((month) => freightOf(own.filter((each) => each.month === month)).freightMinor),
        slice: '',
        valueMinor: freight.freightMinor,
      };
    });
    rows.sort((left, right) => right.freightMinor - left.freightMinor || (left.id < right.id ? -1 : 1));
    return {
      rows: rows.slice(0, limitRows),
      count: rows.length,
      slices: months.map((key) => {
        const own = sent.filter(({ month }) => month === key);
        return { key, count: own.length, valueMinor: freightOf(own).freightMinor };
      }),
      currency: basis.currency,
      ...{ months, withoutFreight, otherCurrencies },
      total: freightOf(chosen),
    };
  },
});

/** A shipment with what it cost to carry it. */
export interface FreightShipment {
  readonly id: Id;
  readonly number: string;
  readonly orderId: Id;
  readonly orderNumber: string;
  readonly customerName: string;
  readonly carrierId: string | null;
  readonly carrierName: string | null;
  readonly shippedOn: CalendarDate;
  readonly month: string;
  readonly freightMinor: Minor;
  readonly goodsMinor: Minor;
}

/** The shipments behind a figure of `inventory.freightCost`, the dearest first. */
export const freightShipments = defineQuery({
  name: 'inventory.freightShipments',
  permission: COST_RIGHT,
  args: z.strictObject({ ...questionArgs, carrierId: idSchema.or(z.literal('')).nullable(), ...pageArgs }),
  reads: [...basisTables, ...tables],
  isSlow: true,
  async run(db, { slice, carrierId, cursor, limit, ...asked }, context): Promise<Page<FreightShipment>> {
    const { sent } = await readSent(db, asked, context);
    const own = sent.filter(
      (each) =>
        (slice === null || each.month === slice) && (carrierId === null || (each.carrierId ?? '') === carrierId),
    );
    own.sort((left, right) => right.freightMinor - left.freightMinor || (left.id < right.id ? -1 : 1));
    return pageOfList(own, cursor, limit);
  },
});

interface Asked {
  readonly warehouseId: string | null;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

interface Sent {
  readonly basis: ReportBasis;
  /** In the company's currency, with a freight. */
  readonly sent: readonly FreightShipment[];
  readonly withoutFreight: number;
  readonly otherCurrencies: readonly string[];
}

async function readSent(db: Reader, { warehouseId, from, to }: Asked, context: QueryContext): Promise<Sent> {
  const basis = await readBasis(db, warehouseId, context);
  const standing = db
    .selectFrom('shipments')
    .where('shipments.warehouseId', 'in', basis.warehouseIds)
    .where('shipments.shippedOn', '>=', from)
    .where('shipments.shippedOn', '<=', to)
    .where('shipments.state', '<>', 'reversed')
    .where('shipments.reversesId', 'is', null)
    .where('shipments.deletedAt', 'is', null);
  const all = await standing
    .leftJoin('shipmentFreights', 'shipmentFreights.id', 'shipments.id')
    .select(['shipments.id', 'shipments.number', 'shipments.orderId', 'shipments.orderNumber'])
    .select(['shipments.customerName', 'shipments.carrierId', 'shipments.carrierName', 'shipments.shippedOn'])
    .select(({ fn }) => [
      fn.coalesce('shipmentFreights.freightMinor', 'shipments.freightMinor').as('freightMinor'),
      fn.coalesce('shipmentFreights.currency', 'shipments.currency').as('currency'),
    ])
    .orderBy('shipments.id')
    .execute();
  const goods = await standing
    .innerJoin('shipmentLines', 'shipmentLines.shipmentId', 'shipments.id')
    .innerJoin('orderLines', 'orderLines.id', 'shipmentLines.orderLineId')
    .select(['shipments.id', 'shipmentLines.quantity', 'orderLines.netMinor', 'orderLines.quantity as ordered'])
    .leftJoin('shipmentFreights', 'shipmentFreights.id', 'shipments.id')
    .where(({ eb, fn }) => eb(fn.coalesce('shipmentFreights.freightMinor', 'shipments.freightMinor'), 'is not', null))
    .orderBy('shipmentLines.id')
    .execute();
  const goodsOf = new Map<string, Minor>();
  for (const { id, quantity, netMinor, ordered } of goods) {
    const part = ordered > 0 ? divideHalfUp(BigInt(netMinor) * BigInt(quantity), BigInt(ordered)) : 0;
    goodsOf.set(id, (goodsOf.get(id) ?? 0) + part);
  }
  const sent = all.flatMap(({ freightMinor, currency, ...each }): FreightShipment[] => {
    if (freightMinor === null || currency !== basis.currency) return [];
    return [{ ...each, freightMinor, month: each.shippedOn.slice(0, 7), goodsMinor: goodsOf.get(each.id) ?? 0 }];
  });
  return {
    ...{ basis, sent },
    withoutFreight: all.filter(({ freightMinor }) => freightMinor === null).length,
    otherCurrencies: [...new Set(all.map(({ currency }) => currency))]
      .filter((currency) => currency !== basis.currency)
      .sort(),
  };
}

function freightOf(sent: readonly FreightShipment[]): Freight {
  const freightMinor = sent.reduce((sum, each) => sum + each.freightMinor, 0);
  const goodsMinor = sent.reduce((sum, each) => sum + each.goodsMinor, 0);
  const orders = new Set(sent.map(({ orderId }) => orderId)).size;
  return {
    shipments: sent.length,
    ...{ orders, freightMinor, goodsMinor },
    perOrderMinor: orders === 0 ? null : divideHalfUp(BigInt(freightMinor), BigInt(orders)),
    share: shareInPoints(freightMinor, goodsMinor),
  };
}
