/** A small company with a warehouse of two racks, and what its office does while the warehouse works. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { administer } from './desktop.ts';
import { chooseFiles, createTraders, importChosen } from './desktop-company.ts';
import { PASSWORD } from './password.ts';
import type { ServerShelves } from './warehouse-server.ts';

export const MUG = '6901234567892';
export const BOWL = '96385074';
/** GS1 reads two digits of a year as one within fifty years. */
const inTwoYears = String(new Date().getFullYear() + 2).slice(2);
/** A label of the supplier: goods, last day, how many, lot. */
export const mugLabel = (lot: string, pieces: number, day = `${inTwoYears}1231`) =>
  `(01)0${MUG}(17)${day}(30)${pieces}(10)${lot}`;

const program = resolve(import.meta.dirname, 'warehouse-server.ts');

/** Runs a task on the company's file, which no server has open. */
async function onFile(task: 'places' | 'shelves', database: readonly string[]): Promise<unknown> {
  const { SATCHEL_NATIVE_BINDING: _electrons, ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  const child = spawn(process.execPath, [program, task, ...database], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [printed, complaints]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk) => printed.push(String(chunk)));
  child.stderr.on('data', (chunk) => complaints.push(String(chunk)));
  const code = await new Promise<number | null>((end) => child.on('close', end));
  if (code !== 0) throw new Error(`${task}: ${complaints.join('')}`);
  return JSON.parse(printed.join(''));
}

/** Traders with a second person in the warehouse, and places on its shelves. */
export async function createWarehouseCompany(database: readonly string[]): Promise<void> {
  await createTraders(database);
  const laura = ['--login', 'laura', '--name', 'Laura Callahan', '--role', 'warehouse', '--scopes', 'warehouse:SEA'];
  await administer(database, ['create-user', ...laura], PASSWORD);
  await onFile('places', database);
}

/** What the server's file says at the end: by the ledger's movements, and by the balances that triggers kept. */
export async function readShelves(database: readonly string[]): Promise<ServerShelves> {
  return (await onFile('shelves', database)) as ServerShelves;
}

/** Goods with bar codes, one of them kept by lots; a customer and a supplier. */
export async function importWarehouse(page: Page, folder: string): Promise<void> {
  const files: readonly (readonly [string, string])[] = [
    ['Customers', 'CustomerID,CompanyName,City\nHT,Hengtong,Wuhan\n'],
    [
      'Products',
      `Code,Name,Unit,Price,Barcode,Lot tracking\nA-110,Mug,box,12.50,${MUG},lot\nB-020,Bowl,box,8.00,${BOWL},no\n`,
    ],
  ];
  await page.getByRole('navigation').getByText('Import', { exact: true }).click();
  for (const [target, text] of files) {
    const path = join(folder, `${target}.csv`);
    writeFileSync(path, text);
    await chooseFiles(page, target, [path]);
    await importChosen(page);
  }
}

/** What the office orders from its supplier, in boxes. @returns the order's number */
export async function orderGoods(page: Page, boxes: Readonly<Record<string, number>>): Promise<string> {
  return page.evaluate(async (boxes) => {
    const { satchel } = window as never as { satchel: import('#shared/protocol/bridge.ts').SatchelBridge };
    const ask = async (name: string, args: unknown) => {
      const reply = await satchel.query(name, args);
      if (!reply.ok) throw new Error(`${name}: ${reply.reason.code}`);
      return reply.rows as never;
    };
    const run = async (name: string, args: unknown) => {
      const reply = await satchel.command(name, args);
      if (reply.state === 'rejected') throw new Error(`${name}: ${JSON.stringify(reply.reason)}`);
    };
    const { warehouses }: { warehouses: { id: string }[] } = await ask('admin.company', {});
    const warehouseId = warehouses[0]?.id ?? '';
    const products: { id: string; code: string }[] = await ask('inventory.productsByCodes', {
      codes: Object.keys(boxes),
      warehouseId,
    });
    const [supplierId = '', purchaseOrderId = '', importId = '', ...lineIds] = await satchel.newIds(10);
    await run('inventory.importSuppliers', {
      ...{ importId, currency: 'USD', paymentTermsDays: 30 },
      rows: [
        {
          ...{ line: 1, id: supplierId, code: 'EL', name: 'Exotic Liquids', currency: null, paymentTermsDays: null },
          ...{ taxNumber: null, contactName: null, phone: null, email: null, address: null, city: null, country: null },
          leadDays: null,
        },
      ],
    });
    const number = await satchel.nextNumber('purchaseOrder');
    const lines = products.map(({ id: productId, code }, index) => ({
      ...{ id: lineIds[index], productId, unitId: null, quantity: (boxes[code] ?? 0) * 10_000 },
      ...{ dueOn: null, unitCost: 40_000 },
    }));
    const head = { purchaseOrderId, number, supplierId, warehouseId, dueOn: null, note: null, isOrdered: true };
    await run('inventory.writePurchase', { ...head, lines });
    return number;
  }, boxes);
}

