import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';

/** An entry of the sync ledger, applied unless a test says otherwise; the newest has the highest sequence. */
export function ledgerEntry(sequence: number, change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    commandId: `command ${sequence}`,
    sequence,
    name: 'test.placeOrder',
    version: 1,
    args: {},
    subject: {},
    part: null,
    issuedAt: Date.now(),
    state: 'applied',
    reasons: [],
    foretold: [],
    unshown: null,
    sentAt: null,
    triedAt: null,
    answeredAt: null,
    needsAttention: false,
    replacedBy: null,
    replaces: null,
    droppedAt: null,
    takenBack: false,
    ...change,
  };
}
