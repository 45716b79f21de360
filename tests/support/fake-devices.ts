/** The bridge's part of the company's computers, of which nothing was heard. */
import type { SatchelBridge } from '#shared/protocol/bridge.ts';

const nothing = async () => ({ ok: false, reason: { code: 'devices.notHeard', params: {} } }) as const;

export const fakeDevices: SatchelBridge['devices'] = {
  list: nothing,
  review: nothing,
  rename: nothing,
  lock: nothing,
  unlock: nothing,
  revoke: nothing,
  runQuarantine: nothing,
  discardQuarantine: nothing,
  recoveryCopy: nothing,
};
