import { expect, it } from 'vitest';
import { NetworkUnreachable } from '#shared/kernel/world.ts';
import type { PullResponse } from '#shared/protocol/sync.ts';
import { makePullPace } from './pull-pace.ts';
import { ServerError } from './server-client.ts';

const page = { more: false } as PullResponse;

function lineWithClock() {
  let now = 0;
  const asked: (number | undefined)[] = [];
  const pull = makePullPace({ monotonicMs: () => now });
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
