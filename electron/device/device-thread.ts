/**
 * Entry of the device thread: a device behind a message port. Guards:
 * - every message is parsed; every call is answered, with its value or with a reason;
 * - a profile that cannot be opened is no end: the next call tries again.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#shared/kernel/refusal.ts';
import { registry } from '#shared/registry.ts';
import { makeCareThreads } from './care.ts';
import { type Device, openDevice } from './device.ts';
import {
  type CallName,
  callSchemas,
  type Demo,
  type DeviceThreadData,
  type FromDevice,
  type MainCallName,
  mainCallSchemas,
  toDeviceSchema,
} from './device-messages.ts';
import { type DoorKeeper, prepareThreads, startReaderThreads } from './readers.ts';
import { makeRealWorld } from './real-world.ts';
import { noteTrouble } from './trouble.ts';

const READER_COUNT = 2;
const PREPARED_COUNT = 1;

const data = workerData as DeviceThreadData;
const port = parentPort;
if (!port) throw new Error('this file runs as a worker');

const send = (message: FromDevice): void => port.postMessage(message);
const problem = (where: string, error: unknown): void =>
  send({ kind: 'problem', where, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });

const world = makeRealWorld();
let opening: Promise<Device> | null = null;
let demo: Demo | null | undefined;

/** The device, opened by whoever asks first. @throws when its profile cannot be opened now */
async function openedDevice(): Promise<Device> {
  opening ??= open();
  try {
    return await opening;
  } catch (error) {
    opening = null;
    throw error;
  }
}

/** The first reader starts with the first password: it reads its code while the key is derived, and no sign-in screen waits for it. */
let makeReader: ReturnType<typeof prepareThreads> | null = null;
const isSlow = (query: string): boolean => registry.queries.get(query)?.isSlow ?? false;
/** Main asks the readers itself: while this thread takes in a page of a pull it hears nothing. */
const doors: DoorKeeper = {
  opened(place, door) {
    const slow = [...registry.queries.keys()].filter(isSlow);
    port.postMessage({ kind: 'reader', place, count: READER_COUNT, slow, door } satisfies FromDevice, [door]);
  },
  shut: () => send({ kind: 'readersShut' }),
};

async function open(): Promise<Device> {
  const device = await openDevice({
    profileFolder: data.profileFolder,
    world,
    registry,
    osSecret: data.osSecret,
    appVersion: data.appVersion,
    deviceName: data.deviceName,
    server: data.server,
    care: makeCareThreads(data.careFile),
    startReaders(path, key, report) {
      const makeThread = makeReader ?? prepareThreads(data.readerFile, 0);
      const database = { path, key };
      return startReaderThreads({
        makeThread,
        count: READER_COUNT,
        data: database,
        isSlow,
        doors,
        problem: report,
      });
    },
    problem,
  });
  // After the answer of the command that did it: the person waits for that, and the page would look at its queries first.
  device.onChanged((tables) => world.timers.after(0, () => send({ kind: 'changed', tables })));
  device.onFile((hash) => send({ kind: 'fileArrived', hash }));
  device.session.onState((state) => send({ kind: 'sessionState', state }));
  device.sync.onStatus((status) => send({ kind: 'syncStatus', status }));
  if (demo !== undefined) await device.setDemo(demo);
  return device;
}

port.on('message', async (raw: unknown) => {
  const parsed = toDeviceSchema.safeParse(raw);
  if (!parsed.success) {
    problem('device thread', parsed.error);
    return;
  }
  const message = parsed.data;
  switch (message.kind) {
    case 'demo':
      demo = message.demo;
      await tell((device) => device.setDemo(message.demo));
      return;
    case 'wake':
      await tell((device) => device.wake());
      return;
    case 'close':
      await tell((device) => device.close());
      send({ kind: 'closed' });
      return;
    case 'file':
      send(await answerWith(message.id, 'file', (device) => device.readFile(message.hash)));
      return;
    case 'call':
      if (message.name === 'session.signIn' || message.name === 'session.join')
        makeReader ??= prepareThreads(data.readerFile, PREPARED_COUNT);
      send(await answerWith(message.id, message.name, (device) => callDevice(device, message.name, message.args)));
  }
});

