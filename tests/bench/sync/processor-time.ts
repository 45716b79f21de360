/**
 * Processor time of programs, their children and their children's children included, as Linux counts it: what other
 * programs do meanwhile is not in it.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ: the unit of /proc, the same on every Linux. */
const TICKS_A_SECOND = 100;

interface ProcessTimes {
  readonly parent: number;
  readonly ticks: number;
}

/**
 * Seconds that these programs have used so far; children that have ended and were waited for count too.
 * @returns null where there is no /proc
 */
export function processorSeconds(pids: readonly number[]): number | null {
  if (process.platform !== 'linux') return null;
  const all = readAll();
  const counted = new Set(pids);
  for (let before = 0; before !== counted.size; ) {
    before = counted.size;
    for (const [pid, { parent }] of all) if (counted.has(parent)) counted.add(pid);
  }
  let ticks = 0;
  for (const pid of counted) ticks += all.get(pid)?.ticks ?? 0;
  return ticks / TICKS_A_SECOND;
}

function readAll(): Map<number, ProcessTimes> {
  const all = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      all.set(Number(name), parseStat(readFileSync(`/proc/${name}/stat`, 'utf8')));
    } catch {
      // It ended meanwhile.
    }
  }
  return all;
}

/** After the name in brackets: state, parent …; utime, stime, cutime and cstime are fields 14 to 17 of the line. */
function parseStat(line: string): ProcessTimes {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const number = (field: number): number => Number(fields[field - 3] ?? 0);
  return { parent: number(4), ticks: number(14) + number(15) + number(16) + number(17) };
}
