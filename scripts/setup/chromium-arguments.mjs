import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What Chromium must be told on this machine, before the application's own arguments.
 * @param {import('./set-up.mjs').Toolchain} toolchain
 * @returns {string[]}
 */
export function chromiumArguments(toolchain) {
  if (process.platform !== 'linux') return [];
  const args = [];
  if (!canSandbox(toolchain.electronPath)) args.push('--no-sandbox');
  // A virtual display and the substitute have no graphics driver.
  if (toolchain.electronIsSubstitute || toolchain.isDisplayVirtual) args.push('--disable-gpu');
  if (process.env.WAYLAND_DISPLAY && !process.env.DISPLAY) args.push('--ozone-platform-hint=auto');
  return args;
}

/** Chromium's sandbox refuses root, and needs user namespaces (which some systems forbid) or its setuid program. */
function canSandbox(electronPath) {
  if (process.getuid?.() === 0) return false;
  const areNamespacesForbidden =
    readSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    readSetting('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    readSetting('/proc/sys/user/max_user_namespaces') === '0';
  if (!areNamespacesForbidden) return true;
  const program = join(dirname(electronPath), 'chrome-sandbox');
  if (!existsSync(program)) return false;
  const { uid, mode } = statSync(program);
  return uid === 0 && (mode & 0o4000) !== 0;
}

function readSetting(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
