import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { NetworkUnreachable } from '#shared/kernel/world.ts';
import { BODY_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import { newSqlite } from '../../tests/support/databases.ts';
import { PASSWORD, startTestCompany, type TestCompany } from '../../tests/support/server.ts';
import { testRegistry } from '../../tests/support/test-commands.ts';
import { type Device, openDevice } from './device.ts';
import { makeRealWorld } from './real-world.ts';

const world = makeRealWorld();

describe('keys', () => {
  const key = world.random.bytes(32);
  const plain = new TextEncoder().encode('a token');

  it('opens what it sealed, and nothing else', () => {
    const sealed = world.keys.seal(key, plain);
    expect(world.keys.open(key, sealed)).toEqual(plain);
    expect(world.keys.open(world.random.bytes(32), sealed)).toBeNull();
    expect(
      world.keys.open(
        key,
        sealed.map((byte, at) => (at === 20 ? byte ^ 1 : byte)),
      ),
    ).toBeNull();
    expect(world.keys.open(key, sealed.subarray(0, 10))).toBeNull();
  });

  it('seals with a fresh nonce each time', () => {
    expect(world.keys.seal(key, plain)).not.toEqual(world.keys.seal(key, plain));
  });

  it('derives the same key from a password however its accents were typed', async () => {
    const salt = world.random.bytes(16);
    expect(await world.keys.scrypt('caf\u00e9', salt)).toEqual(await world.keys.scrypt('cafe\u0301', salt));
  });
});

describe('compression', () => {
  const bytes = new TextEncoder().encode('行囊 '.repeat(1_000));

  it.each(world.compression.encodings)('%s comes back as it went', async (encoding) => {
    const packed = await world.compression.compress(encoding, bytes);
    expect(packed.byteLength).toBeLessThan(bytes.byteLength);
    expect(new Uint8Array(await world.compression.decompress(encoding, packed, bytes.byteLength))).toEqual(bytes);
  });

  it.each(world.compression.encodings)('%s refuses a bomb', async (encoding) => {
    const packed = await world.compression.compress(encoding, new Uint8Array(1_000_000));
    await expect(world.compression.decompress(encoding, packed, 10_000)).rejects.toThrow();
  });
});

describe('the network', () => {
  let server: Server;
  let url: string;
  let answer: RequestListener = () => {};
  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const ask = (timeoutMs = 30_000) => world.network.request({ method: 'POST', url, headers: {}, timeoutMs });

  it('gives status, headers and bytes as they came', async () => {
    answer = (_request, response) => response.writeHead(418, { 'content-encoding': 'gzip' }).end(gzipSync('{}'));
    expect(await ask()).toMatchObject({ status: 418, headers: { 'content-encoding': 'gzip' }, body: gzipSync('{}') });
  });

  const half: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
  };

  it('nobody listens: not reachable', async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(ask()).rejects.toBeInstanceOf(NetworkUnreachable);
  });

  it('says that bytes went where somebody takes them, and not where nobody listens', async () => {
    answer = (_request, response) => response.writeHead(200).end();
    const moved: string[] = [];
    const send = (to: string, what: string) =>
      world.network.request({
        ...{ method: 'POST', url: to, headers: {}, timeoutMs: 30_000, body: new Uint8Array(20_000) },
        onProgress: () => moved.push(what),
      });
    await send(url, 'there');
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const gone = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    await new Promise((resolve) => other.close(resolve));
    await expect(send(gone, 'gone')).rejects.toBeInstanceOf(NetworkUnreachable);
    expect(moved).toContain('there');
    expect(moved).not.toContain('gone');
  });

  it('half an answer: not reachable', async () => {
    answer = (request, response) => {
      half(request, response);
      response.socket?.destroySoon();
    };
    await expect(ask()).rejects.toBeInstanceOf(NetworkUnreachable);
  });

  it('an answer that never ends: not reachable after its time', async () => {
    answer = half;
    await expect(ask(300)).rejects.toBeInstanceOf(NetworkUnreachable);
  });

  it('cuts an answer that is larger than anything ought to be', async () => {
    answer = (_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      for (let sent = 0; sent <= BODY_LIMIT_BYTES; sent += chunk.byteLength) response.write(chunk);
      response.end();
    };
    await expect(ask()).rejects.toThrow('larger');
  });

  it('hands a stream over as it comes, and says when it ended', async () => {
    answer = (_request, response) => {
      response.writeHead(200).write('one');
      setImmediate(() => response.end('two'));
    };
    let text = '';
    const stream = await world.network.stream({ method: 'GET', url, headers: {}, timeoutMs: 30_000 }, (chunk) => {
      text += chunk;
    });
    await stream.ended;
    expect(text).toBe('onetwo');
  });

  it('a stream that is refused is not reachable', async () => {
    answer = (_request, response) => response.writeHead(401).end();
    const opening = world.network.stream({ method: 'GET', url, headers: {}, timeoutMs: 30_000 }, () => {});
    await expect(opening).rejects.toBeInstanceOf(NetworkUnreachable);
  });
});

describe('two devices and a real server over HTTP', () => {
  let database: SatchelDatabase;
  let company: TestCompany;
  let folders: string[];
  let devices: Device[];
  beforeEach(async () => {
    database = await newSqlite('server');
    company = await startTestCompany(database);
    folders = [];
    devices = [];
  });
  afterEach(async () => {
    for (const device of devices) await device.close();
    await company.server.close();
    await database.close();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  async function open(login: string): Promise<Device> {
    const folder = mkdtempSync(join(tmpdir(), 'satchel-real-'));
    folders.push(folder);
    const device = await openDevice({
      profileFolder: folder,
      world,
      registry: testRegistry,
      osSecret: null,
      appVersion: '0.1.0',
      deviceName: 'test laptop',
    });
    devices.push(device);
    const reply = await device.session.signIn({ server: company.server.url, login, password: PASSWORD });
    expect(reply).toEqual({ ok: true });
    return device;
  }

  const changeOf = (device: Device, table: string) =>
    new Promise<void>((resolve) => {
      device.onChanged((tables) => {
        if (tables.includes(table)) resolve();
      });
    });

  it('what one does, the other gets by the live stream', async () => {
    const north = await open('north');
    const boss = await open('boss');
    expect(await north.sync.sendNow()).toEqual({ ok: true });
    expect(await boss.sync.sendNow()).toEqual({ ok: true });
    const arrived = changeOf(boss, 'customers');
    const [id] = await north.newIds(1);
    const reply = await north.command('test.addCustomer', { id, name: 'live', territoryId: company.north });
    expect(reply).toMatchObject({ state: 'applied', sequence: 1 });
    await arrived;
    expect(await north.sync.sendNow()).toEqual({ ok: true });
    expect(await north.sync.status()).toMatchObject({ network: 'online', waiting: 0, trouble: null });
  });
});
