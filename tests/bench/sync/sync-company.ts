/** A company on a server with what orders need: goods with plenty of stock, customers without a limit, one warehouse. */
import type { Id } from '#shared/kernel/ids.ts';
import { createCompany } from '../../../server/company/create-company.ts';
import { createTerritory, createWarehouse } from '../../../server/company/create-place.ts';
import { createUser } from '../../../server/company/create-user.ts';
import { runSystemCommand, type SystemWriter } from '../../../server/sync/system-command.ts';
import { PASSWORD } from '../../support/password.ts';
import '#shared/domains/crm/tables.ts';
import '#shared/domains/inventory/tables.ts';

export const SYNC_CURRENCY = 'CNY';
const ITEMS = 500;
const ROWS_A_STATEMENT = 100;
/** 1/10,000 of a piece: more than all orders of a run together. */
const PLENTY = 9_000_000_000_000;

export interface SyncProduct {
  readonly id: Id;
  readonly basePrice: number;
}

/** Plain JSON: it is handed to the programs that act as devices. */
export interface SyncCompany {
  readonly warehouseId: Id;
  readonly customerIds: readonly Id[];
  readonly products: readonly SyncProduct[];
}

/** Makes the company in an empty, migrated database. @param logins of managers who see all; everybody has the tests' password */
export async function fillSyncCompany(writer: SystemWriter, logins: readonly string[]): Promise<SyncCompany> {
  await createCompany(writer, { name: 'Bench', currency: SYNC_CURRENCY, country: 'CN' });
  const territory = await createTerritory(writer, { code: 'C', name: '华中' });
  const { id: warehouseId } = await createWarehouse(writer, { code: 'WH', name: '武汉仓' });
  const scopes = ['territory:*', 'warehouse:*'];
  for (const login of logins) {
    await createUser(writer, { login, name: `周文斌 ${login}`, password: PASSWORD, roleCode: 'manager', scopes });
  }
  return runSystemCommand(writer, async (tx, context) => {
    const numbers = Array.from({ length: ITEMS }, (_, at) => at);
    const customers = numbers.map((at) => ({
      id: context.newId(),
      code: `C${String(at).padStart(5, '0')}`,
      name: `武汉恒通百货有限公司 ${at}`,
      contactName: '李建国',
      phone: `138 7100 ${String(at).padStart(4, '0')}`,
      address: `汉口中山大道 ${at} 号`,
      city: '武汉',
      territoryId: territory.id,
      currency: SYNC_CURRENCY,
      paymentTermsDays: 30,
      ...context.created,
    }));
    const products = numbers.map((at) => ({
      id: context.newId(),
      code: `MUG-${String(at).padStart(5, '0')}`,
      name: `陶瓷马克杯 ${at}`,
      unit: '件',
      basePrice: 62_5000 + at * 100,
      currency: SYNC_CURRENCY,
      taxCode: 'standard',
      reorderPoint: 0,
      discontinued: 0 as const,
      ...context.created,
    }));
    const movements = products.map(({ id }) => ({
      id: context.newId(),
      productId: id,
      warehouseId,
      quantity: PLENTY,
      cause: 'openingBalance' as const,
      occurredAt: context.created.createdAt,
      ...context.created,
    }));
    for (let from = 0; from < ITEMS; from += ROWS_A_STATEMENT) {
      const part = <Row>(rows: readonly Row[]): Row[] => rows.slice(from, from + ROWS_A_STATEMENT);
      await tx.insertInto('customers').values(part(customers)).execute();
      await tx.insertInto('products').values(part(products)).execute();
      await tx.insertInto('stockMovements').values(part(movements)).execute();
    }
    return {
      warehouseId,
      customerIds: customers.map(({ id }) => id),
      products: products.map(({ id, basePrice }) => ({ id, basePrice })),
    };
  });
}

/** Arguments of `sales.confirmOrder` of three to five lines. @param nth which order of the run */
export function makeSyncOrder(company: SyncCompany, nth: number, number: string, newId: () => Id) {
  const pick = <Item>(items: readonly Item[], place: number): Item => {
    const item = items[place % items.length];
    if (item === undefined) throw new Error('the company has nobody and nothing to order');
    return item;
  };
  return {
    orderId: newId(),
    number,
    exposureEntryId: newId(),
    customerId: pick(company.customerIds, nth * 31),
    warehouseId: company.warehouseId,
    currency: SYNC_CURRENCY,
    requestedOn: null,
    paymentTermsDays: 30,
    shipTo: null,
    note: null,
    lines: Array.from({ length: linesOf(nth) }, (_, line) => {
      const { id, basePrice } = pick(company.products, nth * 17 + line * 3);
      return {
        id: newId(),
        productId: id,
        quantity: 20_000,
        unitPrice: basePrice,
        listPrice: basePrice,
        discount: 0,
        taxRate: 1_300,
      };
    }),
  };
}

/** Lines of the nth order: three, four or five. */
export const linesOf = (nth: number): number => 3 + (nth % 3);
