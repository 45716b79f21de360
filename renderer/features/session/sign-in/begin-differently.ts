import { bridge } from '../../../app/bridge.ts';
import { replyOf } from '../../../app/kept-notice.ts';
import { notifyRefusal } from '../../../app/notices.ts';

/** Back to the three ways of the first start; what is on this computer stays. Says why when it cannot be. */
export async function beginDifferently(): Promise<void> {
  const reply = await replyOf(bridge().start.backToChoice());
  if (!reply.ok) notifyRefusal(reply.reason);
}
