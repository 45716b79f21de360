/** What deriving a key from a password takes in the application's own runtime: the price that the cost was chosen for. */
import { execFileSync } from 'node:child_process';
import { SCRYPT_COST } from '../../electron/device/real-world.ts';
import { median } from './statistics.ts';
import { findElectron } from './toolchain.ts';

const ROUNDS = 9;

/** @returns milliseconds, the median of several in a process of its own */
export function timeKeyDerivation(): number {
  const { path, environment } = findElectron();
  const script = `
    const { scrypt } = require('node:crypto');
    const derive = () => new Promise((done) => {
      const start = performance.now();
      scrypt('password', Buffer.alloc(16), 32, ${JSON.stringify(SCRYPT_COST)}, () => done(performance.now() - start));
    });
    (async () => {
      const timings = [];
      for (let round = 0; round < ${ROUNDS}; round += 1) timings.push(await derive());
      console.log(JSON.stringify(timings));
    })();`;
  const said = execFileSync(path, ['-e', script], {
    env: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return median(JSON.parse(said) as number[]);
}
