/** Goods on their way out of the small company: shelves, lots, and each step with plain arguments. */
import type { SatchelDatabase } from '#db/database.ts';
import type { Outcome } from '#shared/kernel/command.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { claimPickList } from '#shared/workflows/claim-pick-list.ts';
import { recordPick } from '#shared/workflows/inbound/record-pick.ts';
import { confirmOrder } from '#shared/workflows/orders/confirm-order.ts';
import { releaseOrders } from '#shared/workflows/release-orders.ts';
import { reverseShipment } from '#shared/workflows/reverse-shipment.ts';
import { shipOrder } from '#shared/workflows/ship-order.ts';
import { NOW, newId, type RunOptions, type TestCompany, type TestProduct } from './company.ts';
import { writeAs } from './databases.ts';
import { orderArgs } from './order-args.ts';

const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };

export interface LotGiven {
  readonly code: string;
  readonly expiresOn?: string | null;
  readonly blocked?: 0 | 1;
  readonly pieces: number;
  readonly locationId?: string | null;
  readonly condition?: 'saleable' | 'quarantine';
}

/** What a test does with a company's goods. */
export function outbound(company: TestCompany, database: SatchelDatabase) {
  let running = 200;
  const number = (series: string): string => {
    running += 1;
    return `${series}-K7-${String(running).padStart(6, '0')}`;
  };
  const { kysely } = database;
  return {
    /** Lots of a product in the warehouse, by their codes. */
    async putLots(product: TestProduct, lots: readonly LotGiven[]): Promise<Record<string, string>> {
      const ids = Object.fromEntries(lots.map(({ code }) => [code, newId()]));
      await writeAs(database, 'command', async (tx) => {
        await tx.updateTable('products').set({ tracking: 'lot' }).where('id', '=', product.id).execute();
        for (const { code, expiresOn = null, blocked = 0, pieces, locationId = null, condition = 'saleable' } of lots) {
          const lot = {
            id: ids[code] ?? '',
            productId: product.id,
            code,
            expiresOn,
            receivedOn: '2026-11-01',
            blocked,
          };
          await tx
            .insertInto('lots')
            .values({ ...lot, supplierId: null, ...audit })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
          await tx
            .insertInto('stockMovements')
            .values({
              id: newId(),
              productId: product.id,
              warehouseId: company.warehouseId,
              quantity: pieces * ONE_UNIT,
              cause: 'receipt',
              lotId: lot.id,
              locationId,
              condition,
              occurredAt: NOW,
              ...audit,
            })
            .execute();
        }
      });
      return ids;
    },
    /** Places of one zone, by their codes, in the order of the way. */
    async putLocations(
      codes: readonly string[],
      kind: 'storage' | 'quarantine' = 'storage',
    ): Promise<Record<string, string>> {
      const zoneId = newId();
      const ids = Object.fromEntries(codes.map((code) => [code, newId()]));
      const { warehouseId } = company;
      await writeAs(database, 'command', async (tx) => {
        await tx
          .insertInto('zones')
          .values({ id: zoneId, warehouseId, code: kind, name: kind, kind, ...audit })
          .execute();
        for (const [index, code] of codes.entries()) {
          const place = { rack: null, bay: null, level: null, walkOrder: index, active: 1 as const };
          await tx
            .insertInto('locations')
            .values({ id: ids[code] ?? '', warehouseId, zoneId, code, ...place, ...audit })
            .execute();
        }
      });
      return ids;
    },
    async order(lines: Parameters<typeof orderArgs>[1], change: object = {}) {
      const args = orderArgs(company, lines, { number: number('SO'), ...change });
      await company.run(confirmOrder, args);
      return args;
    },
    async release(orderIds: readonly string[], options: RunOptions = {}) {
      const args = { pickListId: newId(), number: number('PK'), warehouseId: company.warehouseId, orderIds };
      const outcome = await company.run(releaseOrders, args, options);
      return { pickListId: args.pickListId, outcome, lines: await this.linesOf(args.pickListId) };
    },
    linesOf: (pickListId: string) =>
      kysely
        .selectFrom('pickLines')
        .selectAll()
        .where('pickListId', '=', pickListId)
        .where('deletedAt', 'is', null)
        .orderBy('position')
        .orderBy('id')
        .execute(),
    claim: (pickListId: string, options: RunOptions = {}) => company.run(claimPickList, { pickListId }, options),
    /** Takes from every line what it asks for, or so many pieces. */
    async pick(pickListId: string, pieces?: number, options: RunOptions = {}): Promise<Outcome> {
      const lines = (await this.linesOf(pickListId)).map((line) => ({
        pickLineId: line.id,
        picked:
          pieces === 0
            ? []
            : [
                {
                  lotId: line.lotId,
                  serialId: null,
                  locationId: line.locationId,
                  quantity: pieces === undefined ? line.quantity : pieces * ONE_UNIT,
                },
              ],
        shortReason: pieces === undefined ? null : ('notFound' as const),
      }));
      return company.run(recordPick, { pickListId, pickedAt: NOW, lines }, options);
    },
    /** Sends what was picked and not sent; `pieces` of each line at the most. */
    async ship(orderId: string, pickListId: string, pieces = Number.POSITIVE_INFINITY, options: RunOptions = {}) {
      const lines = (await this.linesOf(pickListId))
        .filter((line) => line.orderId === orderId && line.picked > line.shipped)
        .map((line) => ({
          id: newId(),
          orderLineId: line.orderLineId,
          productId: line.productId,
          pickLineId: line.id,
          lotId: line.lotId,
          serialId: line.serialId,
          locationId: line.locationId,
          parcel: 1,
          quantity: Math.min(line.picked - line.shipped, pieces * ONE_UNIT),
        }));
      return this.shipLines(orderId, pickListId, lines, options);
    },
    async shipLines(
      orderId: string,
      pickListId: string | null,
      lines: readonly object[],
      options: RunOptions = {},
      change: object = {},
    ) {
      const args = {
        shipmentId: newId(),
        number: number('DN'),
        orderId,
        pickListId,
        warehouseId: company.warehouseId,
        shippedAt: NOW,
        ...{ carrierId: null, trackingNumber: null, freightMinor: null, weightGrams: null, note: null },
        parcels: [{ id: newId(), position: 1, weightGrams: null }],
        lines,
        ...change,
      };
      return { shipmentId: args.shipmentId, args, outcome: await company.run(shipOrder, args, options) };
    },
    async reverse(shipmentId: string) {
      const args = { reversalId: newId(), number: number('DN'), shipmentId, note: '写错了' };
      return { reversalId: args.reversalId, outcome: await company.run(reverseShipment, args) };
    },
    orderLine: (orderId: string) =>
      kysely
        .selectFrom('orderLines')
        .selectAll()
        .where('orderId', '=', orderId)
        .orderBy('position')
        .executeTakeFirstOrThrow(),
    orderOf: (orderId: string) =>
      kysely.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow(),
    stockOf: (product: TestProduct) =>
      kysely
        .selectFrom('stockBalances')
        .selectAll()
        .where('id', '=', `${product.id}:${company.warehouseId}`)
        .executeTakeFirstOrThrow(),
    exposure: () =>
      kysely
        .selectFrom('exposures')
        .select(['openOrdersMinor', 'unbilledMinor'])
        .where('id', '=', `${company.customerId}:CNY`)
        .executeTakeFirst(),
    flags: () => kysely.selectFrom('stockFlags').selectAll().orderBy('id').execute(),
  };
}
