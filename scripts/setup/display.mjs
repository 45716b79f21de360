import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findProgram } from './run-program.mjs';

const SCREEN = '1920x1080x24';
const START_TIMEOUT_MS = 15_000;

/** Whether windows can be shown without starting anything. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  if (process.env.WAYLAND_DISPLAY) return true;
  const local = process.env.DISPLAY?.match(/^:(\d+)/);
  if (local) return existsSync(`/tmp/.X11-unix/X${local[1]}`);
  return Boolean(process.env.DISPLAY);
}

/**
 * A display for this run: the person's own, or a virtual one that ends with this process. Sets DISPLAY.
 * @returns {Promise<{name: string | null, isVirtual: boolean, close: () => Promise<void>}>} close waits for its end
 */
export async function openDisplay() {
  if (hasDisplay()) return { name: process.env.DISPLAY ?? null, isVirtual: false, close: async () => {} };
  const display = await openVirtualDisplay();
  process.env.DISPLAY = display.name;
  return { ...display, isVirtual: true };
}

/**
 * A virtual display that ends with this process, beside whatever is there.
 * @returns {Promise<{name: string, close: () => Promise<void>}>} close waits for its end
 */
export async function openVirtualDisplay() {
  const { child, number } = await startVirtualDisplay();
  const endWithProcess = () => child.kill('SIGTERM');
  process.once('exit', endWithProcess);
  const close = async () => {
    process.off('exit', endWithProcess);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  return { name: `:${number}`, close };
}

/** Xvfb chooses a free number by itself and tells it on descriptor 3. */
function startVirtualDisplay() {
  const program = findProgram('Xvfb');
  if (!program) throw new Error('no display and no Xvfb');
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let text = '';
    let errors = '';
    const fail = (why) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`Xvfb ${why}. ${errors.trim().split('\n').at(-1) ?? ''}`));
    };
    const timer = setTimeout(() => fail('did not start in time'), START_TIMEOUT_MS);
    const failOnExit = (code) => fail(`ended with code ${code}`);
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-2_000);
    });
    child.stdio[3].on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      child.off('exit', failOnExit);
      // The parent must be able to end while the display is still up.
      child.unref();
      for (const stream of [child.stderr, child.stdio[3]]) stream.unref?.();
      resolve({ child, number: Number(text.trim()) });
    });
    child.once('error', (error) => fail(error.message));
    child.once('exit', failOnExit);
  });
}
