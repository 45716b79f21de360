/** Orders that a desktop test takes without the screens of order entry, and the network that it cuts. */
import { expect, type Page } from '@playwright/test';

/** So many that the office cannot add another such order of the same customer: the amounts would be too large. */
export const TOO_MANY_FOR_TWO = 100_000_000_000;

/** Confirms an order of one line as a screen would. @param quantity in 1/10,000 */
export async function takeOrder(
  page: Page,
  customer: string,
  quantity: number,
  note: string | null = null,
): Promise<void> {
  await page.evaluate(
    async ({ customer, quantity, note }) => {
      const { satchel } = window as unknown as { satchel: import('#shared/protocol/bridge.ts').SatchelBridge };
      const ask = async (name: string, args: unknown): Promise<never> => {
        const reply = await satchel.query(name, args);
        if (!reply.ok) throw new Error(reply.reason.code);
        return reply.rows as never;
      };
      const list = { search: '', cursor: null, limit: 1 };
      const { warehouses } = (await ask('admin.company', {})) as { warehouses: { id: string }[] };
      const warehouseId = warehouses[0]?.id;
      const { rows: customers } = (await ask('crm.customerList', { ...list, search: customer })) as {
        rows: { id: string; currency: string }[];
      };
      const stock = { ...list, search: 'Chai', warehouseId, withDiscontinued: false, filter: null };
      const { rows: products } = (await ask('inventory.productList', stock)) as {
        rows: { id: string; basePrice: number }[];
      };
      const [orderId, exposureEntryId, id] = await satchel.newIds(3);
      const basePrice = products[0]?.basePrice;
      const line = { id, productId: products[0]?.id, listPrice: basePrice, discount: 0, taxRate: 1_900 };
      const reply = await satchel.command('sales.confirmOrder', {
        orderId,
        number: await satchel.nextNumber('order'),
        exposureEntryId,
        customerId: customers[0]?.id,
        warehouseId,
        currency: customers[0]?.currency,
        requestedOn: null,
        paymentTermsDays: 30,
        shipTo: null,
        note,
        lines: [{ ...line, quantity, unitPrice: 600_000_000 }],
      });
      if (reply.state === 'rejected') throw new Error(JSON.stringify(reply.reason));
    },
    { customer, quantity, note },
  );
}

/** The switch of the network mark. */
export async function workOffline(page: Page, isOffline: boolean): Promise<void> {
  await page.evaluate((offline) => {
    const { satchel } = window as unknown as { satchel: import('#shared/protocol/bridge.ts').SatchelBridge };
    return satchel.sync.setWorkOffline(offline);
  }, isOffline);
}

/** By the device itself: the window may not have heard of the newest command yet. */
export const allSent = (page: Page) =>
  expect
    .poll(() =>
      page.evaluate(async () => {
        const { satchel } = window as unknown as { satchel: import('#shared/protocol/bridge.ts').SatchelBridge };
        return (await satchel.sync.status()).waiting;
      }),
    )
    .toBe(0);
