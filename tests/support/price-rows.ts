/** A group with its list, a customer's own price and a promotion with a gift: for the queries that read them. */
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { TestCompany } from './company.ts';
import { writeAs } from './databases.ts';
import { NOW, newId } from './ids.ts';
import { audited } from './sample-rows.ts';

export interface PriceRows {
  readonly groupId: string;
  readonly priceListId: string;
  readonly promotionId: string;
}

export async function writePriceRows({ database, customerId, mug, box }: TestCompany): Promise<PriceRows> {
  const [groupId, priceListId, promotionId] = [newId(), newId(), newId()];
  const dated = { validFrom: '2026-01-01', validUntil: null, priority: 0, ...audited };
  const price = {
    ...{ productId: mug.id, soldUnit: null, unitRatio: 1, minQuantity: 0, unitPrice: 60_0000 },
    ...{ knownFrom: NOW, knownUntil: null, ...dated },
  };
  await writeAs(database, 'command', async (tx) => {
    await tx
      .insertInto('customerGroups')
      .values({ id: groupId, code: 'HOTEL', name: '酒店', active: 1, ...audited })
      .execute();
    await tx.updateTable('customers').set({ groupId }).where('id', '=', customerId).execute();
    const list = { id: priceListId, code: 'HT', name: '酒店价', kind: 'group', groupId, currency: 'CNY' } as const;
    await tx
      .insertInto('priceLists')
      .values({ ...list, isDefault: 0, active: 1, ...dated })
      .execute();
    await tx
      .insertInto('priceListItems')
      .values({ id: newId(), priceListId, ...price })
      .execute();
    await tx
      .insertInto('customerPrices')
      .values({ id: newId(), customerId, currency: 'CNY', note: null, ...price })
      .execute();
    await tx
      .insertInto('promotions')
      .values({
        ...{ id: promotionId, seriesId: promotionId, code: 'GIFT', name: '满十赠盒', kind: 'gift', appliesTo: 'line' },
        ...{ stacks: 0, currency: null, groupId: null, territoryId: null, minMinor: null, period: null, basis: null },
        ...{ ...dated, validUntil: '2026-12-31', knownFrom: NOW, knownUntil: null, note: null },
      })
      .execute();
    await tx
      .insertInto('promotionRules')
      .values({
        ...{ id: newId(), promotionId, position: 1, productId: mug.id, category: null, brand: null, minQuantity: 0 },
        ...{ discount: 0, amountMinor: 0, buyQuantity: 10 * ONE_UNIT, freeQuantity: 0, giftProductId: box.id },
        ...{ giftQuantity: ONE_UNIT, minMinor: 0, limitTimes: null, ...audited },
      })
      .execute();
  });
  return { groupId, priceListId, promotionId };
}
