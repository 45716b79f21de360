/**
 * Memory of an application that is several processes, as proportional sizes: a page that several processes map counts in
 * each of them by its share, so that all together count it once. Guard: nobody else maps the runtime's files, or their
 * share would be missing here; whoever measures starts a copy of the runtime (`copyRuntime`).
 */
import { readdirSync, readFileSync } from 'node:fs';

export interface TreeMemory {
  readonly megabytes: number;
  /** By kind of process (`browser`, `renderer`, `gpu-process` …), MB. */
  readonly byKind: Readonly<Record<string, number>>;
}

/** The memory of a process and all that it started. Linux only. @throws elsewhere */
export function memoryOfTree(pid: number): TreeMemory {
  if (process.platform !== 'linux') throw new Error('memory is measured on Linux alone: it reads /proc');
  const children = readChildren();
  const byKind: Record<string, number> = {};
  const visit = (id: number): void => {
    const kind = /--type=([\w-]+)/.exec(readProcess(id, 'cmdline'))?.[1] ?? 'browser';
    byKind[kind] = (byKind[kind] ?? 0) + readProportionalKilobytes(readProcess(id, 'smaps_rollup')) / 1024;
    for (const child of children.get(id) ?? []) visit(child);
  };
  visit(pid);
  return { megabytes: Object.values(byKind).reduce((all, value) => all + value, 0), byKind };
}

/** Reads `/proc/<pid>/smaps_rollup`; 0 for a process that has ended. */
export function readProportionalKilobytes(rollup: string): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
}

function readChildren(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const id of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readProcess(id, 'status'))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  return children;
}

/** Empty when the process has ended meanwhile. */
function readProcess(id: number, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
