/**
 * Which computer a quota is held on (decision 0044): one of the holder's, or any. Codes are the server's to give, so what is
 * typed freely is offered only where this device cannot know all of them, and said to be unknown here.
 */
import type { KnownDevices } from './use-known-devices.ts';

/** Select has no null among its values. */
export const ANY_DEVICE = '';

const CODE = /^[0-9A-Z]{2,4}$/;

/** What was typed as a code, if it is one that papers could bear. */
export function codeOf(typed: string): string | null {
  const code = typed.trim().toUpperCase();
  return CODE.test(code) ? code : null;
}

/**
 * What is chosen before anybody chose: the only computer there is; any where none is known; null where there are several:
 * two that do not hear of each other would promise it twice, so a person says which.
 */
export function firstChoice({ devices, loading }: KnownDevices): string | null {
  if (loading || devices.length > 1) return null;
  return devices[0]?.code ?? ANY_DEVICE;
}

/** What has to be said of a choice; null: nothing. */
export function warningOf(
  chosen: string | null,
  { devices, areAll }: KnownDevices,
): 'any' | 'notSeen' | 'notTheirs' | null {
  if (chosen === null) return null;
  if (chosen === ANY_DEVICE) return devices.length > 1 ? 'any' : null;
  if (devices.some(({ code }) => code === chosen)) return null;
  return areAll ? 'notTheirs' : 'notSeen';
}
