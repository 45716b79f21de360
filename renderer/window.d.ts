import type { SatchelBridge } from '#shared/protocol/bridge.ts';
// Row types: each domain adds its tables to the kernel's list of them.
import type {} from '#shared/registry.ts';

declare global {
  interface Window {
    /** Put there by the preload; the only way out of the renderer. */
    readonly satchel: SatchelBridge;
  }
}
