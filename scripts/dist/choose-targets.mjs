/** What each kind of installer needs beyond Node, for the line that says why one is not made. */
const DOWNLOADED_TOOLS = 'tools that electron-builder downloads from github.com';

const TARGETS = {
  linux: [
    { name: 'deb', needs: 'dpkg-deb' },
    { name: 'AppImage', needs: 'builderTools' },
  ],
  win32: [{ name: 'nsis', needs: 'builderTools' }],
  darwin: [
    { name: 'dmg', needs: null },
    { name: 'zip', needs: null },
  ],
};

/** electron-builder's switch for a system. */
export const SYSTEM_SWITCH = { linux: '--linux', win32: '--win', darwin: '--mac' };

/** Installers that only another system makes. */
const ELSEWHERE = [
  { platform: 'win32', line: 'Windows installer (nsis): npm run dist, on Windows' },
  { platform: 'darwin', line: 'macOS (dmg, zip): npm run dist, on a Mac' },
  { platform: 'linux', line: 'Linux (deb, AppImage): npm run dist, on Debian or Ubuntu' },
];

/**
 * Which installers this machine makes.
 * @param {{platform: string, hasDpkgDeb: boolean, canDownloadTools: boolean, wanted: readonly string[] | null}} machine
 *   wanted: names from the command line, or null for all
 * @returns {{make: string[], missing: string[]}} missing: a line for each that is not made, with what brings it
 * @throws when a name is not one of this system's
 */
export function chooseTargets({ platform, hasDpkgDeb, canDownloadTools, wanted }) {
  const own = TARGETS[platform] ?? [];
  const unknown = (wanted ?? []).filter((name) => !own.some((target) => target.name === name));
  if (unknown.length > 0) {
    const names = own.map((target) => target.name).join(', ');
    throw new Error(`${unknown.join(', ')}: this system makes ${names || 'no installers'}`);
  }
  const make = [];
  const missing = [];
  for (const { name, needs } of own.filter((target) => wanted === null || wanted.includes(target.name))) {
    if (needs === 'dpkg-deb' && !hasDpkgDeb)
      missing.push(`${name}: needs dpkg-deb. Bring it with: apt-get install dpkg`);
    else if (needs === 'builderTools' && !canDownloadTools) {
      missing.push(`${name}: needs ${DOWNLOADED_TOOLS}. Bring it with: npm run dist, on a network that reaches it`);
    } else make.push(name);
  }
  if (wanted === null) missing.push(...ELSEWHERE.filter((each) => each.platform !== platform).map(({ line }) => line));
  return { make, missing };
}
