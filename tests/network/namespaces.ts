/**
 * A network namespace for each device, joined to this process's own by a pair of virtual cards: a link that is taken down
 * is silent as a real one is. This process must be in a namespace of its own (`unshare --net`), so that nothing of it is
 * seen outside, and all of it goes with the process.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';

export interface DeviceNetwork {
  /** Where the device reaches this process. */
  readonly host: string;
  /** Starts a program inside. */
  readonly prefix: readonly string[];
  setLink(isUp: boolean): void;
  close(): void;
}

/** The command line before a program that gives it a network of its own, or null where that is not allowed. */
export function ownNetwork(): string[] | null {
  for (const command of [
    ['unshare', '--net'],
    ['unshare', '--map-root-user', '--user', '--net'],
  ]) {
    const [program = '', ...args] = command;
    const probe = 'ip link set lo up && ip link add probe0 type veth peer name probe1';
    if (spawnSync(program, [...args, 'sh', '-c', probe], { stdio: 'ignore' }).status === 0) return command;
  }
  return null;
}

export function addressOf(place: number): string {
  return `10.77.${place}.1`;
}

export function addNetwork(place: number): DeviceNetwork {
  const holder: ChildProcess = spawn('unshare', ['--net', 'sleep', '3600'], { stdio: 'ignore' });
  const pid = String(holder.pid);
  const prefix = ['nsenter', '--target', pid, '--net'];
  const card = `out${place}`;
  const ip = (args: string): void => void execFileSync('ip', args.split(' '));
  const inside = (args: string): void => void execFileSync('nsenter', [...prefix.slice(1), 'ip', ...args.split(' ')]);
  waitForNamespace(pid);
  ip(`link add ${card} type veth peer name in0 netns ${pid}`);
  ip(`addr add ${addressOf(place)}/24 dev ${card}`);
  ip(`link set ${card} up`);
  inside('link set lo up');
  inside(`addr add 10.77.${place}.2/24 dev in0`);
  inside('link set in0 up');
  return {
    host: addressOf(place),
    prefix,
    setLink: (isUp) => ip(`link set ${card} ${isUp ? 'up' : 'down'}`),
    close: () => void holder.kill('SIGKILL'),
  };
}

/** `unshare` needs a moment to have left ours. */
function waitForNamespace(pid: string): void {
  const ours = namespaceOf('self');
  for (let tries = 0; tries < 200; tries += 1) {
    const theirs = namespaceOf(pid);
    if (theirs !== '' && theirs !== ours) return;
    execFileSync('sleep', ['0.02']);
  }
  throw new Error('no network namespace came about');
}

const namespaceOf = (pid: string): string =>
  spawnSync('readlink', [`/proc/${pid === 'self' ? process.pid : pid}/ns/net`], { encoding: 'utf8' }).stdout.trim();
