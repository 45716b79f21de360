/**
 * A small company for tests of commands: a territory, a warehouse, a rep, a manager, tax rates, two customers and three
 * products with stock; and `run`, which runs a command as device and server do.
 */
import type { SatchelDatabase } from '#db/database.ts';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import type { AnyCommand, Outcome } from '#shared/kernel/command.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { endTxContext, runCommand } from '#shared/kernel/runner.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { isHeld } from '../../server/sync/actor.ts';
import { writeAs } from './databases.ts';
import { NOW, newId } from './ids.ts';
import { TableRecorder } from './table-recorder.ts';

export { NOW, newId, restartIds } from './ids.ts';

export interface TestProduct {
  readonly id: string;
  readonly code: string;
  readonly basePrice: number;
}

export interface TestCompany {
  readonly database: SatchelDatabase;
  readonly territoryId: string;
  readonly warehouseId: string;
  readonly otherWarehouseId: string;
  readonly userId: string;
  /** Limit 80,000.00, 30 days. */
  readonly customerId: string;
  /** No limit. */
  readonly otherCustomerId: string;
  /** 62.50, 140 available. */
  readonly mug: TestProduct;
  /** 89.00, 38 available. */
  readonly jug: TestProduct;
  /** 48.00, nothing on hand. */
  readonly box: TestProduct;
  run(command: AnyCommand, args: unknown, options?: RunOptions): Promise<Outcome>;
}

export interface RunOptions {
  readonly now?: number;
  /** Who acts; the rep unless given. */
  readonly userId?: string;
  readonly permissions?: readonly string[];
  /** What the actor sees; everything unless given. */
  readonly scopes?: readonly string[];
  readonly leaveStub?: boolean;
  readonly version?: number;
  /** A new one unless given. */
  readonly commandId?: string;
  /** As the server and a replay run it; unless given, as a person issues it. */
  readonly isIssued?: boolean;
  /** What the server says of a person's computer; unless given nobody can say, as on a device. */
  readonly isDeviceOf?: (userId: string, code: string) => boolean;
}

const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const allPermissions = [...new Set(defaultRoles.flatMap((role) => role.permissions))];

export async function makeCompany(database: SatchelDatabase): Promise<TestCompany> {
  const ids = {
    territoryId: newId(),
    warehouseId: newId(),
    otherWarehouseId: newId(),
    userId: newId(),
    customerId: newId(),
    otherCustomerId: newId(),
  };
  const mug = { id: newId(), code: 'A-100', basePrice: 62_5000 };
  const jug = { id: newId(), code: 'B-020', basePrice: 89_0000 };
  const box = { id: newId(), code: 'D-412', basePrice: 48_0000 };
  await writeAs(database, 'command', async (tx) => {
    await writePlaces(tx, ids);
    await writeCustomers(tx, ids);
    await writeProducts(tx, [mug, jug, box]);
    await moveStock(tx, mug.id, ids.warehouseId, 140);
    await moveStock(tx, jug.id, ids.warehouseId, 38);
  });
  return {
    database,
    ...ids,
    mug,
    jug,
    box,
    run: (command, args, options) => run(database, options?.userId ?? ids.userId, command, args, options),
  };
}

async function run(
  database: SatchelDatabase,
  userId: string,
  command: AnyCommand,
  args: unknown,
  {
    now = NOW,
    permissions = allPermissions,
    scopes,
    leaveStub = false,
    version = 1,
    isIssued = false,
    commandId = newId(),
    isDeviceOf,
  }: RunOptions = {},
): Promise<Outcome> {
  const recorder = new TableRecorder();
  const tx = await database.kysely.withPlugin(recorder).startTransaction().execute();
  try {
    const outcome = await runCommand(tx, {
      definition: command,
      args,
      commandId,
      now,
      actor: {
        userId,
        permissions: new Set(permissions),
        sees: (scope) => scopes?.includes(scope) ?? true,
        reaches: async (tx, table, id) => scopes === undefined || isHeld(tx, table, id, new Set(scopes)),
      },
      device: { id: newId(), code: 'K7', formerCodes: ['K6'] },
      seq: 1,
      version,
      isIssued,
      leaveStub,
      ...(isDeviceOf ? { isDeviceOf: async (_tx, ...asked) => isDeviceOf(...asked) } : {}),
    });
    await endTxContext(tx);
    await tx.commit().execute();
    expectDeclared(command, recorder);
    return outcome;
  } catch (error) {
    await tx.rollback().execute();
    throw error;
  }
}

