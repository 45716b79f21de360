import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedCompany } from '../../tests/support/simulated-company.ts';
import type { SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { openScene, type Scene } from '../../tests/support/simulated-scene.ts';
import type { Simulation } from '../../tests/support/simulated-world.ts';
import { openPromiseMark } from './promise-mark.ts';

const fail = (where: string, error: unknown): never => {
  throw new Error(where, { cause: error });
};

describe('the mark', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'satchel-promised-'));
    path = join(folder, 'promised');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const missingAt = (incarnation: string, lastSeq: number) => openPromiseMark(path, incarnation, lastSeq, fail).missing;

  it('says what a database no longer has, and nothing of a newer one, of another history, or when it is half written', () => {
    expect(missingAt('history-1', 0)).toBeNull();
    const mark = openPromiseMark(path, 'history-1', 0, fail);
    mark.note('history-1', 9);
    mark.note('history-1', 12);
    mark.close();
    expect(missingAt('history-1', 10)).toEqual({ from: 11, to: 12 });
    expect(missingAt('history-1', 12)).toBeNull();
    expect(missingAt('history-1', 14)).toBeNull();
    expect(missingAt('history-2', 0)).toBeNull();
    writeFileSync(path, 'history-1 00000');
    expect(missingAt('history-1', 0)).toBeNull();
  });
});

describe('a device', () => {
  let scene: Scene;
  let simulation: Simulation;
  let company: SimulatedCompany;
  let north: SimulatedDevice;
  beforeEach(async () => {
    scene = await openScene(23, ['north']);
    ({ simulation, company } = scene);
    north = scene.devices.north;
  });
  afterEach(() => scene.close());
  const add = (name: string) =>
    north.run('test.addCustomer', { id: north.newId(), name, territoryId: company.territories[0] });
  const notice = async () => {
    const state = await north.device.session.state();
    return state.state === 'signedIn' ? state.setAside : null;
  };

  it('whose disk lost what it had confirmed says so, and goes on', async () => {
    north.world.isCut = true;
    await add('kept');
    const { path } = north.database();
    for (const end of ['', '-wal']) copyFileSync(path + end, `${path}.old${end}`);
    await add('lost');
    await add('lost too');
    await north.restart();
    for (const end of ['', '-wal', '-shm']) {
      rmSync(path + end, { force: true });
      if (existsSync(`${path}.old${end}`)) copyFileSync(`${path}.old${end}`, path + end);
    }
    await north.signIn('north');
    expect(await notice()).toEqual({ code: 'session.promisesMissing', params: { count: 2, from: 2, to: 3 } });
    await add('entered again');
    north.world.isCut = false;
    await simulation.advance(120_000);
    expect(await north.device.sync.status()).toMatchObject({ network: 'online', waiting: 0 });
    await north.restart();
    await north.signIn('north');
    expect(await notice()).toBeNull();
  });

  it('that was killed and lost nothing says nothing', async () => {
    await add('one');
    await add('two');
    await north.restart();
    await north.signIn('north');
    expect(await notice()).toBeNull();
  });
});
