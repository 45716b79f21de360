/**
 * The application's life: one instance a profile, one window, one device thread, and for the demo one server.
 * Nothing here knows SQL or the domains.
 */
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, powerMonitor, protocol } from 'electron';
import { makeDesktopCalls } from './desktop-calls.ts';
import { type DeviceClient, startDeviceClient } from './device-client.ts';
import { failToStart, keepPageAlive } from './failure.ts';
import { type DesktopCalls, openChannels, tell } from './ipc.ts';
import { closeDoors, findPageSource, openMainWindow, preloadFileIn } from './main-window.ts';
import { showMenu } from './menu.ts';
import { readOsSecret } from './os-secret.ts';
import { isFileAddress, serveFile } from './serve-file.ts';
import { APP_SCHEME, serveAsset } from './serve-renderer.ts';
import { makeStart } from './start.ts';
import { readChoice } from './start-choice.ts';
import { readStartOptions, type StartOptions } from './start-options.ts';
import { readWindowState } from './window-state.ts';

protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

const home = app.getPath('userData');
begin();

/** What fails here would leave no window: it is said, and the application ends. */
function begin(): void {
  try {
    const options = readStartOptions(process.argv.slice(1));
    const profileFolder = join(home, 'profiles', options.profile);
    mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
    app.setPath('userData', profileFolder);
    // The lock lies in userData, so it holds for this profile alone.
    if (!app.requestSingleInstanceLock()) {
      problem('Satchel', 'it is open already; its window came to the front. Nothing was started a second time.');
      app.quit();
      return;
    }
    run(options, profileFolder).catch((error: unknown) => failToStart(home, error, problem));
  } catch (error) {
    failToStart(home, error, problem);
  }
}

function problem(where: string, message: string): void {
  process.stderr.write(`${where}: ${message}\n`);
}

async function run(options: StartOptions, profileFolder: string): Promise<void> {
  let window: BrowserWindow | null = null;
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  await app.whenReady();

  const outFolder = join(app.getAppPath(), 'out');
  const statePath = join(profileFolder, 'window.json');
  const source = findPageSource(app.isPackaged);
  closeDoors(source);
  const rendererFolder = join(outFolder, 'renderer');
  protocol.handle(APP_SCHEME, ({ method, url }) =>
    isFileAddress(url)
      ? serveFile((hash) => device.readFile(hash), method, url)
      : serveAsset(rendererFolder, method, url),
  );
  const language = () => readWindowState(statePath).language ?? (app.getLocale().startsWith('zh') ? 'zh' : 'en');
  showMenu(language());

  const deviceFolder = join(profileFolder, 'device');
  const choice = readChoice(profileFolder, deviceFolder, options, Date.now());
  const contents = () => window?.webContents ?? null;
  const device = startDeviceClient(
    join(outFolder, 'main', 'device-thread.js'),
    {
      profileFolder: deviceFolder,
      appVersion: app.getVersion(),
      deviceName: hostname().slice(0, 100) || 'Satchel',
      osSecret: readOsSecret(join(profileFolder, 'os-secret.bin')),
      readerFile: join(outFolder, 'main', 'reader-thread.js'),
      server: choice.server,
    },
    {
      changed: (tables) => tell(contents(), 'changed', tables),
      fileArrived: (hash) => tell(contents(), 'fileArrived', hash),
      sessionState: (state) => tell(contents(), 'sessionState', state),
      syncStatus: (status) => tell(contents(), 'syncStatus', status),
      problem,
    },
  );
  const start = makeStart({
    choice,
    profilesFolder: join(home, 'profiles'),
    profileFolder,
    device,
    demo: { home: join(home, 'demo'), serverFile: join(outFolder, 'server', 'main.js') },
    language,
    stateChanged: (state) => tell(contents(), 'startState', state),
    problem,
  });
  const refused = async () => ({ ok: false, reason: { code: 'device.unknownQuery', params: {} } });
  const desktop: DesktopCalls = {
    ...makeDesktopCalls({ options, home, statePath, isDemo: () => start.choice === 'demo' }),
    ...start.calls,
    'backup.save': refused,
    'backup.choose': refused,
    'backup.restore': refused,
    'diagnostics.read': refused,
    'diagnostics.checkDatabase': refused,
    'diagnostics.exportLog': refused,
    'diagnostics.openLogFolder': refused,
  };
  openChannels({ origin: source.origin, device, desktop, contents, problem });
  powerMonitor.on('resume', () => device.wake());

  window = openMainWindow(statePath, preloadFileIn(outFolder), source);
  keepPageAlive(window, language, problem);
  window.on('closed', () => {
    window = null;
  });
  app.on('window-all-closed', () => app.quit());
  closeDeviceBeforeQuit(device);
  // The server ends with its parent.
  app.on('before-quit', () => start.demo.endLooking());
  start.begin();
}

function closeDeviceBeforeQuit(device: DeviceClient): void {
  let isClosed = false;
  app.on('before-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void device.close().then(() => {
      isClosed = true;
      app.quit();
    });
  });
}