/** What a command declares decides when a rebase replays it; here every test that runs one compares it with its SQL. */
function expectDeclared(command: AnyCommand, recorder: TableRecorder): void {
  // Who holds a row is no data of the command: it is asked through the actor.
  const reads = [...recorder.reads].filter((table) => table !== 'txContext' && table !== 'scopeLog');
  const writes = [...recorder.writes].filter((table) => table !== 'txContext');
  const declared = new Set<string>([...command.reads, ...command.writes]);
  const undeclared = [
    ...reads.filter((table) => !declared.has(table)),
    ...writes.filter((table) => !command.writes.some((name) => name === table)),
  ];
  if (undeclared.length > 0) throw new Error(`${command.name} does not declare ${undeclared.join(', ')}`);
}

type Ids = Pick<
  TestCompany,
  'territoryId' | 'warehouseId' | 'otherWarehouseId' | 'userId' | 'customerId' | 'otherCustomerId'
>;

async function writePlaces(tx: Pick<Tx, 'insertInto'>, ids: Ids): Promise<void> {
  await tx
    .insertInto('territories')
    .values({ id: ids.territoryId, code: 'HB', name: '湖北', ...audit })
    .execute();
  await tx
    .insertInto('warehouses')
    .values([
      { id: ids.warehouseId, code: 'WH', name: '武汉仓', ...audit },
      { id: ids.otherWarehouseId, code: 'CS', name: '长沙仓', ...audit },
    ])
    .execute();
  await tx
    .insertInto('users')
    .values({ id: ids.userId, login: 'zhou', name: '周文斌', roleId: newId(), active: 1, ...audit })
    .execute();
  await tx
    .insertInto('taxRates')
    .values([
      { id: newId(), code: 'standard', rate: 1_600, validFrom: '2018-05-01', ...audit },
      { id: newId(), code: 'standard', rate: 1_300, validFrom: '2019-04-01', ...audit },
    ])
    .execute();
}

async function writeCustomers(tx: Pick<Tx, 'insertInto'>, ids: Ids): Promise<void> {
  const customer = {
    taxNumber: null,
    contactName: '李红梅',
    contactTitle: null,
    phone: '138 0713 4402',
    email: null,
    address: '江汉路 118 号',
    city: '武汉',
    region: null,
    postalCode: null,
    country: null,
    territoryId: ids.territoryId,
    ownerId: null,
    holderId: ids.territoryId,
    currency: 'CNY',
    paymentTermsDays: 30,
    ...audit,
  };
  await tx
    .insertInto('customers')
    .values([
      { id: ids.customerId, code: 'C0001', name: '武汉恒通百货有限公司', ...customer },
      { id: ids.otherCustomerId, code: 'C0002', name: '荆州古城礼品', ...customer },
    ])
    .execute();
  await tx
    .insertInto('creditAccounts')
    .values({
      id: ids.customerId,
      customerId: ids.customerId,
      limitMinor: 8_000_000,
      currency: 'CNY',
      validUntil: null,
      ...audit,
    })
    .execute();
}

async function writeProducts(tx: Pick<Tx, 'insertInto'>, products: readonly TestProduct[]): Promise<void> {
  await tx
    .insertInto('products')
    .values(
      products.map((product) => ({
        ...product,
        name: `产品 ${product.code}`,
        category: null,
        unit: '件',
        packaging: null,
        barcode: null,
        currency: 'CNY',
        taxCode: 'standard',
        reorderPoint: 0,
        discontinued: 0 as const,
        ...audit,
      })),
    )
    .execute();
}

/** Books an opening balance; call inside `writeAs(…, 'command', …)`. */
export async function moveStock(
  tx: Pick<Tx, 'insertInto'>,
  productId: string,
  warehouseId: string,
  pieces: number,
): Promise<void> {
  await tx
    .insertInto('stockMovements')
    .values({
      id: newId(),
      productId,
      warehouseId,
      quantity: pieces * ONE_UNIT,
      cause: 'openingBalance',
      documentId: null,
      occurredAt: NOW,
      ...audit,
    })
    .execute();
}
