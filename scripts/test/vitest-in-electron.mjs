import { say } from '../setup/progress.mjs';
import { electronEnvironment } from '../setup/set-up.mjs';

/** What runs inside Electron in production: the device, which runs nowhere else, and the databases under it. */
const FOLDERS = ['electron/device/', 'db/'];

/**
 * The command that runs tests in the Node that Electron carries, with its SQLite driver.
 * @param {import('../setup/set-up.mjs').Toolchain} toolchain
 * @param {readonly string[]} words further words for vitest; paths among them replace the usual folders
 * @returns {{program: string, args: string[], env: NodeJS.ProcessEnv} | null} null without Electron, having said so
 */
export function vitestInElectron(toolchain, words) {
  if (!toolchain.electronPath) {
    for (const line of toolchain.missing) say(line);
    return null;
  }
  const folders = words.some((word) => !word.startsWith('-')) ? [] : FOLDERS;
  return {
    program: toolchain.electronPath,
    args: ['node_modules/vitest/vitest.mjs', 'run', '--project', '!renderer', ...folders, ...words],
    env: { ...electronEnvironment(toolchain), ELECTRON_RUN_AS_NODE: '1' },
  };
}
