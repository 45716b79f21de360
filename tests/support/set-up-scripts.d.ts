// Types of the plain JavaScript under scripts/ that tests call. Set-up begins before any package is there, so it
// cannot be TypeScript itself.

declare module '*/setup/postgres.mjs' {
  /** The folder with `bin`, `lib` and `share` of PostgreSQL, readable by the user that the server will run as. */
  export function findPostgresPrograms(): Promise<string>;
}

declare module '*/setup/display.mjs' {
  /** A display for this run: the person's own, or a virtual one that ends with this process. Sets DISPLAY. */
  export function openDisplay(): Promise<{ name: string | null; isVirtual: boolean; close: () => Promise<void> }>;
  /** A virtual display that ends with this process, beside whatever is there. */
  export function openVirtualDisplay(): Promise<{ name: string; close: () => Promise<void> }>;
}

declare module '*/counts.mjs' {
  export interface Counts {
    passed: number;
    failed: number;
    skipped: number;
  }
  export const NAMED_SKIP: string;
  export function printCounts(counts: Counts): string;
  export function sumCounts(all: readonly Counts[]): Counts;
  export function countVitest(path: string, exitCode: number): Counts;
  export function countPlaywright(path: string, exitCode: number): Counts;
}

declare module '*/failures.mjs' {
  export interface Failure {
    file: string;
    name: string;
    message: string;
  }
  export function vitestFailures(path: string): Failure[];
  export function playwrightFailures(path: string): Failure[];
  export function printFailure(failure: Failure): string;
}

declare module '*/second-look.mjs' {
  import type { Counts } from '*/counts.mjs';
  import type { Failure } from '*/failures.mjs';

  export interface Look {
    counts: Counts;
    failures: Failure[];
  }
  export function lookAgain(
    first: Look,
    runAgain: (files: string[]) => Promise<Look>,
  ): Promise<Look & { unsteady: Failure[] }>;
}

declare module '*/setup/paths.mjs' {
  export const repositoryFolder: string;
}

declare module '*/electron-noise.mjs' {
  export function isWorthSaying(line: string): boolean;
}

declare module '*/update-keys.mjs' {
  import type { KeyObject } from 'node:crypto';

  /** Makes the key that signs an update feed, into a new file. */
  export function makeUpdateKey(path: string): void;
  export function readUpdateKey(path: string): { publicKey: string; privateKey: KeyObject | null };
  /** Signs every latest*.yml of a folder; gives their names. */
  export function signFeed(folder: string, privateKey: KeyObject): string[];
}

declare module '*/choose-targets.mjs' {
  export function chooseTargets(machine: {
    platform: string;
    hasDpkgDeb: boolean;
    canDownloadTools: boolean;
    wanted: readonly string[] | null;
  }): { make: string[]; missing: string[] };
}

declare module '*/build-configuration.mjs' {
  export function makeConfiguration(circumstances: {
    toolchain: {
      electronIsSubstitute: boolean;
      electronVersion: string;
      pristineElectronDist: string;
      nativeBinding: string | null;
    };
    manifest: { name: string; version: string; productName: string };
    outputFolder: string;
    driverStage: string | null;
    updateKey: string | null;
    updateFeed: string | null;
    windowsPublisher: string | null;
    isQuick: boolean;
  }): Readonly<Record<string, unknown>>;
  export function trialVersion(version: string): string;
}

declare module '*/setup/run-program.mjs' {
  /** The full path of a program on PATH, or null. */
  export function findProgram(name: string): string | null;
}

declare module '*/gather-licenses.mjs' {
  /** The licences of packages as one text; throws with the names of those that have none. */
  export function gatherLicenses(
    repository: string,
    packages: readonly { readonly name: string; readonly version: string; readonly folder: string }[],
  ): string;
}