export interface GivenOrder {
  readonly orderNumber: string;
  readonly listNumber: string;
}

/** An order of the customer, given to the warehouse on a list of its own. */
export async function releaseOrder(page: Page, boxes: Readonly<Record<string, number>>): Promise<GivenOrder> {
  return page.evaluate(async (boxes) => {
    const { satchel } = window as never as { satchel: import('#shared/protocol/bridge.ts').SatchelBridge };
    const ask = async (name: string, args: unknown) => {
      const reply = await satchel.query(name, args);
      if (!reply.ok) throw new Error(`${name}: ${reply.reason.code}`);
      return reply.rows as never;
    };
    const run = async (name: string, args: unknown) => {
      const reply = await satchel.command(name, args);
      if (reply.state === 'rejected') throw new Error(`${name}: ${JSON.stringify(reply.reason)}`);
    };
    const { warehouses }: { warehouses: { id: string }[] } = await ask('admin.company', {});
    const warehouseId = warehouses[0]?.id ?? '';
    const list = { search: '', cursor: null, limit: 5 };
    const customers: { rows: { id: string }[] } = await ask('crm.customerList', list);
    const products: { id: string; code: string; basePrice: number }[] = await ask('inventory.productsByCodes', {
      codes: Object.keys(boxes),
      warehouseId,
    });
    const [orderId = '', exposureEntryId = '', pickListId = '', ...ids] = await satchel.newIds(9);
    const orderNumber = await satchel.nextNumber('order');
    await run('sales.confirmOrder', {
      ...{ orderId, exposureEntryId, warehouseId, customerId: customers.rows[0]?.id, currency: 'USD' },
      ...{ number: orderNumber, requestedOn: null, paymentTermsDays: 30, shipTo: null, note: null },
      lines: products.map(({ id, code, basePrice }, index) => ({
        ...{ id: ids[2 * index], reservationId: ids[2 * index + 1], productId: id, discount: 0, taxRate: 1_900 },
        ...{ unitPrice: basePrice, listPrice: basePrice, quantity: (boxes[code] ?? 0) * 10_000 },
      })),
    });
    const listNumber = await satchel.nextNumber('pickList');
    await run('inventory.releaseOrders', { pickListId, number: listNumber, warehouseId, orderIds: [orderId] });
    return { orderNumber, listNumber };
  }, boxes);
}

/** Runs one command as a screen would. */
export async function runCommand(page: Page, name: string, args: unknown): Promise<void> {
  const reply = await page.evaluate(
    ([name, args]) => {
      const { satchel } = window as never as { satchel: import('#shared/protocol/bridge.ts').SatchelBridge };
      return satchel.command(name as string, args);
    },
    [name, args],
  );
  expect(reply, `${name}: ${JSON.stringify(reply)}`).not.toMatchObject({ state: 'rejected' });
}

/** What a window's own database answers. */
export async function askDesk<Rows>(page: Page, name: string, args: unknown): Promise<Rows> {
  const reply = await page.evaluate(
    ([name, args]) => {
      const { satchel } = window as never as { satchel: import('#shared/protocol/bridge.ts').SatchelBridge };
      return satchel.query(name as string, args);
    },
    [name, args],
  );
  if (!reply.ok) throw new Error(`${name}: ${reply.reason.code}`);
  return reply.rows as Rows;
}

/** Opens a work mode by keyboard alone. */
export async function enterMode(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(name);
  const wanted = page.getByRole('option').filter({ has: page.getByText(name, { exact: true }) });
  await expect(wanted.first()).toBeVisible();
  await expect(async () => {
    if ((await wanted.first().getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
    await expect(wanted.first()).toHaveAttribute('aria-selected', 'true', { timeout: 500 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.locator('.work')).toBeVisible();
}
