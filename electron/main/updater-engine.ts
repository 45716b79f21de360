/**
 * electron-updater behind our own rules: a feed whose signature is checked before it is read. It does what each system
 * needs (dpkg, AppImage, NSIS, Squirrel), checks the SHA-512 of what it fetched, and on Windows and macOS the code
 * signature. Loaded only in a build that takes updates.
 */
import { type AppUpdater, autoUpdater, Provider, type UpdateInfo } from 'electron-updater';
import { type ProviderRuntimeOptions, parseUpdateInfo, resolveFiles } from 'electron-updater/out/providers/Provider.js';
import { Refusal } from '#shared/kernel/refusal.ts';
import { refuseVersion, verifyFeed } from './update-feed.ts';

/** What a feed offers. */
export interface Offer {
  readonly version: string;
  /** Of what has to be fetched; null where the feed does not say. */
  readonly bytes: number | null;
}

export interface UpdaterEngine {
  /** @param feed address of the folder, with a slash at the end @returns null when there is nothing newer @throws Refusal */
  check(feed: string): Promise<Offer | null>;
  /** Fetches what `check` found. @throws Refusal */
  download(progress: (percent: number) => void): Promise<void>;
  /** Installs and restarts. @throws Refusal when it could not: the person did not allow it, for example */
  install(): void;
}

interface Parts {
  readonly currentVersion: string;
  /** SPKI, base64. */
  readonly publicKey: string;
  readonly problem: (message: string) => void;
}

/** Takes over electron-updater; once in a process. */
export function makeUpdaterEngine({ currentVersion, publicKey, problem }: Parts): UpdaterEngine {
  const updater = autoUpdater;
  updater.autoDownload = false;
  // Asked, not forced: closing Satchel at night is no consent.
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  updater.logger = { info: () => {}, warn: problem, error: problem };
  // Each failure is also thrown; without a listener the event would end the program.
  let failure: Error | null = null;
  updater.on('error', (error) => {
    failure = error;
  });

  return {
    async check(feed) {
      updater.setFeedURL({ provider: 'custom', updateProvider: makeProvider(publicKey), feed } as never);
      try {
        const result = await updater.checkForUpdates();
        if (!result) return null;
        const { version } = result.updateInfo;
        const refused = refuseVersion(currentVersion, version);
        if (refused === 'same') return null;
        if (refused) throw new Refusal(refused.code, refused.params);
        return { version, bytes: sizeOf(result.updateInfo) };
      } catch (error) {
        throw asRefusal(error);
      }
    },
    async download(progress) {
      const tell = ({ percent }: { percent: number }) => progress(Math.floor(percent));
      updater.on('download-progress', tell);
      try {
        await updater.downloadUpdate();
      } catch (error) {
        throw asRefusal(error);
      } finally {
        updater.off('download-progress', tell);
      }
    },
    install() {
      failure = null;
      updater.quitAndInstall(false, true);
      if (failure) throw new Refusal('updates.installFailed');
    },
  };
}

function sizeOf({ files }: UpdateInfo): number | null {
  return files.map(({ size }) => size).find((size) => size !== undefined) ?? null;
}

/** The generic feed of electron-updater, read only after its signature was found good. */
function makeProvider(publicKey: string) {
  return class SignedProvider extends Provider<UpdateInfo> {
    private readonly feed: URL;

    constructor(options: { feed: string }, _updater: AppUpdater, runtime: ProviderRuntimeOptions) {
      // The server answers single ranges only.
      super({ ...runtime, isUseMultipleRangeRequest: false });
      this.feed = new URL(options.feed);
    }

    async getLatestVersion(): Promise<UpdateInfo> {
      const name = `${this.getDefaultChannelName()}.yml`;
      const text = await this.fetchText(name);
      const signature = await this.fetchText(`${name}.sig`);
      verifyFeed(text, signature, publicKey);
      return parseUpdateInfo(text, name, new URL(name, this.feed));
    }

    resolveFiles(info: UpdateInfo) {
      return resolveFiles(info, this.feed);
    }

    private async fetchText(name: string): Promise<string> {
      const text = await this.httpRequest(new URL(name, this.feed));
      if (text === null) throw new Refusal('updates.noFeed');
      return text;
    }
  };
}

/** @returns the reason in the words of the screens; what is not expected is a server that is not to be reached */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (code === 'ERR_CHECKSUM_MISMATCH') return new Refusal('updates.badHash');
  if (statusCode === 404) return new Refusal('updates.noFeed');
  return new Refusal('updates.unreachable');
}
