/**
 * Memory of an application that is several processes. Guards:
 * - what several of them share is counted once;
 * - what strangers share (another application of the same runtime) makes it no smaller, as a plain sum of proportional
 *   sizes would.
 */
import { readdirSync, readFileSync } from 'node:fs';

export interface TreeMemory {
  /** What one would get by ending the application if nothing else ran. */
  readonly megabytes: number;
  /** What each kind of process wrote for itself (`browser`, `renderer`, `gpu-process` …), MB. */
  readonly writtenByKind: Readonly<Record<string, number>>;
  /** Files and what was written before a fork: of each file and each such piece the process that holds the most, MB. */
  readonly sharedMegabytes: number;
}

/** The memory of a process and all that it started. Linux only. @throws elsewhere */
export function memoryOfTree(pid: number): TreeMemory {
  if (process.platform !== 'linux') throw new Error('memory is measured on Linux alone: it reads /proc');
  const children = readChildren();
  const writtenByKind: Record<string, number> = {};
  const shared = new Map<string, number>();
  const visit = (id: number): void => {
    const kind = /--type=([\w-]+)/.exec(readProcess(id, 'cmdline'))?.[1] ?? 'browser';
    const sizes = readMappings(readProcess(id, 'smaps'));
    writtenByKind[kind] = (writtenByKind[kind] ?? 0) + sizes.writtenKilobytes / 1024;
    for (const [mapping, kilobytes] of sizes.shared) shared.set(mapping, Math.max(shared.get(mapping) ?? 0, kilobytes));
    for (const child of children.get(id) ?? []) visit(child);
  };
  visit(pid);
  const sharedMegabytes = sum(shared.values()) / 1024;
  return { megabytes: sum(Object.values(writtenByKind)) + sharedMegabytes, writtenByKind, sharedMegabytes };
}

/**
 * Reads `/proc/<pid>/smaps`.
 * @returns kilobytes that this process alone wrote; and the others by file, or by address where no file is behind them:
 * there a process shares with the one that it was forked from. A clean page counts as shared whoever maps it just now.
 */
export function readMappings(smaps: string): {
  readonly writtenKilobytes: number;
  readonly shared: Map<string, number>;
} {
  const shared = new Map<string, number>();
  let writtenKilobytes = 0;
  let mapping = '';
  for (const line of smaps.split('\n')) {
    const head = /^([0-9a-f]+)-[0-9a-f]+ \S+ \S+ \S+ (\d+)\s*(.*)$/.exec(line);
    if (head) {
      const [, address = '', inode = '', path = ''] = head;
      mapping = inode === '0' ? address : `${inode} ${path}`;
      continue;
    }
    const [, kind, size] = /^(Private_Clean|Private_Dirty|Shared_Clean|Shared_Dirty):\s+(\d+) kB/.exec(line) ?? [];
    const kilobytes = Number(size ?? 0);
    if (kind === 'Private_Dirty') writtenKilobytes += kilobytes;
    else if (kilobytes > 0) shared.set(mapping, (shared.get(mapping) ?? 0) + kilobytes);
  }
  return { writtenKilobytes, shared };
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

const sum = (values: Iterable<number>): number => [...values].reduce((all, value) => all + value, 0);
