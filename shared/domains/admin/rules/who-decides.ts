/**
 * Who may say yes or no to what waits for a word (R9, R57, R113). Guards:
 * - nobody decides on what he asked for, or on a document that he took himself, in no name at all;
 * - the right of the kind and a limit that reaches far enough are one person's: two people's are never put together;
 * - a deputy decides with the rights and the limit of the one who is away, and in that one's name.
 */
import { permissions } from '../model.ts';

/** returnWithoutOrder: goods that come back without their order; writeOff: what will not be paid. */
export const approvalKinds = ['discount', 'credit', 'largeOrder', 'returnWithoutOrder', 'writeOff'] as const;
export type ApprovalKind = (typeof approvalKinds)[number];

/** The right that a word of a kind needs. */
const rights: Readonly<Record<ApprovalKind, string>> = {
  discount: permissions.approveDiscount,
  credit: permissions.releaseCredit,
  largeOrder: permissions.approveLargeOrder,
  returnWithoutOrder: permissions.approveReturn,
  writeOff: permissions.approveWriteOff,
};

/** Every right by which somebody decides something. */
export const decidingRights: readonly string[] = Object.values(rights);

/** What waits, as far as it decides who may speak. */
export interface WaitingWord {
  readonly kind: string;
  /** How far the limit must reach: basis points, or minor units of the company's currency. */
  readonly limitValue: number;
  readonly askedBy: string;
  /** Who took the document. */
  readonly madeBy: string;
}

/** Somebody with the rights of a role, and how far they go for the kind that is asked. */
export interface Decider {
  readonly userId: string;
  readonly rights: ReadonlySet<string>;
  readonly limit: number;
}

export type MayDecide =
  | { readonly may: true; readonly onBehalfOf: string | null }
  | { readonly may: false; readonly because: 'ownRequest' }
  | { readonly may: false; readonly because: 'noRight' }
  | { readonly may: false; readonly because: 'beyondLimit'; readonly limit: number };

/**
 * Whether somebody may decide, and in whose name.
 * @param away whose deputy he is today; the first who can is taken
 */
export function whoDecides(word: WaitingWord, self: Decider, away: readonly Decider[]): MayDecide {
  const isOwn = (userId: string) => userId === word.askedBy || userId === word.madeBy;
  if (isOwn(self.userId)) return { may: false, because: 'ownRequest' };
  const right = isApprovalKind(word.kind) ? rights[word.kind] : null;
  const able = [self, ...away.filter(({ userId }) => !isOwn(userId))].filter(
    (decider) => right !== null && decider.rights.has(right),
  );
  if (able.length === 0) return { may: false, because: 'noRight' };
  const found = able.find(({ limit }) => limit >= word.limitValue);
  if (found) return { may: true, onBehalfOf: found.userId === self.userId ? null : found.userId };
  return { may: false, because: 'beyondLimit', limit: Math.max(...able.map(({ limit }) => limit)) };
}

/** Whether a word's kind is one that this version decides. */
export function isApprovalKind(kind: string): kind is ApprovalKind {
  return approvalKinds.some((known) => known === kind);
}

/** Whether a word still holds for a document as it stands now: what it binds is the same, and no more than it was given for. */
export function stillBinds(
  word: { readonly fingerprint: string; readonly amountMinor: number },
  now: { readonly fingerprint: string; readonly amountMinor: number },
): boolean {
  return word.fingerprint === now.fingerprint && now.amountMinor <= word.amountMinor;
}
