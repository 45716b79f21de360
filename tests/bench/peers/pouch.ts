/**
 * PouchDB doing what the product does in `sync-10k`: documents that were written offline on one device go to its server
 * (express-pouchdb) and from there to a fresh device; three programs, as on our side. Its durability is as it comes:
 * LevelDB without a flush at each write, on all three. No sign-in, no rights, no rules: documents are taken as they are.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endOf } from '../sync/company-server.ts';
import { processorSeconds } from '../sync/processor-time.ts';

const serverProgram = new URL('./pouch-server.mjs', import.meta.url);
const deviceProgram = new URL('./pouch-device.mjs', import.meta.url);

export type PouchDocument = Readonly<Record<string, unknown>> & { readonly _id: string };

export interface PeerRun {
  readonly ms: number;
  readonly wireBytes: number;
  /** Of all three programs; null where it is not told. */
  readonly processorMs: number | null;
}

/** Replicates `documents` from one device over the server to another. @throws when the second one has not all of them */
export async function replicateByPouch(folder: string, documents: readonly PouchDocument[]): Promise<PeerRun> {
  const children: ChildProcess[] = [];
  const start = (program: URL, name: string): ChildProcess => {
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const child = fork(program, [own], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    children.push(child);
    return child;
  };
  try {
    const server = start(serverProgram, 'server');
    const [{ url: address }] = (await once(server, 'message')) as [{ url: string }];
    const url = `${address}/orders`;
    const [first, second] = [start(deviceProgram, 'a'), start(deviceProgram, 'b')];
    await ask(first, { name: 'write', documents });
    await ask(second, { name: 'write', documents: [] });
    const pids = children.map(({ pid }) => pid ?? 0);
    const [begin, usedBefore] = [performance.now(), processorSeconds(pids)];
    await ask(first, { name: 'push', url });
    const count = await ask(second, { name: 'pull', url });
    const ms = performance.now() - begin;
    const used = processorSeconds(pids);
    if (count !== documents.length) throw new Error(`${count} of ${documents.length} documents came`);
    server.send({});
    const [{ bytes }] = (await once(server, 'message')) as [{ bytes: number }];
    const processorMs = used === null || usedBefore === null ? null : (used - usedBefore) * 1_000;
    return { ms, wireBytes: bytes, processorMs };
  } finally {
    await Promise.all(children.map(endOf));
  }
}

async function ask(device: ChildProcess, task: object): Promise<number> {
  device.send(task);
  const [answer] = (await once(device, 'message')) as [{ count?: number; error?: string }];
  if (answer.error !== undefined || answer.count === undefined) throw new Error(`PouchDB: ${answer.error}`);
  return answer.count;
}
