import { bridge } from './bridge.ts';
import { notifyRefusal } from './notices.ts';

/** Leaves, which is also the way to sign in anew: what waits stays on this computer and goes on from there. */
export async function signOut(): Promise<void> {
  const reply = await bridge().session.signOut();
  if (!reply.ok) notifyRefusal(reply.reason);
}
