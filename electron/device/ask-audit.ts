/**
 * What a person asks the office about the company's history. Guards: nothing is asked while the person works offline or
 * has no token; whatever goes wrong is a reason, and the screen then tells what this device knows itself.
 */
import type { Reason } from '#shared/kernel/refusal.ts';
import type { AuditReply } from '#shared/protocol/ledger-bridge.ts';
import { ServerError } from './server-client.ts';

const unreachable: Reason = { code: 'audit.unreachable', params: {} };

/** @param mayAsk a token is there, and the person works online */
export async function askAudit<Answer>(mayAsk: boolean, ask: () => Promise<Answer>): Promise<AuditReply<Answer>> {
  if (!mayAsk) return { ok: false, reason: unreachable };
  try {
    return { ok: true, answer: await ask() };
  } catch (error) {
    const isTold = error instanceof ServerError && /^(auth\.notPermitted|audit\.)/.test(error.code);
    return { ok: false, reason: isTold ? { code: error.code, params: error.params } : unreachable };
  }
}