/** For messages that nobody waits for: without a device there is nothing to tell. */
async function tell(act: (device: Device) => unknown): Promise<void> {
  try {
    if (opening) await act(await opening);
  } catch (error) {
    problem('device thread', error);
  }
}

async function answerWith(id: number, name: string, act: (device: Device) => Promise<unknown>): Promise<FromDevice> {
  let device: Device;
  try {
    device = await openedDevice();
  } catch (error) {
    return { kind: 'failure', id, reason: noteTrouble(world, problem, 'opening', error, 'device.cannotOpen') };
  }
  try {
    return { kind: 'answer', id, value: await act(device) };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'failure', id, reason: error.reason };
    return { kind: 'failure', id, reason: noteTrouble(world, problem, name, error, 'device.trouble') };
  }
}

const schemas = { ...callSchemas, ...mainCallSchemas };
type Calls = { readonly [Name in CallName | MainCallName]: (...args: Parsed<Name>) => Promise<unknown> };
type Parsed<Name extends CallName | MainCallName> = (typeof schemas)[Name]['_output'];

/** @throws when the call is unknown or its arguments do not fit */
async function callDevice(device: Device, name: string, args: readonly unknown[]): Promise<unknown> {
  if (!Object.hasOwn(schemas, name)) throw new Error(`ipc.unknownCall ${name}`);
  const callName = name as CallName | MainCallName;
  const calls: Calls = {
    command: device.command,
    dryRun: device.dryRun,
    query: device.query,
    queryTables: device.queryTables,
    'session.state': device.session.state,
    'session.signIn': device.session.signIn,
    'session.join': device.session.join,
    'session.signOut': device.session.signOut,
    'sync.status': device.sync.status,
    'sync.sendNow': device.sync.sendNow,
    'sync.setWorkOffline': device.sync.setWorkOffline,
    'sync.ledger': device.sync.ledger,
    'sync.searchAudit': device.sync.searchAudit,
    'sync.exportAudit': device.sync.exportAudit,
    'sync.entryAbout': device.sync.entryAbout,
    'sync.ledgerCounts': device.sync.ledgerCounts,
    'sync.entry': device.sync.entry,
    'sync.values': device.sync.values,
    'sync.markSeen': device.sync.markSeen,
    'sync.drop': device.sync.drop,
    'sync.withdraw': device.sync.withdraw,
    'devices.list': device.devices.list,
    'devices.review': device.devices.review,
    'devices.rename': device.devices.rename,
    'devices.lock': device.devices.lock,
    'devices.unlock': device.devices.unlock,
    'devices.revoke': device.devices.revoke,
    'devices.runQuarantine': device.devices.runQuarantine,
    'devices.discardQuarantine': device.devices.discardQuarantine,
    'devices.recoveryCopy': device.devices.recoveryCopy,
    'drafts.list': device.drafts.list,
    'drafts.read': device.drafts.read,
    'drafts.save': device.drafts.save,
    'drafts.remove': device.drafts.remove,
    'files.keep': device.keepFile,
    'work.sessions': device.work.sessions,
    'work.open': device.work.open,
    'work.keep': device.work.keep,
    'work.undo': device.work.undo,
    'work.close': device.work.close,
    newIds: device.newIds,
    nextNumber: device.nextNumber,
    'start.join': device.main.join,
    'start.leave': device.main.leave,
    'demo.forget': device.main.forgetDemo,
    'backup.write': device.main.backUp,
    'backup.read': device.main.restore,
    'recovery.open': device.main.recover,
    'diagnostics.device': device.main.readDiagnostics,
    'diagnostics.check': device.main.checkDatabase,
    'proof.write': device.main.writeProof,
  };
  const parsed: readonly unknown[] = schemas[callName].parse(args);
  return (calls[callName] as (...values: readonly unknown[]) => Promise<unknown>)(...parsed);
}
