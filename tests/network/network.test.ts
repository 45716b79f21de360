/**
 * The order arrives on every bad line, costs few bytes, and the screen never says that nothing waits while the order is
 * not at the server. The lines run side by side, in network namespaces where those are allowed; the first line of what
 * the program says tells which way was used.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Measured } from './run.ts';

const RUN_TIMEOUT_MS = 240_000;
/** An order of some lines on a good line over TLS, with what comes back for it. Measured: 1.8 kB up, 8.3 kB down. */
const MOST_BYTES = { up: 3_500, down: 14_000 };

it(
  'the order arrives on every line, with few bytes, and no screen lies',
  async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'run.ts'), '--short'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let said = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    process.stderr.write(`${said.split('\n')[0]}\n`);
    const { lines } = JSON.parse(output === '' ? '{"lines":[]}' : output) as { lines: Measured[] };
    expect(lines.length, said).toBeGreaterThan(7);
    for (const line of lines) {
      expect(line, said).toMatchObject({ arrived: line.orders, lies: 0 });
      expect(line.said, 'a screen that said nothing proves nothing').not.toBe('');
    }
    const good = lines.find(({ line }) => line === 'a good line');
    expect(good?.bytesUp).toBeLessThan(MOST_BYTES.up);
    expect(good?.bytesDown).toBeLessThan(MOST_BYTES.down);
    expect(code, said).toBe(0);
  },
  RUN_TIMEOUT_MS,
);
