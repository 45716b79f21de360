/** The application in a real window, for what is measured at the screen. */
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { PASSWORD } from '../support/password.ts';
import type { BenchCompany } from './company.ts';
import { makeComputer, NO_SERVER } from './computer.ts';
import { startSwitches } from './started-app.ts';
import { findElectron } from './toolchain.ts';

const root = resolve(import.meta.dirname, '../..');
const SIGN_IN_TIMEOUT_MS = 60_000;

export interface BenchWindow {
  readonly app: ElectronApplication;
  /** Signed in, the shell is there. `window.satchel` in it is the way to queries and commands. */
  readonly page: Page;
  close(): Promise<void>;
}

/** Opens the application on a computer of its own with a copy of the company, and signs in without a network. */
export async function openBenchWindow(
  folder: string,
  company: BenchCompany,
  say: (line: string) => void,
  server: string = NO_SERVER,
): Promise<BenchWindow> {
  say('Opening a window on the company …');
  const electron = findElectron();
  const { environment } = await makeComputer(join(folder, 'home'), company, server);
  const app = await _electron.launch({
    executablePath: electron.path,
    cwd: root,
    args: ['.', ...startSwitches()],
    env: { ...electron.environment, ...environment } as Record<string, string>,
  });
  const page = await app.firstWindow();
  page.setDefaultTimeout(SIGN_IN_TIMEOUT_MS);
  const password = page.getByLabel('Password', { exact: true });
  await password.fill(PASSWORD);
  await password.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  return { app, page, close: () => app.close() };
}
