import { create } from 'zustand';
import type { RestoreReply } from '#shared/protocol/desktop-bridge.ts';

/** What a backup brought a moment ago, until its person signs in. */
export const useRestored = create<{ readonly restored: Extract<RestoreReply, { ok: true }> | null }>(() => ({
  restored: null,
}));
