import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type NetworkRequest, NetworkUnreachable } from '#shared/kernel/world.ts';
import { PULL_LIMIT_ROWS } from '#shared/protocol/limits.ts';
import type { PullResponse } from '#shared/protocol/sync.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import { makeSimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, rowsInScope, rowsOnDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation } from '../../tests/support/simulated-world.ts';
import { makePagePace } from './page-pace.ts';
import { ServerError } from './server-client.ts';

const page = { more: false } as PullResponse;

function lineWithClock() {
  let now = 0;
  const asked: (number | undefined)[] = [];
  const pull = makePagePace<PullResponse>({ monotonicMs: () => now }, PULL_LIMIT_ROWS);
  return {
    asked,
    pull: (tookMs: number, end: () => PullResponse) =>
      pull(async ({ limitRows }) => {
        asked.push(limitRows);
        now += tookMs;
        return end();
      }),
  };
}
const cut = () => {
  throw new NetworkUnreachable('cut');
};

it('a page that was cut is asked for shorter, down to a hundred rows, and whole again when they come quickly', async () => {
  const { asked, pull } = lineWithClock();
  for (let times = 0; times < 8; times += 1) await expect(pull(30_000, cut)).rejects.toThrow(NetworkUnreachable);
  for (let times = 0; times < 7; times += 1) await pull(500, () => page);
  expect(asked).toEqual([
    undefined,
    2_500,
    1_250,
    625,
    312,
    156,
    100,
    100,
    100,
    200,
    400,
    800,
    1_600,
    3_200,
    undefined,
  ]);
});

it('no network at all says nothing about the length', async () => {
  const { asked, pull } = lineWithClock();
  await expect(pull(10, cut)).rejects.toThrow(NetworkUnreachable);
  await pull(10, () => page);
  expect(asked).toEqual([undefined, undefined]);
});

it('a server that does not know short pages is asked for whole ones from then on', async () => {
  const { asked, pull } = lineWithClock();
  await expect(pull(30_000, cut)).rejects.toThrow(NetworkUnreachable);
  let isFirst = true;
  const former = () => {
    if (!isFirst) return page;
    isFirst = false;
    throw new ServerError(400, 'http.invalidBody', {});
  };
  expect(await pull(8_000, former)).toBe(page);
  await pull(8_000, () => page);
  expect(asked).toEqual([undefined, 2_500, undefined, undefined]);
});

it('a first load over a line that carries no long page comes by shorter ones', async () => {
  const simulation = makeSimulation(31);
  const company = await makeSimulatedCompany(simulation);
  const north = await addDevice(simulation);
  await company.write(async (tx, context) => {
    for (let from = 0; from < 3_000; from += 100) {
      const rows = Array.from({ length: 100 }, () =>
        customer(context.newId(), { name: 'ours', territoryId: company.territories[0], ...context.created }),
      );
      await tx.insertInto('customers').values(rows).execute();
    }
  });
  const { network, timers } = north.world;
  const request = network.request.bind(network);
  const lengths: (number | undefined)[] = [];
  Object.assign(network, {
    async request(asked: NetworkRequest) {
      if (!asked.url.endsWith('/snapshot')) return request(asked);
      const { headers, body = new Uint8Array() } = asked;
      const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const { limitRows } = JSON.parse(new TextDecoder().decode(plain)) as { limitRows?: number };
      lengths.push(limitRows);
      if (limitRows !== undefined && limitRows <= 700) return request(asked);
      await new Promise<void>((resolve) => timers.after(20_000, resolve));
      throw new NetworkUnreachable('the line broke in the middle of it');
    },
  });
  await north.signIn('north');
  await simulation.advance(15 * 60_000);
  expect(lengths.slice(0, 4)).toEqual([undefined, 2_500, 1_250, 625]);
  expect((await north.rows('customers')).filter(({ name }) => name === 'ours')).toHaveLength(3_000);
  expect(await north.device.sync.status()).toMatchObject({ loading: null, firstLoad: null, trouble: null });
  expect(await rowsOnDevice(north)).toEqual(await rowsInScope(company, company.users.north));
  await north.close();
  await company.close();
});
