import type { SatchelBridge } from '#shared/protocol/bridge.ts';

declare global {
  interface Window {
    /** Put there by the preload; the only way out of the renderer. */
    readonly satchel: SatchelBridge;
  }
}
