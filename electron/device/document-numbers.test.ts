import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, orderArgs, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(13);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation);
  await laptop.signIn('north');
});
afterEach(async () => {
  await laptop.close();
  await company.close();
});

const next = (series = 'order') => simulation.finish(laptop.device.nextNumber(series));
const running = (number: string) => Number(number.split('-')[2]);
const take = async (count: number) => {
  const numbers: number[] = [];
  for (let at = 0; at < count; at += 1) numbers.push(running(await next()));
  return numbers;
};
const oneTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

it('R7 series, device code and running number, each series by itself', async () => {
  const state = await laptop.device.session.state();
  const code = state.state === 'signedIn' ? state.deviceCode : '';
  expect(await next()).toBe(`SO-${code}-000001`);
  expect(await next()).toBe(`SO-${code}-000002`);
  expect(await next('return')).toBe(`RT-${code}-000001`);
});

it('R7 the company chooses the prefix; a prefix that comes back goes on after its last number', async () => {
  const say = async (prefix: string) => {
    await company.write((tx, { updated }) =>
      tx
        .updateTable('documentSeries')
        .set({ prefix, digits: 4, ...updated })
        .where('kind', '=', 'order')
        .execute(),
    );
    await simulation.advance(10 * 60_000);
  };
  const first = await next();
  await say('XS');
  expect(await next()).toMatch(/^XS-[0-9A-Z]+-0001$/);
  await say('SO');
  expect(running(await next())).toBe(running(first) + 1);
});

it('R7 goes on without a gap after an orderly end', async () => {
  expect(await take(5)).toEqual(oneTo(5));
  await laptop.restart();
  await laptop.signIn('north');
  expect(await take(2)).toEqual([6, 7]);
});

it('R7 two asked for at once are two', async () => {
  const [a, b] = await simulation.finish(
    Promise.all([laptop.device.nextNumber('order'), laptop.device.nextNumber('order')]),
  );
  expect(new Set([running(a), running(b)]).size).toBe(2);
});

it('R7 never gives a number twice after an old database file was put back', async () => {
  const { path } = laptop.database();
  expect(await take(3)).toEqual(oneTo(3));
  await laptop.restart();
  copyFileSync(path, `${path}.backup`);
  await laptop.signIn('north');
  const given = new Set([...oneTo(3), ...(await take(150))]);
  await laptop.restart();
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  copyFileSync(`${path}.backup`, path);
  await laptop.signIn('north');
  for (const number of await take(20)) expect(given.has(number), String(number)).toBe(false);
});

it('R7 never gives a number twice after a crash with an old database file', async () => {
  const { path } = laptop.database();
  await take(3);
  const marks = join(path, '..', 'numbers.json');
  await laptop.restart();
  copyFileSync(path, `${path}.backup`);
  await laptop.signIn('north');
  const given = await take(40);
  const duringWork = readFileSync(marks, 'utf8');
  await laptop.restart();
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  copyFileSync(`${path}.backup`, path);
  writeFileSync(marks, duringWork);
  await laptop.signIn('north');
  const [first = 0] = await take(1);
  expect(first).toBeGreaterThan(Math.max(...given));
});

it('R7 without its files the device goes on after what the server has seen', async () => {
  for (let at = 0; at < 4; at += 1) {
    await laptop.run('sales.confirmOrder', await orderArgs(company, laptop, { customer: 0, product: 0, pieces: 1 }));
  }
  await simulation.advance(60_000);
  const { path } = laptop.database();
  await laptop.restart();
  rmSync(join(path, '..', 'numbers.json'));
  await laptop.signIn('north');
  await simulation.advance(60_000);
  expect((await take(1))[0]).toBeGreaterThan(4);
});
