import { beforeEach, expect, it, vi } from 'vitest';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import { eventChannels } from './channels.ts';

const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  handlers: new Map<string, (...values: unknown[]) => void>(),
}));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => electron.exposed.set(name, value) },
  ipcRenderer: {
    invoke: async (...all: unknown[]) => all,
    on: (channel: string, handler: () => void) => electron.handlers.set(channel, handler),
    off: (channel: string) => electron.handlers.delete(channel),
  },
}));

let bridge: SatchelBridge;
beforeEach(async () => {
  electron.handlers.clear();
  await import('./index.ts');
  expect([...electron.exposed.keys()]).toEqual(['satchel']);
  bridge = electron.exposed.get('satchel') as SatchelBridge;
});

it.each(['x', null, undefined, {}, 3])('only a function may listen, not %j', (listener) => {
  const { onChanged, session, sync, start, updates } = bridge;
  for (const listen of [onChanged, session.onState, sync.onStatus, start.onState, updates.onState]) {
    expect(() => (listen as (value: unknown) => void)(listener)).toThrow(TypeError);
  }
  expect(electron.handlers.size).toBe(0);
});

it('a listener gets the value without the sender, until it has enough', () => {
  const heard: unknown[] = [];
  const stop = bridge.onChanged((tables) => heard.push(tables));
  electron.handlers.get(eventChannels.changed)?.({ sender: 'the frame' }, ['orders']);
  expect(heard).toEqual([['orders']]);
  stop();
  expect(electron.handlers.size).toBe(0);
});

it('a call goes to its own channel with its arguments', async () => {
  expect(await bridge.nextNumber('order')).toEqual(['satchel:nextNumber', 'order']);
});
