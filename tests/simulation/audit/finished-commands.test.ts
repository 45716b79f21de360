// What a device may take for ended.
import { expect, it } from 'vitest';
import { checkFinished, type DeviceImage } from './device-rows.ts';
import type { LoggedCommand } from './server-mirror.ts';

const said = (answerState: string, answerVersion: number, wentBack: boolean): string[] => {
  const found: string[] = [];
  const finished = [{ commandId: 'c', answerState, answerVersion, answeredAt: 1 }];
  const image = { finished, cursor: { version: 5 } } as unknown as DeviceImage;
  const logged = { companyVersion: answerVersion, answeredAt: 1 } as LoggedCommand;
  checkFinished(image, { logged: () => logged }, wentBack, 'north', (_, __, text) => found.push(text));
  return found;
};

it('what failed is no end; but what a server answered before it was put back may wait there to be run again (seed 6010049)', () => {
  expect(said('failed', 4, false)).toEqual(['north takes c for ended, which failed']);
  expect(said('failed', 4, true)).toEqual([]);
  expect(said('applied', 4, false)).toEqual([]);
});

it('what has an answer of a version that the device has not reached is not let go of', () => {
  expect(said('applied', 6, false)).toEqual(['north let go of c (6) and has the rows of 5']);
  expect(said('applied', 6, true)).toEqual(['north let go of c (6) and has the rows of 5']);
});
