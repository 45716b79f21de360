import { expect, it } from 'vitest';
import { argumentsForProfile, readStartOptions } from './start-options.ts';

it('reads the own switches among those of Chromium', () => {
  const options = readStartOptions(['electron', '.', '--no-sandbox', '--demo', '--profile=second']);
  expect(options).toEqual({ profile: 'second', demo: true, server: null });
});

it.each(['../other', 'a/b', '', 'Ü', '.hidden'])('refuses the profile name %j, which could lead elsewhere', (name) => {
  expect(() => readStartOptions([`--profile=${name}`])).toThrow();
});

it('starts the next device without the debugger and profile of this one', () => {
  const argv = ['.', '--inspect=0', '--remote-debugging-port=0', '--profile=default', '--no-sandbox', '--demo'];
  expect(argumentsForProfile(argv, 'second')).toEqual(['.', '--no-sandbox', '--demo', '--profile=second']);
});
