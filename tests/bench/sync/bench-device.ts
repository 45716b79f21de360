/** A device as a program of its own: the real device on its encrypted database, told what to do by messages. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endOf } from './company-server.ts';
import type { DeviceReply, DeviceTask, DeviceTasks } from './device-process.ts';

const program = join(import.meta.dirname, 'device-process.ts');

export interface BenchDevice {
  readonly pid: number;
  do<Name extends keyof DeviceTasks>(
    name: Name,
    args: Parameters<DeviceTasks[Name]>[0],
  ): Promise<Awaited<ReturnType<DeviceTasks[Name]>>>;
  close(): Promise<void>;
}

/** Starts a device with an empty profile. @param folder where its profile goes */
export async function startBenchDevice(folder: string): Promise<BenchDevice> {
  mkdirSync(folder, { recursive: true });
  const child: ChildProcess = fork(program, [folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  child.on('message', (reply: DeviceReply) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.error === undefined) caller?.resolve(reply.result);
    else caller?.reject(new Error(reply.error));
  });
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`a device ended with ${code}`));
  });
  return {
    pid: child.pid ?? 0,
    do(name, args) {
      lastId += 1;
      const task: DeviceTask = { id: lastId, name, args };
      const answer = new Promise((resolve, reject) => waiting.set(task.id, { resolve, reject }));
      child.send(task);
      return answer as never;
    },
    close: () => endOf(child),
  };
}
