/**
 * Entry of the device thread: a device behind a message port. Guards: every message is parsed; every call is answered,
 * with its value or with a failure.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { registry } from '#shared/registry.ts';
import { type Device, openDevice } from './device.ts';
import {
  type CallName,
  callSchemas,
  type DeviceThreadData,
  type FromDevice,
  toDeviceSchema,
} from './device-messages.ts';
import { startReaderThreads } from './readers.ts';
import { makeRealWorld } from './real-world.ts';

const READER_COUNT = 2;

const data = workerData as DeviceThreadData;
const port = parentPort;
if (!port) throw new Error('this file runs as a worker');

const send = (message: FromDevice): void => port.postMessage(message);
const problem = (where: string, error: unknown): void =>
  send({ kind: 'problem', where, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });

const opening = openDevice({
  profileFolder: data.profileFolder,
  world: makeRealWorld(),
  registry,
  osSecret: data.osSecret,
  appVersion: data.appVersion,
  deviceName: data.deviceName,
  server: data.server,
  startReaders: (path, key, report) => startReaderThreads(data.readerFile, READER_COUNT, { path, key }, report),
  problem,
});

void opening.then((device) => {
  device.onChanged((tables) => send({ kind: 'changed', tables }));
  device.session.onState((state) => send({ kind: 'sessionState', state }));
  device.sync.onStatus((status) => send({ kind: 'syncStatus', status }));
});

port.on('message', async (raw: unknown) => {
  const parsed = toDeviceSchema.safeParse(raw);
  if (!parsed.success) {
    problem('device thread', parsed.error);
    return;
  }
  const message = parsed.data;
  const device = await opening;
  switch (message.kind) {
    case 'demo':
      device.setDemo(message.demo);
      return;
    case 'wake':
      device.wake();
      return;
    case 'close':
      await device.close();
      send({ kind: 'closed' });
      return;
    case 'call':
      try {
        send({ kind: 'answer', id: message.id, value: await callDevice(device, message.name, message.args) });
      } catch (error) {
        send({ kind: 'failure', id: message.id, message: error instanceof Error ? error.message : String(error) });
      }
  }
});

type Calls = { readonly [Name in CallName]: (...args: Parsed<Name>) => Promise<unknown> };
type Parsed<Name extends CallName> = (typeof callSchemas)[Name]['_output'];

/** @throws when the call is unknown or its arguments do not fit */
async function callDevice(device: Device, name: string, args: readonly unknown[]): Promise<unknown> {
  if (!Object.hasOwn(callSchemas, name)) throw new Error(`ipc.unknownCall ${name}`);
  const callName = name as CallName;
  const calls: Calls = {
    command: device.command,
    dryRun: device.dryRun,
    query: device.query,
    queryTables: device.queryTables,
    'session.state': device.session.state,
    'session.signIn': device.session.signIn,
    'session.signOut': device.session.signOut,
    'sync.status': device.sync.status,
    'sync.sendNow': device.sync.sendNow,
    'sync.setWorkOffline': device.sync.setWorkOffline,
    'sync.ledger': device.sync.ledger,
    'sync.markSeen': device.sync.markSeen,
    'drafts.list': device.drafts.list,
    'drafts.save': device.drafts.save,
    'drafts.remove': device.drafts.remove,
    newIds: device.newIds,
    nextNumber: device.nextNumber,
  };
  const parsed: readonly unknown[] = callSchemas[callName].parse(args);
  return (calls[callName] as (...values: readonly unknown[]) => Promise<unknown>)(...parsed);
}
