/** How the application was started. */
export interface StartOptions {
  /** Folder name under the application's data: everything of one device. */
  readonly profile: string;
  readonly demo: boolean;
  /** The company's server, or null to use the one of last time. */
  readonly server: string | null;
}

const profilePattern = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * Reads the command line; switches that are not Satchel's (Chromium's) are left alone.
 * @throws when a profile name could lead out of its folder
 */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const switchValue = (name: string): string | null =>
    argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? null;
  const profile = switchValue('profile') ?? 'default';
  if (!profilePattern.test(profile)) throw new Error('--profile takes small letters, digits and hyphens');
  return { profile, demo: argv.includes('--demo'), server: switchValue('server') };
}

/** Switches of one run alone, not of the next instance. */
const ownSwitches =
  /^--(profile|server|user-data-dir|inspect|inspect-brk|remote-debugging-port|remote-debugging-pipe)(=|$)/;

/** The arguments for one more instance with a profile of its own, on the demo. */
export function argumentsForProfile(argv: readonly string[], profile: string): string[] {
  const kept = argv.filter((argument) => !ownSwitches.test(argument) && argument !== '--demo');
  return [...kept, '--demo', `--profile=${profile}`];
}
