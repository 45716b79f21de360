import type { SatchelBridge } from '#shared/protocol/bridge.ts';

/** The rest of the application, as the preload offers it. */
export function bridge(): SatchelBridge {
  return window.satchel;
}
