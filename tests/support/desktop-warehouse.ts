/** A small company with a warehouse of two racks, and what its office does while the warehouse works. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { administer } from './desktop.ts';
import { chooseFiles, createTraders, importChosen } from './desktop-company.ts';
import { openPlace } from './desktop-menu.ts';
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

/**
 * Traders with places on their warehouse's shelves, a second one without, and another person who works in both.
 */
export async function createWarehouseCompany(database: readonly string[]): Promise<void> {
  await createTraders(database);
  await administer(database, ['create-warehouse', '--code', 'TAC', '--name', 'Tacoma']);
  const both = 'warehouse:SEA,warehouse:TAC';
  const laura = ['--login', 'laura', '--name', 'Laura Callahan', '--role', 'warehouse', '--scopes', both];
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
  await openPlace(page, 'import');
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
        ...{ id: ids[index], productId: id, discount: 0, taxRate: 1_900 },
        ...{ unitPrice: basePrice, listPrice: basePrice, quantity: (boxes[code] ?? 0) * 10_000 },
      })),
    });
    const listNumber = await satchel.nextNumber('pickList');
    await run('inventory.releaseOrders', { pickListId, number: listNumber, warehouseId, orderIds: [orderId] });
    return { orderNumber, listNumber };
  }, boxes);
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

/** What a window says of the warehouse's stock. */
export async function onHandAt(page: Page): Promise<[string, number][]> {
  const { warehouses } = await askDesk<{ warehouses: { id: string }[] }>(page, 'admin.company', {});
  const warehouseId = warehouses[0]?.id;
  const { rows } = await askDesk<{ rows: { code: string; onHand: number }[] }>(page, 'inventory.productList', {
    ...{ search: '', warehouseId, withDiscontinued: false, filter: null, cursor: null, limit: 10 },
  });
  return rows.map(({ code, onHand }) => [code, onHand]);
}

/** What of a transfer is neither here nor there, as a window says it. */
export async function underWay(page: Page, number: string): Promise<number> {
  const list = { search: number, filter: null, cursor: null, limit: 5 };
  const { rows } = await askDesk<{ rows: { id: string }[] }>(page, 'inventory.transferList', list);
  const id = rows[0]?.id ?? '';
  const { lines } = await askDesk<{ lines: { underWay: number }[] }>(page, 'inventory.transfer', { id });
  return lines.reduce((sum, line) => sum + line.underWay, 0);
}
