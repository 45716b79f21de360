/**
 * The application's life: one instance a profile, one window, one device thread, and for the demo one server.
 * Nothing here knows SQL or the domains.
 */
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, powerMonitor, protocol } from 'electron';
import { makeBackupCalls } from './backup-files.ts';
import { makeDesktopCalls } from './desktop-calls.ts';
import { type DeviceClient, startDeviceClient } from './device-client.ts';
import { makeDiagnosticsCalls } from './diagnostics.ts';
import { failToStart, keepPageAlive } from './failure.ts';
import { type DesktopCalls, openChannels, tell } from './ipc.ts';
import { makeLabelCalls } from './label-calls.ts';
import { type Log, openLog } from './log.ts';
import { makeMarks, startMark } from './log-marks.ts';
import { closeDoors, findPageSource, openMainWindow, preloadFileIn } from './main-window.ts';
import { showMenu } from './menu.ts';
import { readOsSecret } from './os-secret.ts';
import { startOwnUpdates } from './own-updates.ts';
import { makePaperCalls } from './paper-calls.ts';
import { makeProofCalls } from './proof.ts';
import { isFileAddress, serveFile } from './serve-file.ts';
import { APP_SCHEME, serveAsset } from './serve-renderer.ts';
import { makeStart } from './start.ts';
import { readChoice } from './start-choice.ts';
import { readStartOptions, type StartOptions } from './start-options.ts';
import { watchLongCalls } from './unsafe-work.ts';
import { readWindowState } from './window-state.ts';

protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
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
    const log = openLog({
      path: join(profileFolder, 'logs', 'satchel.log'),
      now: () => new Date(),
      echo: (line) => process.stderr.write(line),
    });
    run(options, profileFolder, log).catch((error: unknown) => failToStart(home, error, log.problem));
  } catch (error) {
    failToStart(home, error, problem);
  }
}

function problem(where: string, message: string): void {
  process.stderr.write(`${where}: ${message}\n`);
}

async function run(options: StartOptions, profileFolder: string, log: Log): Promise<void> {
  const { problem } = log;
  log.note(startMark());
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
  // The page's process starts while this one gets ready; nothing of it is heard before the channels are open, which is
  // in this same turn.
  window = openMainWindow(statePath, preloadFileIn(outFolder), source);
  keepPageAlive(window, language, problem);
  window.on('closed', () => {
    window = null;
  });

  const deviceFolder = join(profileFolder, 'device');
  const choice = readChoice(profileFolder, deviceFolder, options, Date.now());
  const contents = () => window?.webContents ?? null;
  const marks = makeMarks(log.note);
  const device = startDeviceClient(
    join(outFolder, 'main', 'device-thread.js'),
    {
      profileFolder: deviceFolder,
      appVersion: app.getVersion(),
      deviceName: hostname().slice(0, 100) || 'Satchel',
      osSecret: readOsSecret(join(profileFolder, 'os-secret.bin')),
      readerFile: join(outFolder, 'main', 'reader-thread.js'),
      careFile: join(outFolder, 'main', 'care-thread.js'),
      server: choice.server,
    },
    {
      changed: (tables) => tell(contents(), 'changed', tables),
      fileArrived: (hash) => tell(contents(), 'fileArrived', hash),
      sessionState(state) {
        marks.session(state);
        tell(contents(), 'sessionState', state);
        updates.follow(state);
      },
      syncStatus(status) {
        marks.sync(status);
        tell(contents(), 'syncStatus', status);
      },
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
    stateChanged(state) {
      marks.start(state);
      tell(contents(), 'startState', state);
    },
    problem,
  });
  const { calls, isAnyOpen } = watchLongCalls({
    ...makeDesktopCalls({ options, home, statePath, isDemo: () => start.choice === 'demo' }),
    ...start.calls,
    ...makeBackupCalls({ device, start, window: () => window, language, note: log.note }),
    ...makeProofCalls({ device, window: () => window, language, problem }),
    ...makeLabelCalls({ window: () => window, language, problem }),
    ...makePaperCalls({ window: () => window, language, readFile: (hash) => device.readFile(hash), problem }),
    ...makeDiagnosticsCalls({
      device,
      log,
      logFolder: join(profileFolder, 'logs'),
      profile: options.profile,
      profileFolder,
      statePath,
      choice: () => start.choice,
      window: () => window,
      language,
    }),
  });
  const updates = startOwnUpdates({
    device,
    isLongCallOpen: isAnyOpen,
    tell: (state) => tell(contents(), 'updateState', state),
    problem,
  });
  app.on('before-quit', updates.close);
  const desktop: DesktopCalls = { ...calls, ...updates.calls };
  openChannels({ origin: source.origin, device, desktop, contents, problem });
  powerMonitor.on('resume', () => device.wake());

  app.on('window-all-closed', () => app.quit());
  closeDeviceBeforeQuit(device);
  // The server ends with its parent.
  app.on('before-quit', () => start.demo.endLooking());
  start.begin();
  // Last: the page and the device are on their way meanwhile.
  showMenu(language());
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
