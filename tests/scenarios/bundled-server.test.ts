/** The server as it is shipped, one bundle beside the driver: it starts, works, and saves itself as from its sources. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { healthSchema } from '#shared/protocol/health.ts';
import { runProgram } from '../../server/real-world.ts';
import { TestDevice } from '../support/server.ts';
import { admin, folder, inFolderOfEachTest, makeCompany, password, place, start } from '../support/server-programs.ts';

inFolderOfEachTest();

const root = resolve(import.meta.dirname, '../..');
/** Within the repository: what is not bundled is found from there. */
let bundle: string;
beforeEach(() => {
  mkdirSync(join(root, 'out'), { recursive: true });
  bundle = mkdtempSync(join(root, 'out', 'server-test-'));
});
afterEach(() => rmSync(bundle, { recursive: true, force: true }));

it('a bundled server makes its backup, which the sources put back', { timeout: 240_000 }, async () => {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--config', 'vite.server.config.ts', '--outDir', bundle, '--logLevel', 'error'];
  expect(await runProgram(process.execPath, args)).toMatchObject({ code: 0 });
  expect(existsSync(join(bundle, 'main.js'))).toBe(true);
  await makeCompany();
  const backups = join(folder, 'backups');
  const server = await start([...place(), '--port', '0', '--backup-folder', backups], join(bundle, 'main.js'));
  const url = server.listening.listening;
  const device = new TestDevice(url);
  await device.signIn('rep', password);
  await vi.waitFor(
    async () => {
      const health = healthSchema.parse(await (await fetch(`${url}/v1/health`)).json());
      expect(health.backup).toMatchObject({ state: 'good' });
    },
    { timeout: 120_000, interval: 500 },
  );
  // Beside the work: the thread held nobody up for good.
  await device.pull();
  server.child.kill('SIGKILL');
  const [copy = ''] = readdirSync(backups).filter((name) => name.endsWith('.sqlite'));
  const elsewhere = ['--database', `sqlite:${join(folder, 'tried.sqlite')}`, '--key-file', join(folder, 'company.key')];
  const restored = await admin(['restore', '--from', join(backups, copy), ...elsewhere]);
  expect(restored).toMatchObject({ code: 0, error: '' });
  expect(JSON.parse(restored.out)).toMatchObject({ companyId: server.listening.companyId });
  expect(await admin(['check-chain', ...elsewhere])).toMatchObject({ code: 0 });
});
