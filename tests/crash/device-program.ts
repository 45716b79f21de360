/**
 * A device as a process of its own, made to be killed: the whole of electron/device under plain Node, with a person who
 * takes and cancels orders as fast as the device lets him. What the person was shown is said at once, by a write that
 * returns only when the other side has it: a kill can come before or after, never in between.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openSqlite } from '#db/sqlite.ts';
import { type Id, makeId } from '#shared/kernel/ids.ts';
import type { World } from '#shared/kernel/world.ts';
import { registry } from '#shared/registry.ts';
import { openDevice } from '../../electron/device/device.ts';
import { makeReadersInProcess } from '../../electron/device/readers.ts';
import { makeRealWorld } from '../../electron/device/real-world.ts';
import { PASSWORD } from '../support/password.ts';
import type { DeviceStart, FromDevice, ToDevice } from './device-messages.ts';
import { readLogMark } from './wal-log.ts';

/** More than this many unanswered commands, and the person looks at the screen for a moment. */
const MOST_WAITING = 24;
const LOOK_MS = 15;
/** Nobody waits out a minute's back-off while servers are killed many times in it. */
const WAKE_EVERY_MS = 250;

const start: DeviceStart = JSON.parse(process.argv[2] ?? '');
const say = (message: FromDevice): void => {
  writeSync(1, `${JSON.stringify(message)}\n`);
};

const real = makeRealWorld();
const world: World = {
  ...real,
  // To derive a key is slow on purpose, and nothing of it is at stake here.
  keys: { ...real.keys, scrypt: async (password, salt) => createHash('sha256').update(salt).update(password).digest() },
};
let databasePath = '';
const device = await openDevice({
  profileFolder: start.profileFolder,
  world,
  registry,
  osSecret: createHash('sha256').update('the key store of the crash runs').digest(),
  appVersion: '0.1.0',
  deviceName: 'crash',
  startReaders(path, key) {
    databasePath = path;
    say({ said: 'opened', path, key: Buffer.from(key).toString('hex') });
    return makeReadersInProcess(openSqlite({ path, key, readOnly: true }), registry);
  },
  problem: (where, error) =>
    say({ said: 'problem', where, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
});

let isWorking = start.works;
let isDraining = false;
let ordersToTake = 0;
const orders: Id[] = [];
const newId = (): Id => makeId(world.clock.now(), world.random.bytes(16));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const message: ToDevice = JSON.parse(line);
  isWorking = message.order === 'work';
  if (message.order === 'take') ordersToTake += message.count;
  isDraining = message.order === 'drain';
});
// Whoever started this is gone.
process.stdin.on('end', () => process.exit(0));
if (!start.isLeftAlone) setInterval(() => device.wake(), WAKE_EVERY_MS);
device.sync.onStatus((status) => {
  if (isDraining || start.isLeftAlone) say({ said: 'status', status });
});

await signIn();
for (;;) {
  if (isDraining) await drain();
  else if (ordersToTake > 0 && (await device.sync.status()).firstLoad === null) {
    ordersToTake -= 1;
    await takeOrder();
  } else if (!isWorking || !(await mayAct())) await pause(LOOK_MS);
  else await act();
}

async function mayAct(): Promise<boolean> {
  const { waiting, firstLoad } = await device.sync.status();
  return waiting <= MOST_WAITING && firstLoad === null;
}

/** Until it works: the server may be dead at this moment. */
async function signIn(): Promise<void> {
  for (;;) {
    const reply = await device.session.signIn({ server: start.server, login: start.login, password: PASSWORD });
    const state = await device.session.state();
    const notice = state.state === 'failed' ? state.reason : state.setAside;
    if (notice) say({ said: 'notice', code: notice.code, params: notice.params });
    if (reply.ok) return;
    say({ said: 'refused', code: reply.reason.code });
    await pause(100);
  }
}

async function drain(): Promise<void> {
  const reply = await device.sync.sendNow();
  const status = await device.sync.status();
  if (!reply.ok || status.waiting > 0 || status.firstLoad !== null) {
    say({ said: 'notLevel', reply, status });
    return pause(LOOK_MS);
  }
  isDraining = false;
  say({ said: 'drained', status });
}

async function act(): Promise<void> {
  try {
    const cancelled = orders.length > 3 && Math.random() < 0.25 ? orders.shift() : undefined;
    if (cancelled !== undefined) return await run('sales.cancelOrder', cancelled, { orderId: cancelled });
    await takeOrder();
  } catch (error) {
    // No number on a full disk, say.
    say({ said: 'problem', where: 'person', message: String(error) });
    await pause(LOOK_MS);
  }
}

async function takeOrder(): Promise<void> {
  const args = await orderArgs();
  orders.push(args.orderId);
  await run('sales.confirmOrder', args.orderId, args);
}

async function run(name: string, orderId: Id, args: unknown): Promise<void> {
  const reply = await device.command(name, args);
  if (reply.state === 'rejected') {
    say({ said: 'refused', code: reply.reason.code });
    return pause(LOOK_MS);
  }
  say({ said: 'done', commandId: reply.commandId, name, orderId, log: readLogMark(databasePath) });
}

async function orderArgs() {
  const { customers, products, warehouse } = start.company;
  const own = customers.filter((_, at) => start.login === 'boss' || (at % 2 === 0) === (start.login === 'north'));
  return {
    orderId: newId(),
    number: await device.nextNumber('order'),
    exposureEntryId: newId(),
    customerId: pick(own),
    warehouseId: warehouse,
    currency: 'CNY',
    requestedOn: null,
    paymentTermsDays: 30,
    shipTo: null,
    note: null,
    lines: Array.from({ length: 1 + Math.floor(Math.random() * 4) }, () => {
      const { id, basePrice } = pick(products);
      return {
        id: newId(),
        productId: id,
        quantity: (1 + Math.floor(Math.random() * 5)) * 10_000,
        unitPrice: basePrice,
        listPrice: basePrice,
        discount: 0,
        taxRate: 1_300,
      };
    }),
  };
}
